# Nothing found: 1; the answer names what was not understood.
. "$ROOT/tests/golden/lib.sh"
tensen search "$DEMO" --text 'qwrtzpx vbnmklj'; echo "code $?"
tensen search "$DEMO" --text ''; echo "code $?"
tensen search "$DEMO" --text 'qwrtzpx vbnmklj' --json; echo "code $?"
