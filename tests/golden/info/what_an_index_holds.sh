# Documents, model, dictionary, sections.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
tensen info t.tensen --lang en | sed 's/[0-9.][0-9.,]*/N/g; s/  *N/ N/g'; echo "code $?"
tensen info t.tensen --json | json_values documents | sed -n 1p
