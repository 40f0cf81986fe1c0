# They are counted; when there is nothing else: 3.
. "$ROOT/tests/golden/lib.sh"
{ small_corpus; echo '{"id":"T-7","ipc":["A01B 1/00"]}'; } >t.jsonl
tensen index -o t.tensen t.jsonl
echo "code $?"
echo '{"id":"T-7","ipc":["A01B 1/00"]}' >none.jsonl
tensen index -o none.tensen none.jsonl
echo "code $?"; ls none.tensen* 2>/dev/null
