#!/bin/sh
# The official client of the Model Context Protocol, from npm, lists and runs every tool and
# prompt of `tensen mcp`, gets clear errors, and 1,000 calls take no memory.
. "$ROOT/tests/assist/lib.sh"
need node
[ -e "$ROOT/build/mcp/ready" ] || make -s -C "$ROOT" build/mcp/ready >npm.txt 2>&1 || {
	echo "npm could not fetch the official client (make deps-assist)" >&2
	exit 77
}
cp "$ROOT/tests/assist/mcp_client.mjs" .
ln -s "$ROOT/build/mcp/node_modules" node_modules
# the sanitizer keeps freed memory for a while: it looks for leaks by itself
case $BUILD in */asan) CALLS=100 ;; *) CALLS=1000 ;; esac
node mcp_client.mjs "$TENSEN" "$DEMO" $CALLS >client.txt 2>&1 || wrong "$(cat client.txt)"
finish
