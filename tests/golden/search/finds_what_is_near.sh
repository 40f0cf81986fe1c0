# By id: never itself. The table, and the same hits as JSON.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
tensen search t.tensen T-1 -k 2; echo "code $?"
ids t.tensen T-1 | grep -x T-1 && echo "found itself"
ids t.tensen T-1 | sed -n 1p
ids t.tensen --text '送風機の騒音' | sed -n 1p
ids t.tensen --text '窓が曇る' | sed -n 1p
