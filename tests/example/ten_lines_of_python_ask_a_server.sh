#!/bin/sh
# tests/example/ask.py prints what `tensen match` finds, and has no more than ten lines.
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
. "$ROOT/tests/serve/lib.sh"
[ "$(wc -l <"$ROOT/tests/example/ask.py")" -le 10 ] || wrong "more than ten lines"
serve
python3 -B "$ROOT/tests/example/ask.py" "http://127.0.0.1:$PORT" 粉が湿気で固まる >asked.txt || wrong "code $?"
stop
sed -n 's/^[0-9][0-9]*	\([^	]*\).*/\1/p' asked.txt >asked.ids
tensen match "$DEMO" --text 粉が湿気で固まる -k 3 --format json | sed -n 's/^ *"id": "\(.*\)",$/\1/p' >own.ids
[ "$(wc -l <own.ids)" -eq 3 ] || wrong "$(wc -l <own.ids) offers, not three"
cmp asked.ids own.ids || wrong "$(cat asked.txt)"
finish
