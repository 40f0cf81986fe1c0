#!/bin/sh
# Every operation answers by GET and by POST, byte for byte, what the command prints.
. "$ROOT/tests/serve/lib.sh"
serve

post() { # OPERATION BODY COMMAND...
	operation=$1
	printf '%s' "$2" >body.json
	shift 2
	"$@" --json --lang ja >expected.json || :
	ask POST "/api/v1/$operation" "$JSON" @body.json >got.json
	{ echo 200; cat expected.json; } | cmp -s - got.json || wrong "POST $operation is not $*: $(head -c 300 got.json)"
}
get() { # TARGET COMMAND...
	target=$1
	shift
	"$@" --json --lang ja >expected.json || :
	ask GET "/api/v1/$target" >got.json
	{ echo 200; cat expected.json; } | cmp -s - got.json || wrong "GET $target is not $*: $(head -c 300 got.json)"
}

get info tensen info index.tensen
get fields tensen fields index.tensen
get 'show?id=DEMO-09-008' tensen show index.tensen DEMO-09-008
get 'ideas?id=DEMO-35-012&k=3&boldness=0.8&unread=7' tensen ideas index.tensen DEMO-35-012 -k 3 --boldness 0.8 --unread 7
get 'ideas?id=DEMO-35-012&id=DEMO-09-008' tensen ideas index.tensen DEMO-35-012 DEMO-09-008
post ideas '{"id":"DEMO-35-012","drop-word":["振動","塔"],"add-word":"窓"}' \
	tensen ideas index.tensen DEMO-35-012 --drop-word 振動 --drop-word 塔 --add-word 窓
get 'candidates?id=DEMO-35-012' tensen candidates index.tensen DEMO-35-012
get 'candidates?id=DEMO-35-012&n=5&family&open=1' tensen candidates index.tensen DEMO-35-012 -n 5 --family --open
post candidates '{"text":"粉が詰まる","aspect":["粉が固まる","すべりをよくする"],"aspects-only":true,"n":6}' \
	tensen candidates index.tensen --text 粉が詰まる --aspect 粉が固まる --aspect すべりをよくする --aspects-only -n 6
printf 'query\tdocument\tgrade\tkind\nDEMO-35-012\tDEMO-01-003\t3\tN\nDEMO-35-012\tDEMO-28-002\t0\t\n' >grades.tsv
get 'candidates?id=DEMO-35-012&grade=DEMO-01-003=3N&grade=DEMO-28-002=0' \
	tensen candidates index.tensen DEMO-35-012 --grades grades.tsv
get 'ideas?id=DEMO-35-012&grade=DEMO-01-003=3N&grade=DEMO-28-002=0&unread=5' \
	tensen ideas index.tensen DEMO-35-012 --grades grades.tsv --unread 5
post ideas '{"id":"DEMO-35-012","aspect":"音を小さくする"}' tensen ideas index.tensen DEMO-35-012 --aspect 音を小さくする
post search '{"text":"粉が詰まる","add-word":"湿気","drop-word":["粉"]}' \
	tensen search index.tensen --text 粉が詰まる --add-word 湿気 --drop-word 粉
get 'combine?id=DEMO-35-012&id=DEMO-09-008&k=2' tensen combine index.tensen DEMO-35-012 DEMO-09-008 -k 2
get 'search?id=DEMO-09-008&out-of-field&open=true&since=2010-02&until=2020&k=5&offset=2&explain=1&side=lexical' \
	tensen search index.tensen DEMO-09-008 --out-of-field --open --since 2010-02 --until 2020 -k 5 --offset 2 --explain --side lexical
get 'search?id=DEMO-09-008&quote=1&class=A47B,F16F%2015&k=5' tensen search index.tensen DEMO-09-008 --quote --class 'A47B,F16F 15' -k 5
get 'ideas?id=DEMO-35-012&must=%E6%8C%AF%E5%8B%95' tensen ideas index.tensen DEMO-35-012 --must 振動
get 'search?id=DEMO-09-008&per=ipc3&out-of-field=ipc3&k=2&groups=4' \
	tensen search index.tensen DEMO-09-008 --per ipc3 --out-of-field=ipc3 -k 2 --groups 4
