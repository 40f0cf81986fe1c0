# A row of the CSV and a line of JSONL to which a grade is added are read back whole, in both languages.
. "$ROOT/tests/golden/lib.sh"
ask() { tensen candidates "$DEMO" DEMO-35-012 -n 200 "$@"; }
for l in ja en; do
	ask --format csv --lang $l | tail -c +4 | tr -d '\r' >all.csv
	awk 'NR == 1 { print; next } NF == 0 { print "an empty line" }' all.csv
	head -n 1 all.csv >graded.csv
	[ $l = ja ] && kind=新しい用途 || kind='new use'
	sed -n 3p all.csv | sed "s/^\(\"[^\"]*\",\"[^\"]*\"\),\"\",\"\",/\1,2,\"$kind\",/; s/\(\"\",\)\{5\}\"\"\$/\"some-model\",\"2026-11-21\",\"T\",\"Q\",\"D\",\"O\"/" >>graded.csv
	ask --grades graded.csv --json | sed -n '/"judgement": {/,/}/p' | grep -v '"application"'
done
ask --format jsonl | sed -n '2s/"judgement":null/"grade":3/p' >graded.jsonl
ask --grades graded.jsonl --json | sed -n '/"judgement": {/,/}/p' | grep -E '"(grade|date)"'
