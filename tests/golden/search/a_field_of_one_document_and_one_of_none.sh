# The one document of a field is found; a field with none gives nothing and code 1, and no
# idea is of such a field.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
ids t.tensen T-1 --field 13
tensen search t.tensen T-1 --field 1; echo "code $?"
tensen match t.tensen --text 振動を抑えたい --field 1; echo "code $?"
tensen search t.tensen T-1 --per wipo35 --field 1; echo "code $?"
echo "fields with a document, then those of the ideas:"
tensen fields t.tensen --json | awk '/^   "field":/ { f = $2 + 0 } /^   "documents": [1-9]/ { printf "%d ", f } END { print "" }'
tensen ideas t.tensen T-1 -k 34 --json | json_values field | sort -n | tr '\n' ' '; echo
