#!/bin/sh
# `tensen index list.xlsx`: the first sheet of a workbook is read like a CSV: shared strings without
# their furigana, inline strings, values of formulas, dates as days; a formula in a text is a text.
# What is damaged, hostile or no workbook is refused with a line.  `--format xlsx` gives the CSV as
# a workbook, and grades come back from it.
wrong() { echo "$*" >>wrong.txt; }
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
cat >make.py <<'END'
import zipfile,sys
def sheet(rows):
    return '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'+''.join(f'<row r="{i+1}">'+''.join(r)+'</row>' for i,r in enumerate(rows))+'</sheetData></worksheet>'
W='<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
R='<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>'
S='<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
SS='<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>文献番号</t></si><si><t>発明の名称</t></si><si><t>要約</t></si><si><t>出願人/権利者</t></si><si><t>公知日</t></si><si><t>特開2010-000001</t></si><si><r><t>曇らない</t></r><r><t>鏡</t></r><rPh sb="0" eb="1"><t>カガミ</t></rPh></si><si><t xml:space="preserve">【課題】浴室の鏡が"曇る"、見えない。&#10;【解決手段】膜を貼る。</t></si></sst>'
rows=[[f'<c r="{c}1" t="s"><v>{i}</v></c>' for i,c in enumerate("ABCDE")],
 ['<c r="A2" t="s"><v>5</v></c>','<c r="B2" t="s"><v>6</v></c>','<c r="C2" t="s"><v>7</v></c>','<c r="E2" s="2"><v>40186</v></c>'],
 ['<c r="A3" t="inlineStr"><is><t>特開2010-000002</t></is></c>','<c r="B3" t="inlineStr"><is><t>雪を落とす屋根</t></is></c>','<c r="C3" t="str"><f>A1</f><v>【課題】屋根に雪が積もる。【解決手段】振動で落とす。</v></c>','<c r="D3" t="inlineStr"><is><t>=HYPERLINK("http://x")</t></is></c>','<c r="E3" s="1"><v>43831</v></c>'], []]
with zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED) as z:
    z.writestr('[Content_Types].xml','<Types/>'); z.writestr('xl/workbook.xml',W); z.writestr('xl/_rels/workbook.xml.rels',R); z.writestr('xl/styles.xml',S); z.writestr('xl/sharedStrings.xml',SS); z.writestr('xl/worksheets/sheet1.xml',sheet(rows))
parts = {n: zipfile.ZipFile(sys.argv[1]).read(n) for n in zipfile.ZipFile(sys.argv[1]).namelist()}
def write(path, **changed):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for n, d in parts.items():
            key = n.rsplit("/", 1)[-1].split(".")[0]
            d = changed.get(key, lambda x: x)(d)
            if d is not None: z.writestr(n, d)
write("dtd.xlsx", sharedStrings=lambda d: b'<!DOCTYPE x [<!ENTITY a "a">]>' + d)
write("many.xlsx", sharedStrings=lambda d: d.replace(b"</sst>", b"<si/>" * 17000000 + b"</sst>"))
write("hidden.xlsx", workbook=lambda d: d.replace(b"<sheets>", b'<sheets><sheet name="old" state="veryHidden" sheetId="2" r:id="rId2"/>'),
    sheet1=lambda d: d.replace(b'<c r="B2" t="s"><v>6</v></c>', b'<c r="B2"><v>0.30000000000000004</v></c>'),
    sharedStrings=lambda d: d.replace("膜を貼る".encode(), "膜_x0028_薄い_x0029_を_x005F_x0041_貼る_x12".encode()))
