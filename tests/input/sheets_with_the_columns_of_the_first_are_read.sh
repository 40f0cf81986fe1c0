#!/bin/sh
# Of a workbook the first visible sheet with rows is read, and each behind it that has the same
# columns, in any order; the account names the others and says why.  Days are days in both systems
# of Excel, a CRLF in a cell is one line end, cells beside the table are no column, and what is
# damaged is named: the file, the part, what should be there.
wrong() { echo "$*" >>wrong.txt; }
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
cat >make.py <<'END'
import zipfile
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
STYLES = f'<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'

def cell(column, row, value):
    place = f'{"ABCDEFGH"[column]}{row}'
    if value is None: return ""
    if isinstance(value, tuple): return f'<c r="{place}" {value[0]}><v>{value[1]}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'

def sheet(rows):
    return f'<worksheet {MAIN}><sheetData>' + "".join(
        f'<row r="{y}">' + "".join(cell(x, y, v) for x, v in enumerate(row)) + "</row>"
        for y, row in enumerate(rows, 1)) + "</sheetData></worksheet>"

def book(path, sheets, workbook="", leave=(), damage={}):
    names = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"{" " + s if s else ""}/>' for i, (n, s, _) in enumerate(sheets, 1))
    links = "".join(f'<Relationship Id="r{i}" Target="worksheets/s{i}.xml"/>' for i in range(1, len(sheets) + 1))
    parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": f'<workbook {MAIN} {REL}>{workbook}<sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>", "xl/styles.xml": STYLES}
    parts.update({f"xl/worksheets/s{i}.xml": sheet(rows) for i, (_, _, rows) in enumerate(sheets, 1)})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            if name not in leave: z.writestr(name, damage.get(name, lambda t: t)(text))

HEAD = ["文献番号", "発明の名称", "要約", "公知日"]
TURNED = ["公知日", "要約", "文献番号 ", "発明の名称"]
row = lambda n, date: [f"特開2020-{n:06}", f"曇らない鏡{n}", f"【課題】鏡{n}が曇る。_x000D_\n【解決手段】膜{n}を貼る。", date]
turn = lambda r: [r[3], r[2], r[0], r[1]]
years = [("表紙", "", []), ("古い", 'state="hidden"', [HEAD, row(9, None)]),
    ("2019年", "", [[], HEAD, row(1, ('s="1"', 43831)), row(2, ('t="d"', "2020-02-03T00:00:00")) + [None, "横のメモ"]]),
    ("2020年", "", [TURNED, turn(row(3, ('s="1"', 60)))]), ("検索条件", "", [["式", "件数"], ["鏡", ('', 3)]]), ("空", "", [])]
book("years.xlsx", years)
book("apple.xlsx", [("a", "", [HEAD, row(1, ('s="1"', 42369))])], workbook='<workbookPr date1904="1"/>')
book("hidden.xlsx", [("a", 'state="hidden"', [HEAD, row(1, None)])])
book("empty.xlsx", [("a", "", [])])
book("lost.xlsx", years, leave=["xl/worksheets/s4.xml"])
book("links.xlsx", years, leave=["xl/_rels/workbook.xml.rels"])
book("broken.xlsx", years, damage={"xl/worksheets/s4.xml": lambda t: t.replace("</row>", "</row>\n</cell>")})
book("binary.xlsx", [], leave=["xl/workbook.xml"], damage={})
with zipfile.ZipFile("binary.xlsx", "a") as z: z.writestr("xl/workbook.bin", b"\x83\x01")
with zipfile.ZipFile("table.ods", "w") as z:
    for name in ("mimetype", "content.xml"): z.writestr(name, "application/vnd.oasis.opendocument.spreadsheet")
book("many.xlsx", [(f"s{i}", "", [HEAD]) for i in range(1001)])
# shared strings of 20 MiB, most of them of no cell, lie on disk
texts = HEAD + row(1, None)[:3] + ["あ" * 350000] * 20 + row(2, None)[:3]
used = lambda at: [("t='s'", i) for i in at]
book("large.xlsx", [("a", "", [used(range(4)), used(range(4, 7)), used(range(27, 30))])])
with zipfile.ZipFile("large.xlsx", "a", zipfile.ZIP_DEFLATED) as z:
    z.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>" + "".join(f"<si><t>{t}</t></si>" for t in texts) + "</sst>")
