#!/bin/sh
# What spreadsheets read from our CSV is what JSON says, cell by cell: by Python's csv in
# both encodings, and by LibreOffice where it is installed.  Titles are hostile: formulas,
# quotes, commas, line breaks, markup.
set -u
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
. "$ROOT/tests/golden/lib.sh"
die() { echo "$*"; exit 1; }

python3 - >hostile.jsonl <<'END'
import json
titles = ["=1+1", "+81-3-0000", "-1", "@SUM(A1:A2)", "\t=1", "＝1+1", "＋1", "－1", "＠x",
          'a "quoted", title', "two\nlines", "<script>alert(1)</script>", "①㈱髙﨑〜～−－‖", "cmd|' /C calc'!A0"]
for i, t in enumerate(titles):
    print(json.dumps({"id": "H-%d" % i, "title": t, "problem": "床の振動が伝わる。", "means": "粘性ダンパーで支える。",
                      "ipc": ["F16F 15/02", "B60J 1/00"][i % 2:i % 2 + 1], "applicants": ["=架空株式会社"],
                      "date": "2011-04-01", "status": "alive", "open": True}, ensure_ascii=False))
END
small_corpus >>hostile.jsonl
tensen index -q -o h.tensen hostile.jsonl >/dev/null || die "no index"
tensen search h.tensen T-1 -k 50 --format json >search.json
tensen search h.tensen T-1 -k 50 --format csv >utf8.csv
tensen search h.tensen T-1 -k 50 --format csv --encoding cp932 >cp932.csv 2>err || die "cp932"
[ ! -s err ] || die "CP932 has all of these: $(cat err)"

cat >check.py <<'END'
import csv, io, json, sys, unicodedata
hits = json.load(open("search.json"))["hits"]
FORMULA = tuple("=+-@\t\r＝＋－−＠")
SAME = str.maketrans({"〜": "～", "−": "－", "‖": "∥"})
def cell(s, cp932):
    s = s.replace("\r\n", "\n").replace("\r", "\n")
    s = "'" + s if s.startswith(FORMULA) else s
    return s.translate(SAME) if cp932 else s
def compare(rows, cp932, what, number=str):
    assert len(rows) == len(hits) + 1, (what, len(rows))
    assert rows[0][:3] == ["順位", "文献番号", "名称"], (what, rows[0])
    for row, hit in zip(rows[1:], hits):
        assert len(row) == len(rows[0]), (what, row)
        want = [hit["id"], cell(hit["title"], cp932)]
        assert row[1:3] == want, (what, row[1:3], want)
        assert int(float(row[0])) == hit["rank"] and abs(float(row[3]) - hit["score"]) < 1e-5, (what, row)
        assert row[6] == cell(hit["field_names"], cp932) and row[7] == cell(hit["applicants"], cp932), (what, row)
for path in sys.argv[1:]:
    cp932 = "cp932" in path
    data = open(path, newline="", encoding="cp932" if path == "cp932.csv" else "utf-8-sig").read()
    compare(list(csv.reader(io.StringIO(data, newline=""), strict=True)), cp932, path)
END
python3 check.py utf8.csv cp932.csv || die "Python reads something else"

soffice=$(command -v soffice || command -v libreoffice) || exit 0
# 44 comma, 34 quote, then the character set: 76 UTF-8, 64 windows-932; all columns as they are
convert() { # IN CHARSET OUT
	mkdir -p lo && cp "$1" lo/in.csv
	HOME=$PWD "$soffice" -env:UserInstallation=file://"$PWD"/profile --headless \
		--infilter="CSV:44,34,$2,1,,0,false,false" \
		--convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false' --outdir lo/out lo/in.csv \
		>lo.log 2>&1 && mv lo/out/in.csv "$3"
}
convert utf8.csv 76 lo-utf8.csv || die "LibreOffice: $(cat lo.log)"
convert cp932.csv 64 lo-cp932.csv || die "LibreOffice: $(cat lo.log)"
python3 check.py lo-utf8.csv lo-cp932.csv || die "LibreOffice reads something else"
