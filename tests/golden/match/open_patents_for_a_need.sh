# A need in everyday words: open patents only, unless --closed is said.
. "$ROOT/tests/golden/lib.sh"
tensen match "$DEMO" --text '粉が湿気で固まって困っている' -k 5 --json >m.json; echo "code $?"
[ "$(grep -c '"rank":' m.json)" -eq 5 ] && echo "-k 5 gives five"
grep '"open": false' m.json
tensen match "$DEMO" --text '粉が湿気で固まって困っている' -k 50 --closed --json | grep -c '"open": false' | sed 's/^[1-9].*/some are not open/'
refused 1 tensen match "$DEMO" DEMO-99-999
tensen match "$DEMO" --text 'qwrtzpx vbnmklj' >/dev/null; echo "code $?"
