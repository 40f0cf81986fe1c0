# No two ideas stand on the same document, however many are asked for.
. "$ROOT/tests/golden/lib.sh"
tensen combine "$DEMO" DEMO-01-001 DEMO-34-014 -k 35 --evidence 1 --json >out.json || echo "code $?"
grep -A1 '"lead": {' out.json | json_values id | sort | uniq -d
