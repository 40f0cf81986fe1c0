# Without a reading there is no idea and an unread list: other documents, each once; tables fit 80
# columns.  Boldness changes its order.
. "$ROOT/tests/golden/lib.sh"
tensen ideas "$DEMO" DEMO-35-012 --json >i.json; echo "code $?"
grep -c '"ideas": \[\]' i.json
grep -A1 '"document": {' i.json | json_values id | sort >found.txt
wc -l <found.txt
uniq -d found.txt
grep -x DEMO-35-012 found.txt && echo "the query itself"
tensen ideas "$DEMO" DEMO-35-012 --boldness 1 --json | cmp -s - i.json || echo "boldness changes it"
for lang in ja en; do
	tensen ideas "$DEMO" DEMO-35-012 --lang $lang >$lang.txt
	wider_than 82 <$lang.txt >wide.txt && cat wide.txt || echo "$lang fits"
done
[ "$(tensen ideas "$DEMO" DEMO-35-012 --unread 1 --format jsonl | wc -l)" -eq 1 ] && echo "--unread 1 gives one"
tensen ideas "$DEMO" DEMO-35-012 --since 2999; echo "code $?"
