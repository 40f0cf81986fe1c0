# They are counted; when there is nothing else: 3.
. "$ROOT/tests/golden/lib.sh"
{ small_corpus; echo '{"id":"T-7","ipc":["A01B 1/00"]}'; } >t.jsonl
account index -o t.tensen t.jsonl
echo '{"id":"T-7","ipc":["A01B 1/00"]}' >none.jsonl
account index -o none.tensen none.jsonl
[ ! -e none.tensen ] || echo "an index was left"
