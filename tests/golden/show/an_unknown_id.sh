# An id that is not in the index: 1, one line.
. "$ROOT/tests/golden/lib.sh"
refused 1 tensen show "$DEMO" DEMO-99-999
refused 2 tensen show "$DEMO" ''
refused 1 tensen show "$DEMO" "$(printf 'two\nlines')"
