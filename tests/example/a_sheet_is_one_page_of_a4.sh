#!/bin/sh
# Printed by Chromium, every idea is one page of A4, for short patents and for the longest,
# in both languages; and every page is whole: it ends with the line that says how to repeat it.
set -u
chromium=$(command -v chromium || command -v chromium-browser) || { echo "chromium is not installed" >&2; exit 77; }
command -v pdfinfo >/dev/null || { echo "pdfinfo is not installed" >&2; exit 77; }
. "$ROOT/tests/golden/lib.sh"
die() { echo "$*"; exit 1; }

# The demonstration corpus with everything long: titles, texts, licences, applicants.
awk '{
	long = "長い"; for (i = 0; i < 60; i++) long = long "振動を抑制する粘性ダンパーの"
	gsub(/"title": *"/, "&" substr(long, 1, 99)); gsub(/"problem": *"/, "&" long "。"); gsub(/"means": *"/, "&" long "。")
	gsub(/"terms": *"/, "&" long); gsub(/"applicants": *\["/, "&" substr(long, 1, 60)); print
}' "$DATA"/demo/mechanical.jsonl "$DATA"/demo/other.jsonl "$DATA"/demo/electrical.jsonl >long.jsonl
[ "$(grep -c '"title": *"長い振動' long.jsonl)" -gt 100 ] || die "the texts did not become long"
tensen index -q -o long.tensen long.jsonl >/dev/null || die "no index"

sheets=0
prints() { # COMMAND...
	"$@" --format html >page.html || die "$*: code $?"
	HOME=$PWD "$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" \
		--no-pdf-header-footer --print-to-pdf=page.pdf "file://$PWD/page.html" >chromium.log 2>&1 ||
		die "chromium: $(tail -n 3 chromium.log)"
	want=$(grep -c '<section class=sheet' page.html)
	got=$(pdfinfo page.pdf | sed -n 's/^Pages: *//p')
	[ "$got" -eq "$want" ] || die "$*: $got pages for $want ideas"
	pdfinfo page.pdf | grep -q '^Page size: .*A4' || die "$*: $(pdfinfo page.pdf | grep 'Page size')"
	sheets=$((sheets + want))
	n=1
	while [ $n -le "$got" ]; do
		pdftotext -f $n -l $n -layout page.pdf - | grep -v '^[[:space:]]*$' | tail -n 2 | grep -q 'tensen 0' ||
			die "$*: page $n does not end with its foot"
		n=$((n + 1))
	done
}
prints tensen ideas "$DEMO" DEMO-35-012
prints tensen ideas "$DEMO" DEMO-35-012 --lang en -k 3
prints tensen ideas "$DEMO" --text '粉が出口で詰まる。' -k 2
prints tensen combine "$DEMO" DEMO-25-011 DEMO-35-012 -k 3
for lang in ja en; do prints tensen combine "$DEMO" DEMO-01-001 DEMO-34-014 -k 30 --lang $lang; done
# Two of the long patents that have an idea.
asked=0
for id in DEMO-35-012 DEMO-31-006 DEMO-32-004 DEMO-28-009 DEMO-34-006; do
	[ $asked -lt 2 ] && tensen ideas long.tensen $id >/dev/null 2>&1 || continue
	asked=$((asked + 1))
	prints tensen ideas long.tensen $id -k 4 --evidence 8
	prints tensen ideas long.tensen $id -k 4 --evidence 8 --lang en
done
[ $asked -eq 2 ] || die "only $asked long patents have an idea"
for lang in ja en; do prints tensen combine long.tensen DEMO-01-001 DEMO-34-014 -k 4 --evidence 8 --lang $lang; done
[ $sheets -gt 20 ] || die "only $sheets sheets were printed"
