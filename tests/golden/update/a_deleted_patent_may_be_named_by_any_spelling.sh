# As everywhere else: the index has 特開2010-035913, the list says JP2010-035913A.
. "$ROOT/tests/golden/lib.sh"
{ small_corpus; echo '{"id":"特開2010-035913","title":"泡の立たないポンプ","problem":"泡が立つ。","means":"流路を広げる。","ipc":["F04D 29/66"]}'; } >c.jsonl
tensen index -q -o t.tensen c.jsonl >/dev/null
tensen update -q t.tensen --delete 'JP2010-035913A,特願2010-999999' | grep 削除
tensen show t.tensen 特開2010-035913; echo "code $?"
