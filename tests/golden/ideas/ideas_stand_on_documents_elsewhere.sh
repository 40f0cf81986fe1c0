# An idea has a lead document with a sentence, and a statement; no document leads two.  Tables fit
# 80 columns.
. "$ROOT/tests/golden/lib.sh"
tensen ideas "$DEMO" DEMO-35-012 --json >i.json; echo "code $?"
sed '/^ "candidates": \[/,$d' i.json >ideas.json
for key in statement application; do
	tr -d ' \n' <ideas.json | grep -o "\"$key\":\"[^\"]" | grep -c . | awk -v k=$key '{ print k, ($1 >= 1 ? "is there" : "is missing") }'
done
grep -cE '"(statement|sentence)": ""' ideas.json
grep -A1 '"lead": {' ideas.json | json_values id | sort | uniq -d
grep -A1 '"lead": {' ideas.json | json_values id | grep -x DEMO-35-012 && echo "the query itself"
for lang in ja en; do
	tensen ideas "$DEMO" DEMO-35-012 --lang $lang >$lang.txt
	wider_than 82 <$lang.txt >wide.txt && cat wide.txt || echo "$lang fits"
done
[ "$(tensen ideas "$DEMO" DEMO-35-012 -k 1 --format jsonl | wc -l)" -eq 1 ] && echo "-k 1 gives one"
