# All 35, with the documents of each.
. "$ROOT/tests/golden/lib.sh"
tensen fields "$DEMO" | head -n 12; echo "code $?"
tensen fields "$DEMO" --lang en | head -n 6
