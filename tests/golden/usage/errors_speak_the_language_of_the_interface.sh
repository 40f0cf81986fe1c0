# Japanese in a Japanese locale and in C, by --lang too; English in any other.  The nearest word is offered.
. "$ROOT/tests/golden/lib.sh"
printf 'colour,weight\r\nred,5\r\n' >t.csv
: >empty.csv
for lang in ja en; do
	tensen --lang $lang ideaz
	tensen ideas --lang $lang "$DEMO" DEMO-35-013x
	tensen ideas --lang $lang "$DEMO" DEMO-35-012 --bolness 1
	tensen ideas --lang $lang "$DEMO" DEMO-35-012 -k 0
	tensen ideas --lang $lang none.tensen X
	tensen index --lang $lang -o x.tensen --column id=number --column title=colour t.csv >/dev/null; echo "code $?"
	tensen index --lang $lang -q -o x.tensen "$ROOT/data/demo/other.jsonl" empty.csv >/dev/null; echo "code $?"
	[ ! -e x.tensen ] || echo "an index was written"
done 2>&1
tensen index -q -o x.tensen --skip-bad "$ROOT/data/demo/other.jsonl" empty.csv >/dev/null; echo "code $?"
LC_ALL=ja_JP.UTF-8 tensen ideaz 2>&1
LC_ALL=de_DE.UTF-8 tensen ideaz 2>&1
# Ctrl-C: 130, and what is kept
mkfifo pipe
tensen index -q -o stopped.tensen pipe 2>stopped.err & job=$!
{ cat "$ROOT/data/demo/mechanical.jsonl"; sleep 1; kill -INT $job; cat "$ROOT/data/demo/other.jsonl"; sleep 1; } >pipe
wait $job; echo "code $?"
sed 's/.*stopped/stopped/' stopped.err
ls stopped.tensen 2>/dev/null
true
