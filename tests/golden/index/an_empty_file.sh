# Nothing to read: 3, and no index is left.
. "$ROOT/tests/golden/lib.sh"
: >empty.jsonl
account index -o t.tensen empty.jsonl
[ ! -e t.tensen ] || echo "an index was left"
