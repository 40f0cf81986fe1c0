#!/bin/sh
# A workbook that claims, names or packs what nobody needs is refused with one line, or read for the
# values of its cells: nothing is fetched, run, unfolded or written beside the index.
wrong() { echo "$*" >>wrong.txt; }
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
cat >make.py <<'END2'
import zipfile
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
BOOK = f'<workbook {MAIN} {REL}><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
HEAD = ["文献番号", "発明の名称", "要約"]
cell = lambda v: v if v.startswith("<c") else f'<c t="inlineStr"><is><t>{v}</t></is></c>'
def sheet(title, body="鏡が曇る。膜を貼る。", row="<row>"):
    return f"<worksheet {MAIN}><sheetData>" + "".join(row + "".join(map(cell, r)) + "</row>" for r in (HEAD, ["特開2020-000001", title, body])) + "</sheetData></worksheet>"
def book(path, text, target="worksheets/s1.xml", workbook=BOOK, extra={}):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", workbook)
        z.writestr("xl/_rels/workbook.xml.rels", f'<Relationships><Relationship Id="r1" Target="{target}"/></Relationships>')
        z.writestr("xl/worksheets/s1.xml", text)
        for name, data in extra.items(): z.writestr(name, data)
laughs = '<!DOCTYPE l [<!ENTITY a0 "aaaaaaaaaa">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)) + "]>"
book("bomb.xlsx", sheet("a" * (64 << 20)))
book("laughs.xlsx", laughs + sheet("&a9;"))
book("named.xlsx", sheet("鏡"), workbook=laughs + BOOK.replace('"a"', '"&a9;"'))
book("file.xlsx", '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + sheet("&a;"))
book("strings.xlsx", sheet('<c t="s"><v>0</v></c>'))
book("negative.xlsx", sheet('<c t="s"><v>-1</v></c>'), extra={"xl/sharedStrings.xml": f"<sst {MAIN}><si><t>a</t></si></sst>"})
book("away.xlsx", sheet("鏡"), target="http://127.0.0.1:9/s1.xml")
book("up.xlsx", sheet("鏡"), target="../../../../etc/passwd")
open("password.xlsx", "wb").write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1528)
book("rows.xlsx", sheet("曇らない鏡", row='<row r="2147483648">').replace("<sheetData>", '<dimension ref="A1:XFD2147483648"/><sheetData>'))
book("formula.xlsx", sheet('<c t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>曇らない鏡</v></c>'))
book("link.xlsx", sheet('<c t="str"><f>[1]a!A1</f><v>曇らない鏡</v></c>'), extra={"xl/externalLinks/_rels/externalLink1.xml.rels":
    '<Relationships><Relationship Id="r" Target="http://127.0.0.1:9/" TargetMode="External"/></Relationships>'})
book("macro.xlsm", sheet("曇らない鏡"), extra={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 2000})
book("names.xlsx", sheet("曇らない鏡"), extra={"../evil.txt": "x", "../../evil.txt": "x"})
END2
mkdir in && cd in && python3 ../make.py || exit 1
refused() { # FILE LINE
	tensen index -q -o none.tsx "$1" --lang en >/dev/null 2>err.txt
	code=$?
	[ $code -eq 3 ] || wrong "$1: code $code"
	grep -q "$2" err.txt && [ "$(wc -l <err.txt)" = 1 ] || wrong "$1: $(cat err.txt)"
	[ ! -e none.tsx ] || wrong "$1: something is written"
}
refused bomb.xlsx 'a cell of more than 1 MiB'
refused laughs.xlsx 'xl/worksheets/s1.xml: expected XML without a DTD'
refused named.xlsx 'xl/workbook.xml: expected XML without a DTD'
refused file.xlsx 'expected XML without a DTD'
refused strings.xlsx 'a shared string that is not there: 0 of 0'
refused negative.xlsx 'a shared string that is not there: -1 of 1'
refused away.xlsx 'which is not there'
refused up.xlsx 'which is not there'
refused password.xlsx 'one with a password'
for file in rows.xlsx formula.xlsx link.xlsx macro.xlsm names.xlsx; do
	rm -f one.tsx
	tensen index -q -o one.tsx $file >/dev/null 2>err.txt || wrong "$file: $(cat err.txt)"
	tensen show one.tsx 特開2020-000001 --json 2>&1 | grep -q '"曇らない鏡"' || wrong "$file is read otherwise"
done
[ ! -e ../evil.txt ] && [ ! -e ../../evil.txt ] || wrong "a name leads out of the folder"
[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
