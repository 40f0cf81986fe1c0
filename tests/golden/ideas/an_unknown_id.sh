# An id that is not in the index: 1, one line.
. "$ROOT/tests/golden/lib.sh"
refused 1 tensen ideas "$DEMO" DEMO-99-999
refused 2 tensen ideas "$DEMO" ''
refused 1 tensen ideas "$DEMO" "$(printf 'two\nlines')"
