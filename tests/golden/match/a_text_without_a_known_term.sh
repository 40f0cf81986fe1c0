# Nothing found: 1; the answer names what was not understood.
. "$ROOT/tests/golden/lib.sh"
tensen match "$DEMO" --text 'qwrtzpx vbnmklj'; echo "code $?"
tensen match "$DEMO" --text ''; echo "code $?"
tensen match "$DEMO" --text 'qwrtzpx vbnmklj' --json >out.json; echo "code $?"
grep -v '"index"' out.json # which depends on the demonstration corpus
tensen match "$DEMO" --text 'qwrtzpx vbnmklj' --lang en; echo "code $?"
tensen match "$DEMO" --text 'qwrtzpx_<b>' --format md | tail -n +3 | head -n 3
tensen match "$DEMO" --text 'qwrtzpx_<b>' --format html | grep -o '<p>[^<]*qwrtzpx[^<]*'
