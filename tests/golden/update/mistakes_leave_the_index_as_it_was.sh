# Nothing asked is 2; a missing or broken input 3; another file than an index 4; other
# word lists 4.  The index is unharmed.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen; remember t.tensen
refused 2 tensen update t.tensen
refused 2 tensen update
refused 3 tensen update t.tensen no-such-file.jsonl
refused 3 tensen update t.tensen --delete @no-such-list.txt
: >empty.jsonl; refused 3 tensen update t.tensen empty.jsonl 2>&1 | grep -v '^on stdout' | tail -n 1
refused 4 tensen update small.jsonl small.jsonl
refused 4 tensen update no-such.tensen small.jsonl
mkdir words; for f in "$ROOT"/models/stop*; do { cat "$f"; echo 架空語; } >words/"$(basename "$f")"; done
refused 4 tensen update t.tensen --models words small.jsonl | sed 's/index [0-9a-f]*, here [0-9a-f]*/index X, here Y/'
refused 3 tensen update t.tensen --delete T-1,T-2,T-3,T-4,T-5,T-6
head -c 3000 t.tensen >cut.tensen; refused 4 tensen update cut.tensen small.jsonl | sed "s|says .*|says N|"
unharmed t.tensen
