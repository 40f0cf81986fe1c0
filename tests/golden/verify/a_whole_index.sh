# Nothing wrong: 0, and no dictionary is opened.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
tensen verify t.tensen | sed 's/[0-9][0-9,]*/N/g'; echo "code $?"
tensen verify t.tensen --json | grep -c '"ok": true'
