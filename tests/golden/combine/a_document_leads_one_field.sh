# A document that stands in several fields is the first need of one of them: as many
# documents as fields, and none twice.
. "$ROOT/tests/golden/lib.sh"
tensen combine "$DEMO" DEMO-35-012 DEMO-01-006 -k 35 --evidence 1 --json >out.json
echo "fields: $(json_values rank <out.json | wc -l | tr -d ' ')"
grep -A2 '"needs": \[' out.json | json_values id | sort | uniq -d
