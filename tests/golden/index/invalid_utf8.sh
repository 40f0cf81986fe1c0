# A byte that is no UTF-8: the record is refused by line, the rest is read.
. "$ROOT/tests/golden/lib.sh"
{ small_corpus; printf '{"id":"T-7","title":"\377\376 water","problem":"x"}\n'; } >t.jsonl
account index --encoding UTF-8 -o t.tensen t.jsonl
