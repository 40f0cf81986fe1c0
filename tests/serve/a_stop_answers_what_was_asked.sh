#!/bin/sh
# SIGTERM in the middle of many requests: those that were sent are answered whole, new
# connections are not taken, and the exit code is 0.
. "$ROOT/tests/serve/lib.sh"
serve --threads 1
# a long text keeps the one worker busy, the others wait behind it
{ printf '{"text":"'; i=0; while [ $i -lt 4000 ]; do printf '粉体が排出口で詰まり振動を抑制できない。'; i=$((i + 1)); done; printf '"}'; } >long.json
i=0
asking=
while [ $i -lt 8 ]; do
	ask POST /api/v1/ideas "$JSON" @long.json >"answer.$i" &
	asking="$asking $!"
	i=$((i + 1))
done
five_wait() { [ "$(ask GET /metrics | sed -n 's/^tensen_queue_waiting //p')" -ge 5 ]; }
eventually five_wait || wrong "the requests never came to wait"
expect 200 GET /healthz
kill -TERM $SERVER
for p in $asking; do wait "$p" || wrong "a client got no answer"; done
wait $SERVER
[ $? -eq 0 ] || wrong "the exit code is not 0"
trap - EXIT
for file in answer.*; do
	[ "$(head -n 1 "$file")" = 200 ] || wrong "$file: $(head -n 1 "$file")"
	[ "$(tail -n 1 "$file")" = '}' ] || wrong "$file is cut"
done
! ask GET /healthz >late.txt 2>/dev/null || wrong "answered after the end"
finish
