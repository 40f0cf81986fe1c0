# At least three other fields, each with statement, evidence and bridges; 80 columns.
. "$ROOT/tests/golden/lib.sh"
tensen ideas "$DEMO" DEMO-35-012 --json >i.json; echo "code $?"
json_values field <i.json | sort -u >fields.txt
[ "$(wc -l <fields.txt)" -ge 3 ] && echo "three fields or more"
grep -x 35 fields.txt && echo "its own field"
grep -c '"statement": ""' i.json
for key in needs bridges support; do
	tr -d ' \n' <i.json | grep -o "\"$key\":[[{][^]]" | grep -c . | awk -v k=$key '{ print k, ($1 >= 3 ? "are there" : "are missing") }'
done
tensen ideas "$DEMO" DEMO-35-012 >ja.txt; tensen ideas "$DEMO" DEMO-35-012 --lang en >en.txt
for f in ja.txt en.txt; do wider_than 82 <$f >wide.txt && cat wide.txt || echo "$f fits"; done
[ "$(tensen ideas "$DEMO" DEMO-35-012 -k 2 --json | grep -c '"rank":')" -eq 2 ] && echo "-k 2 gives two"
