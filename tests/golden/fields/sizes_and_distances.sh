# All 35, with the documents of each.
. "$ROOT/tests/golden/lib.sh"
tensen fields "$DEMO" | sed -n 1,12p; echo "code $?"
tensen fields "$DEMO" --lang en | sed -n 1,6p