post search '{"text":"粉が詰まる","per":"wipo35"}' tensen search index.tensen --text 粉が詰まる --per wipo35
get 'search?id=DEMO-09-008&field=26&field=%E5%9C%9F%E6%9C%A8&not-field=1&applicant=%E6%A0%AA' \
	tensen search index.tensen DEMO-09-008 --field 26 --field 土木 --not-field 1 --applicant 株
get 'match?id=DEMO-09-008&closed=true&alive=1' tensen match index.tensen DEMO-09-008 --closed --alive
post match '{"text":"粉が湿気で固まって困っている","k":3}' tensen match index.tensen --text 粉が湿気で固まって困っている -k 3
post search '{"text":"粉が詰まる","field":[26,"土木"],"open":false}' tensen search index.tensen --text 粉が詰まる --field 26 --field 土木
post ideas '{"text":"【課題】粉が出口で詰まる。【解決手段】斜面の角度を左右で違える。","boldness":0.25}' \
	tensen ideas index.tensen --text 【課題】粉が出口で詰まる。【解決手段】斜面の角度を左右で違える。 --boldness 0.25
post combine '{"id":["DEMO-35-012","DEMO-09-008"]}' tensen combine index.tensen DEMO-35-012 DEMO-09-008
post show '{"text":"振動を抑制する"}' tensen show index.tensen --text 振動を抑制する
post search '{"text":"zzzz qqqq"}' tensen search index.tensen --text 'zzzz qqqq'
[ "$(status GET '/api/v1/candidates?id=DEMO-09-008&aspect=a')" = '400 bad_query' ] || wrong "an aspect is taken from an address"
ask GET '/api/v1/search?id=DEMO-09-008&format=jsonl&lang=en' | sed 1d >got.json
tensen search index.tensen DEMO-09-008 --format jsonl --lang en | cmp -s - got.json || wrong "format=jsonl differs"
# where CSV and Markdown say how they were asked for, each says its own
unsigned() { sed -e 's/"[^"]*"\r$//' -e 's/^再現：`[^`]*`//'; }
for form in csv md; do
	ask GET "/api/v1/match?id=DEMO-09-008&format=$form" | sed 1d | unsigned >got.json
	tensen match index.tensen DEMO-09-008 --format $form --lang ja | unsigned | cmp -s - got.json || wrong "format=$form differs"
done
ask GET '/api/v1/match?id=DEMO-09-008&format=csv&encoding=cp932' | sed 1d | unsigned >got.json
tensen match index.tensen DEMO-09-008 --format csv --encoding cp932 --lang ja 2>/dev/null | unsigned | cmp -s - got.json ||
	wrong "cp932 differs"
ask -i GET '/sheet?id=DEMO-09-008&k=2' >sheet.html
grep -qi '^Content-Type: text/html' sheet.html || wrong "the sheet is not HTML"
grep -qi "^Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'" sheet.html || wrong "the sheet has another policy"
grep -q 'class="*sheet' sheet.html || wrong "no sheet"
grep -q '<code>/sheet?id=DEMO-09-008&amp;k=2</code>' sheet.html || wrong "the sheet does not say how it was asked for"
# a table of the caller's own as a workbook
printf '%s' '{"csv":"query,document,url\r\nA,D1,https://example.org/1\r\nB,D2,\r\n","sheets":"each"}' >body.json
ask -i POST /api/v1/workbook "$JSON" @body.json >book
grep -qi '^Content-Type: application/vnd.openxmlformats' book && grep -qi 'filename=tensen.xlsx' book && grep -q 'PK' book || wrong "no workbook: $(head -c 300 book)"
printf '%s' '{"sheets":"each"}' >body.json
[ "$(status POST /api/v1/workbook "$JSON" @body.json)" = '400 bad_query' ] || wrong "a workbook of nothing"
{ printf '{"sheets":"each","csv":"query,document'; i=0; while [ $i -lt 201 ]; do printf '\\nQ%d,D' $i; i=$((i + 1)); done; printf '"}'; } >body.json
[ "$(status POST /api/v1/workbook "$JSON" @body.json)" = '400 bad_value' ] || wrong "a workbook of 201 sheets"
stop
finish
