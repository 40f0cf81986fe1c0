# Nothing found: 1; the answer names what was not understood.
. "$ROOT/tests/golden/lib.sh"
tensen ideas "$DEMO" --text 'qwrtzpx vbnmklj'; echo "code $?"
tensen ideas "$DEMO" --text ''; echo "code $?"
tensen ideas "$DEMO" --text 'qwrtzpx vbnmklj' --json; echo "code $?"
