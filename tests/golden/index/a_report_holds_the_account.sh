# --report writes the account, one object a line.
. "$ROOT/tests/golden/lib.sh"
small_corpus >a.jsonl
echo '{"title":"番号がない"}' >>a.jsonl
tensen index -q -o t.tensen --report report.jsonl a.jsonl >/dev/null
cat report.jsonl