write("far.xlsx", sheet1=lambda d: d.replace(b"<v>7</v>", b"<v>700</v>"))
write("wide.xlsx", sheet1=lambda d: d.replace(b'"C2"', b'"ZZZZZZZ2"'))
write("token.xlsx", sheet1=lambda d: d.replace(b"<worksheet ", b'<worksheet x="' + b"a" * 6000000 + b'" '))
write("nosheet.xlsx", sheet1=lambda d: None)
write("open.xlsx", sheet1=lambda d: d[:-30])
write("word.docx", workbook=lambda d: None)
open("cut.xlsx", "wb").write(open(sys.argv[1], "rb").read()[:900])
open("end.xlsx", "wb").write(open(sys.argv[1], "rb").read()[:-10])
END
python3 make.py list.xlsx || exit 1
tensen index -q -o list.tsx list.xlsx >/dev/null 2>err.txt || wrong "not read: $(cat err.txt)"
tensen show list.tsx 特開2010-000001 --json >one.json
tensen show list.tsx 特開2010-000002 --json >two.json
python3 - <<'END' || wrong "read otherwise"
import json
one, two = json.load(open("one.json")), json.load(open("two.json"))
assert one["title"] == "曇らない鏡", one["title"]
assert one["date"] == 20100108 and two["date"] == 20200101
assert [s["text"] for s in one["sections"] if s["section"] == "problem"] == ['浴室の鏡が"曇る"、見えない。']
assert two["applicants"] == '=HYPERLINK("http://x")'
assert [s["text"] for s in two["sections"] if s["section"] == "means"] == ["振動で落とす。"]
END
tensen index -q -o hidden.tsx hidden.xlsx >/dev/null 2>err.txt || wrong "a hidden sheet is read: $(cat err.txt)"
tensen show hidden.tsx 特開2010-000001 --json >hidden.json
python3 - <<'END' || wrong "escapes or digits are read otherwise: $(cat hidden.json)"
import json
one = json.load(open("hidden.json"))
assert one["title"] == "0.3", one["title"]
assert [s["text"] for s in one["sections"] if s["section"] == "means"] == ["膜(薄い)を_x0041_貼る_x12。"]
END
refused() { # FILE LINE
	tensen index -q -o none.tsx "$1" --lang en >/dev/null 2>err.txt
	code=$?
	[ $code -eq 3 ] || wrong "$1: code $code"
	grep -q "$2" err.txt || wrong "$1: $(cat err.txt)"
	[ ! -e none.tsx ] || wrong "$1: something is written"
}
refused dtd.xlsx 'Excel data is damaged, xl/sharedStrings.xml'
refused many.xlsx 'more than 16777216 shared strings'
refused far.xlsx 'xl/worksheets/sheet1.xml: cell C2 names a shared string that is not there: 700 of 8'
refused wide.xlsx 'more than 1024 columns'
refused token.xlsx 'a tag of more than 4 MiB'
refused nosheet.xlsx 'sheet "a" should be in xl/worksheets/sheet1.xml, which is not there'
refused open.xlsx 'Excel data is damaged, xl/worksheets/sheet1.xml line 1: expected well-formed XML'
refused word.docx 'a Word file or no workbook'
refused cut.xlsx 'damaged or cut short'
refused end.xlsx 'damaged or cut short'

# as a workbook, graded, and back
tensen index -q -o demo.tsx "$DATA/demo" >/dev/null 2>&1 || wrong "no demonstration"
tensen candidates demo.tsx DEMO-35-012 -n 400 --format csv --encoding utf8 >list.csv
python3 - <<'END'
import csv
rows = list(csv.reader(open("list.csv", encoding="utf-8")))
rows[1][2], rows[2][2] = "3", "0"
csv.writer(open("graded.csv", "w", encoding="utf-8-sig", newline="")).writerows(rows)
END
tensen candidates demo.tsx DEMO-35-012 -n 400 --grades graded.csv --format xlsx >graded.xlsx || wrong "no workbook"
for list in graded.csv graded.xlsx; do
	tensen candidates demo.tsx DEMO-35-012 -n 400 --grades $list --format csv >$list.out 2>&1 || wrong "$list: $(cat $list.out)"
done
cut -d, -f1-16 graded.csv.out >a
cut -d, -f1-16 graded.xlsx.out | cmp - a || wrong "grades from a workbook differ"
first=$(sed -n 2p list.csv | cut -d, -f2)
grep -q ",$first,3" graded.xlsx.out || wrong "no grade came back: $(head -3 graded.xlsx.out)"
[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
