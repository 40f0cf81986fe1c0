#!/bin/sh
# A second server on the port of the first says which address it could not have.
. "$ROOT/tests/serve/lib.sh"
serve
timeout 20 tensen serve index.tensen --port "$PORT" 2>second.err
code=$?
[ $code -eq 5 ] || wrong "code $code"
grep -q "127.0.0.1 port $PORT: ほかのプログラムが使っています" second.err || wrong "$(cat second.err)"
stop
finish
