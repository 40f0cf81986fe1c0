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
	gsub(/"title": *"/, "&" substr(long, 1, 99)); gsub(/【課題】/, "&" long "。"); gsub(/【解決手段】/, "&" long "。")
	gsub(/"terms": *"/, "&" long); gsub(/"applicants": *\["/, "&" substr(long, 1, 60)); print
}' "$DATA"/demo/mechanical.jsonl "$DATA"/demo/other.jsonl "$DATA"/demo/electrical.jsonl >long.jsonl
[ "$(grep -c '"title": *"長い振動' long.jsonl)" -gt 100 ] || die "the texts did not become long"
tensen index -q -o long.tensen long.jsonl >/dev/null || die "no index"

# Somebody has read them: of the demonstration what the page's tests have, of the long ones four
# documents for a patent, one of them a precedent; all that is said of them is long, too.
cp "$DEMO" demo.tensen
tensen readings demo.tensen --import "$ROOT/tests/browser/grades.jsonl" --by anna >/dev/null || die "the grades are not taken"
awk 'BEGIN {
	n = split("DEMO-26-001 DEMO-28-006 DEMO-33-001 DEMO-25-011", d, " ")
	long = "振動を抑制する粘性ダンパーの"
	for (i = 0; i < 5; i++) long = long long
	for (i = 1; i <= n; i++) printf "{\"query\":\"DEMO-35-012\",\"document\":\"%s\",\"grade\":%d,\"kind\":\"%s\",\"application\":\"%s用途\",\"transfer\":\"%s手段が揺れを止める。\",\"quote_query\":\"%s\",\"quote_document\":\"%s\",\"objection\":\"%sほかに足りない。\"}\n",
		d[i], i < 3 ? 3 : 2, i < 4 ? "N" : "P", long, long, long, long, long }' >long-grades.jsonl
tensen readings long.tensen --import long-grades.jsonl --by "$(printf '%0200d' 0)" >out.txt 2>&1 || die "$(cat out.txt)"

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
for lang in ja en; do
	for id in DEMO-35-012 DEMO-01-005; do prints tensen ideas demo.tensen $id --lang $lang; done
	prints tensen ideas long.tensen DEMO-35-012 --lang $lang
done
[ $sheets -eq 22 ] || die "$sheets sheets were printed"