book("shop.xlsm", [("a", "", [["店", "値段"], ["山", ('', 3)]])])
# a byte of the packed sheet: the checksum of the part is wrong
book("sum.xlsx", years)
data = bytearray(open("sum.xlsx", "rb").read())
with zipfile.ZipFile("sum.xlsx") as z: info = z.getinfo("xl/worksheets/s3.xml")
data[info.header_offset + 14] ^= 1
data[data.index(info.CRC.to_bytes(4, "little"), info.header_offset + 100)] ^= 1
open("sum.xlsx", "wb").write(data)
END
python3 make.py || exit 1

tensen index --lang ja -o years.tsx years.xlsx >account.txt 2>err.txt || wrong "not read: $(cat err.txt)"
for line in 'years.xlsx/2019年 *2 *2' 'years.xlsx/2020年 *1 *1' 'years.xlsx/表紙: 行のないシートです' 'years.xlsx/古い: 非表示のシートです' \
	'years.xlsx/検索条件: 列が「2019年」と異なるシートです' 'years.xlsx/空: 行のないシートです'; do
	grep -q "$line" account.txt || wrong "the account lacks \"$line\": $(cat account.txt)"
done
tensen show years.tsx 特開2020-000009 >/dev/null 2>&1 && wrong "a hidden sheet is read"
for n in 1 2 3; do tensen show years.tsx 特開2020-00000$n --json >$n.json || wrong "no document $n"; done
python3 - <<'END' || wrong "read otherwise: $(cat 1.json)"
import json
days = {1: 20200101, 2: 20200203, 3: 19000228}
for n, day in days.items():
    text = open(f"{n}.json").read()
    one = json.loads(text)
    assert one["title"] == f"曇らない鏡{n}" and one["date"] == day, one
    assert [s["text"] for s in one["sections"] if s["section"] in ("problem", "means")] == [f"鏡{n}が曇る。", f"膜{n}を貼る。"], one
    assert "\\r" not in text and "_x000D_" not in text, text
END
tensen index -q -o apple.tsx apple.xlsx >/dev/null 2>err.txt || wrong "not read: $(cat err.txt)"
tensen show apple.tsx 特開2020-000001 --json | grep -q '"date": *20200101' || wrong "the days of 1904 are read otherwise"

tensen index -q -o large.tsx large.xlsx >/dev/null 2>err.txt || wrong "not read: $(cat err.txt)"
for n in 1 2; do tensen show large.tsx 特開2020-00000$n --json | grep -q "曇らない鏡$n" || wrong "a string on disk is read otherwise"; done

refused() { # FILE LINE
	tensen index -q -o none.tsx "$1" --lang en >/dev/null 2>err.txt
	code=$?
	[ $code -eq 3 ] || wrong "$1: code $code"
	grep -q "^tensen: $1[^:]*:1*:* *$2" err.txt || wrong "$1: $(cat err.txt)"
	[ "$(wc -l <err.txt)" = 1 ] || wrong "$1: more than a line: $(cat err.txt)"
	[ ! -e none.tsx ] || wrong "$1: something is written"
}
refused hidden.xlsx 'no visible sheet of the workbook has a row'
refused empty.xlsx 'no visible sheet of the workbook has a row'
refused lost.xlsx 'Excel data is damaged, sheet "2020年" should be in xl/worksheets/s4.xml, which is not there'
refused links.xlsx 'Excel data is damaged, sheet "表紙" should be in xl/_rels/workbook.xml.rels'
refused broken.xlsx 'Excel data is damaged, xl/worksheets/s4.xml line 2: expected well-formed XML (mismatched tag)'
refused sum.xlsx 'Excel data is damaged, xl/worksheets/s3.xml cannot be unpacked: the archive is damaged'
refused binary.xlsx 'a binary workbook (.xlsb)'
refused many.xlsx 'Excel data is damaged, xl/workbook.xml: more than 1000 sheets'
refused table.ods 'an OpenDocument file'
refused shop.xlsm 'no column'
[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
