# Nothing wrong: 0, and no dictionary is opened.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
tensen verify t.tensen | sed -n 1p; echo "code $?"
tensen verify t.tensen --json | grep '"sound"'
