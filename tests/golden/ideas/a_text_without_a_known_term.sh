# Nothing found: 1; the answer names what was not understood.
. "$ROOT/tests/golden/lib.sh"
tensen ideas "$DEMO" --text 'qwrtzpx vbnmklj'; echo "code $?"
tensen ideas "$DEMO" --text ''; echo "code $?"
tensen ideas "$DEMO" --text 'qwrtzpx vbnmklj' --json >out.json; echo "code $?"
grep -v '"index"' out.json # which depends on the demonstration corpus
tensen ideas "$DEMO" --text 'qwrtzpx' --format md --lang en | tail -n +3 | head -n 3
tensen ideas "$DEMO" --text 'qwrtzpx' --format html | grep -o '<p>[^<]*qwrtzpx[^<]*'
