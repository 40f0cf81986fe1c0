#!/bin/sh
# Connections that trickle are ended at their deadline, a request that had begun with 408;
# meanwhile others are answered.
. "$ROOT/tests/serve/lib.sh"
serve --read-seconds 2 --max-per-ip 60

"$CLIENT" "$PORT" drip 20 50 >drip.txt &
dripping=$!
sleep 0.5
expect 200 GET '/api/v1/ideas?id=DEMO-35-012&k=2'
expect 200 GET /healthz
wait $dripping
grep -q '^50 of 50 ended' drip.txt || wrong "$(cat drip.txt)"

# headers are complete, the body never comes
printf 'POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Length: 100\r\n\r\n{"te' "$JSON" >raw.txt
"$CLIENT" "$PORT" half raw.txt >half.txt
grep -q '^HTTP/1.1 408' half.txt || wrong "a body that never comes is not told 408: $(cat half.txt)"

# and with the limit of connections from one address reached, waiting ones are ended too
"$CLIENT" "$PORT" drip 20 80 >drip.txt
grep -q '^80 of 80 ended' drip.txt || wrong "$(cat drip.txt)"
expect 200 GET /healthz
ask GET /metrics | grep -q '^tensen_http_connections_cut_total [1-9]' || wrong "no connection is counted as cut"
ask GET /metrics | grep -q '^tensen_http_connections_refused_total [1-9]' || wrong "no connection is counted as refused"
stop
finish
