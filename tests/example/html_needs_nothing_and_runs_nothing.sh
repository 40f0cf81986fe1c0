#!/bin/sh
# Every HTML page is whole in itself: no script, no request, no style attribute; what a
# document or a query says is shown as text.
set -u
. "$ROOT/tests/golden/lib.sh"
die() { echo "$*"; exit 1; }
evil='<script>alert(1)</script><img src=x onerror=alert(1)>'
small_corpus | sed 's|"title":"\([^"]*\)"|"title":"\1<script>alert(1)</script><img src=x onerror=alert(1)>"|; s|架空防振株式会社|<b onclick=alert(1)>防振|' >in.jsonl
tensen index -q -o t.tensen in.jsonl >/dev/null || die "no index"

page() { # COMMAND...
	"$@" >page.html || die "$*: code $?"
	head -n 1 page.html | grep -qx '<!DOCTYPE html>' || die "$*: no doctype"
	tail -n 1 page.html | grep -qx '</html>' || die "$*: not whole"
	grep -q "default-src 'none'" page.html || die "$*: no policy"
	grep -iE '<(script|img|iframe|link|object|embed|form|base)|[ "]on[a-z]+=|style="|src="|@import|url\(|https?:' page.html |
		grep -v '&lt;' && die "$*: something that runs, asks or styles"
	grep -oE 'href="[^"]*"' page.html | grep -v 'href="#sheet-[0-9]*"' && die "$*: a link elsewhere"
	[ "$(grep -o '<[a-z0-9]*' page.html | grep -cE '^<(section|main|table|svg|div|ul|dl|footer|header)$')" -eq \
		"$(grep -oE '</[a-z0-9]+>' page.html | grep -cE '^</(section|main|table|svg|div|ul|dl|footer|header)>$')" ] ||
		die "$*: an element is not closed"
}
printf 'query\tdocument\tgrade\nDEMO-34-005\tDEMO-32-006\t2\nDEMO-34-005\tDEMO-01-006\t0\n' >judged.tsv
for lang in ja en; do
	for index in t.tensen "$DEMO"; do
		id=T-1
		[ "$index" = t.tensen ] || id=DEMO-35-012
		tensen ideas "$index" $id --unread 1 --format csv --lang en | sed '2s/,"","",/,3,"",/' >graded.csv
		page tensen ideas "$index" $id --grades graded.csv --format html --lang $lang
		[ "$(grep -c '<section class=sheet' page.html)" -gt 0 ] || die "no sheet"
		page tensen search "$index" $id --format html --lang $lang
		page tensen match "$index" --text "床の振動 $evil" --format html --lang $lang
		page tensen report -q "$index" --format html --lang $lang
	done
	page tensen combine "$DEMO" DEMO-09-008 DEMO-32-010 --format html --lang $lang
	page tensen eval "$DEMO" --judged judged.tsv --format html --lang $lang
	page tensen scan -q "$DEMO" -o out.$lang --top 3 --format html --lang $lang
done
tensen ideas t.tensen T-1 --format html | grep -q '&lt;script&gt;alert(1)' || die "the title is not shown"
