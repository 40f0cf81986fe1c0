#!/bin/sh
# Lines that are not JSON-RPC get its errors, notifications get nothing, a message of more
# than 1 MB is refused, the next one is answered, and the end of the input is the end.
. "$ROOT/tests/assist/lib.sh"
PING='{"jsonrpc":"2.0","id":"after","method":"ping"}'
PONG='{"jsonrpc":"2.0","id":"after","result":{}}'

# The code of the error that a line gets, "" if none; what follows must be answered.
expect() { # CODE LINE
	printf '%s\n%s\n' "$2" "$PING" | tensen mcp "$DEMO" >out.txt 2>err.txt || wrong "code $? after: $2"
	[ ! -s err.txt ] || wrong "on stderr: $(cat err.txt)"
	[ "$(tail -n 1 out.txt)" = "$PONG" ] || wrong "no answer after: $2"
	got=$(sed '$d' out.txt | sed -n 's/.*"error":{"code":\(-[0-9]*\),"message":".*/\1/p')
	[ "$got" = "$1" ] || wrong "$got, expected $1: $2"
}
expect -32700 'hello'
expect -32700 '{"jsonrpc":"2.0","id":1,"method":"ping"'
expect -32700 '{"jsonrpc":"2.0","id":1,"method":"ping"} {}'
expect -32700 "$(printf '{"jsonrpc":"2.0","id":1,"method":"p\377"}')"
expect -32700 "$(head -c 40 /dev/zero | tr '\0' '[')"
expect -32600 '"42"'
expect -32600 '[]'
expect -32600 '{"id":1,"method":"ping"}'
expect -32600 '{"jsonrpc":"2.0","id":1}'
expect -32601 '{"jsonrpc":"2.0","id":1,"method":"resources/list"}'
expect -32602 '{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}'
expect -32602 '{"jsonrpc":"2.0","id":1,"method":"tools/call"}'
expect -32602 '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}'
expect -32602 '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"show","arguments":[]}}'
expect -32602 '{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"judging","arguments":{"lang":"fr"}}}'
expect '' '{"jsonrpc":"2.0","method":"notifications/initialized"}'
expect '' '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}'
expect '' '{"jsonrpc":"2.0","id":1,"result":{}}'
expect '' ''
expect '' '[{"jsonrpc":"2.0","method":"notifications/initialized"}]'
expect -32600 "$(head -c 1048577 /dev/zero | tr '\0' x)"

# the version: what is asked for if it is known, else the newest
version() { # ASKED
	printf '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"%s"}}\n' "$1" |
		tensen mcp "$DEMO" | sed -n 's/.*"protocolVersion":"\([^"]*\)".*/\1/p'
}
[ "$(version 2024-11-05)" = 2024-11-05 ] || wrong "2024-11-05 is not spoken"
[ "$(version 2099-01-01)" = 2025-11-25 ] || wrong "an unknown version is not answered by the newest"

# a client that is gone is an error, an index that is none too
printf '%s\n' "$PING" | tensen mcp no-such.tensen >out.txt 2>err.txt
[ $? -eq 4 ] || wrong "no index: another code than 4"
printf '%s\n' "$PING" | tensen mcp "$DEMO" >/dev/full 2>err.txt
[ $? -eq 5 ] || wrong "a full device: another code than 5"
[ "$(wc -l <err.txt)" -eq 1 ] || wrong "not one line: $(cat err.txt)"
finish
