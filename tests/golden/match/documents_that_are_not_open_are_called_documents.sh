# With --closed the forms speak of documents, not of open patents; where none is open the zero is explained.
. "$ROOT/tests/golden/lib.sh"
need='粉が湿気で固まって困っている'
heads() { tensen match "$@" --text "$need" -k 1 | grep -e '^# ' -e '<h1>' -e '件のうち' -e '^Of' -e '(of ' | sed 's/.*<h1>\(.*\)<\/h1>.*/\1/; s/<[^>]*>//g'; }
for lang in ja en; do
	for form in table md html; do
		heads "$DEMO" --lang $lang --format $form
		heads "$DEMO" --lang $lang --format $form --closed
	done
done
sed 's/"open" *: *true/"open":false/; s/"license" *: *{[^}]*}/"license":null/' "$ROOT"/data/demo/mechanical.jsonl >closed.jsonl
tensen index -q -o none.tensen closed.jsonl >/dev/null
for form in table md html; do
	tensen match none.tensen --text "$need" --format $form >none.txt; echo "code $?"
	grep -- --closed none.txt | sed 's/<[^>]*>//g' | without_signature
done
tensen match none.tensen --text "$need" --closed -k 2 --json | grep -c '"rank"'
