# Nothing to read: 3, and no index is left.
. "$ROOT/tests/golden/lib.sh"
: >empty.jsonl
tensen index -o t.tensen empty.jsonl
echo "code $?"; ls t.tensen* 2>/dev/null
