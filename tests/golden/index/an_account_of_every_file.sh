# Records read, merged, without text and refused, by file; a repeated id is one document.
. "$ROOT/tests/golden/lib.sh"
small_corpus >a.jsonl
{ head -n 2 a.jsonl; echo '{"id":"T-7","ipc":["A01B 1/00"]}'; echo '{"title":"番号がない"}'; } >b.jsonl
account index -o t.tensen a.jsonl b.jsonl
