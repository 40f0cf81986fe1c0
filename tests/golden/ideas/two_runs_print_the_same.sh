# No time, no chance, no path in the answer.
. "$ROOT/tests/golden/lib.sh"
for f in table json jsonl; do
	tensen ideas "$DEMO" DEMO-35-012 --format $f >a.txt; tensen ideas "$DEMO" DEMO-35-012 --format $f >b.txt
	cmp a.txt b.txt && echo "$f same"
done
tensen ideas "$DEMO" DEMO-35-012 --format jsonl | only '^{.*}$'
