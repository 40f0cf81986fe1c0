#!/bin/sh
# What `--format xlsx` gives: the header frozen and filtered, rows as high as their text, numbers of
# documents that link to their address, columns without content hidden but for those to fill in, no
# formula.  Grades come back from all sheets of a workbook.
wrong() { echo "$*" >>wrong.txt; }
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
cat >make.py <<'END'
import glob, json, sys
for path in sorted(glob.glob(sys.argv[1] + "/*.jsonl")):
    for line in open(path, encoding="utf-8"):
        x = json.loads(line)
        print(json.dumps(x | {"url": f"https://example.org/d/{x['id']}?a=1&b=2", "title": "=" + x["title"]}))
END
python3 make.py "$DATA/demo" >list.jsonl
tensen index -q -o list.tsx list.jsonl >/dev/null 2>err.txt || wrong "no index: $(cat err.txt)"
tensen candidates list.tsx DEMO-35-012 --format xlsx >one.xlsx 2>err.txt || wrong "no workbook: $(cat err.txt)"
for ask in "ideas list.tsx DEMO-35-012" "combine list.tsx DEMO-35-012 DEMO-01-006" "search list.tsx DEMO-35-012" "match list.tsx --text 鏡が曇る" \
	"scan list.tsx -q -o scan.jsonl"; do
	# shellcheck disable=SC2086
	tensen $ask --format xlsx >any.xlsx 2>err.txt
	[ "$(head -c 2 any.xlsx)" = PK ] || wrong "$ask gives no workbook: $(cat err.txt)"
done
cat >look.py <<'END'
import re, zipfile
z = zipfile.ZipFile("one.xlsx")
sheet = z.read("xl/worksheets/sheet1.xml").decode()
assert len(re.findall("<sheet ", z.read("xl/workbook.xml").decode())) == 1
assert '<pane xSplit="2" ySplit="1" topLeftCell="C2"' in sheet and '<autoFilter ref="A1:AF' in sheet, sheet[:900]
assert "<f>" not in sheet and "<t>=" in sheet, "a formula"
heights = [float(h) for h in re.findall(r'<row r="\d+"[^>]* ht="([\d.]+)"', sheet)]
assert len(heights) == sheet.count("<row ") and heights[0] < 20 and max(heights) > 35, heights
links = re.findall(r'Target="([^"]*)"', z.read("xl/worksheets/_rels/sheet1.xml.rels").decode())
assert links and all(links.count(x) == 2 and x.endswith("?a=1&amp;b=2") for x in links), links
assert re.search(r'<hyperlink ref="B\d+"', sheet), "the number is no link"
hidden = {int(n) for n in re.findall(r'<col min="(\d+)"[^>]* hidden="1"', sheet)}
assert not {1, 2, 3, 4} & hidden and {12, 29, 30} <= hidden, hidden
END
python3 look.py >err.txt 2>&1 || wrong "the workbook is otherwise: $(cat err.txt)"

# of two patents, graded by hand, on a sheet each with columns in another order
for id in DEMO-35-012 DEMO-01-006; do
	tensen candidates list.tsx $id --format csv --encoding utf8 | sed -n 2p | cut -d, -f2 >$id.first
done
cat >grade.py <<'END'
import zipfile
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
LINK = '<Relationship Id="r{0}" Target="worksheets/{0}.xml"/>'
def sheet(rows):
    cell = lambda v: f'<c t="inlineStr"><is><t>{v}</t></is></c>'
    return f"<worksheet {MAIN}><sheetData>" + "".join("<row>" + "".join(map(cell, r)) + "</row>" for r in rows) + "</sheetData></worksheet>"
ids = ["DEMO-35-012", "DEMO-01-006"]
first = [open(f"{i}.first", encoding="utf-8").read().strip().strip('"') for i in ids]
rows = [[["問い合わせ", "文献番号", "評点"], [ids[0], first[0], "0"]], [["評点", "問い合わせ", "文献番号"], ["3", ids[1], first[1]]]]
with zipfile.ZipFile("graded.xlsx", "w") as z:
    z.writestr("xl/workbook.xml", f'<workbook {MAIN} {REL}><sheets><sheet name="a" r:id="r1"/><sheet name="b" r:id="r2"/></sheets></workbook>')
    z.writestr("xl/_rels/workbook.xml.rels", f'<Relationships>{LINK.format(1)}{LINK.format(2)}</Relationships>')
    for i in (0, 1): z.writestr(f"xl/worksheets/{i + 1}.xml", sheet(rows[i]))
END
python3 grade.py
for graded in DEMO-35-012=0 DEMO-01-006=3; do
	id=${graded%=*}
	tensen candidates list.tsx $id -n 400 --grades graded.xlsx --format csv --encoding utf8 >$id.graded 2>err.txt || wrong "not read: $(cat err.txt)"
	grep -q "$(cat $id.first),${graded#*=}," $id.graded || wrong "the grade of $id is not read: $(cut -d, -f1-3 $id.graded)"
done
[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
