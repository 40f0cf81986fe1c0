# Counted and passed over; with --strict it is the error, with its line.
. "$ROOT/tests/golden/lib.sh"
{ small_corpus; echo '{"id":"T-7","title":"途中で'; echo '{"id":"T-8","title":"水の浄化","problem":"水が濁る。","ipc":["C02F 1/00"]}'; } >t.jsonl
account index -o t.tensen t.jsonl
small_index old.tensen; remember old.tensen
refused 3 tensen index --strict -o old.tensen t.jsonl
unharmed old.tensen
