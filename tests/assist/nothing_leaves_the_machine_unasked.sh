#!/bin/sh
# Without --model no socket is opened by any command, and none with a refused address; --model on this machine connects to this machine alone.
. "$ROOT/tests/assist/lib.sh"
need strace
strace -f -o /dev/null true 2>/dev/null || {
	echo "strace is not allowed here" >&2
	exit 77
}
answer_with ''
HERE=$MODEL

# The addresses of another kind than local ones that a command opened.
traced() { # COMMAND...
	strace -f -qq -e trace=%network -o calls.txt "$@" >out.txt 2>err.txt </dev/null
}
silent() { # WHAT COMMAND...
	what=$1
	shift
	traced "$@"
	! grep -q 'AF_INET\|AF_NETLINK\|sendto\|connect(' calls.txt || wrong "$what: $(head -n 3 calls.txt)"
}
silent ideas tensen ideas index.tensen $PATENT
silent candidates tensen candidates index.tensen $PATENT
silent search tensen search index.tensen --text 揺れを抑える
silent mcp tensen mcp index.tensen
silent elsewhere tensen candidates index.tensen $PATENT --model http://192.0.2.1/v1 --model-name m
grep -q 'model-remote' err.txt || wrong "another machine is not refused: $(cat err.txt)"
# shellcheck disable=SC2086
silent estimate tensen read index.tensen $PATENT --estimate $HERE

# shellcheck disable=SC2086
http_proxy=http://192.0.2.1:3128 https_proxy=http://192.0.2.1:3128 ALL_PROXY=http://192.0.2.1:3128 \
	traced tensen candidates index.tensen $PATENT $HERE
grep -q 'connect(' calls.txt || wrong "the model was not asked: $(cat err.txt)"
! grep 'connect(' calls.txt | grep -v 'inet_addr("127.0.0.1")' | grep -q AF_INET || wrong "connected: $(grep connect calls.txt)"
[ "$(requests)" -gt 0 ] || wrong "no request came"

# a server that has a model and is not told to ask it connects to nothing
need curl
# shellcheck disable=SC2086
strace -f -qq -e trace=connect,sendto -o calls.txt tensen serve index.tensen --port 0 --lang en $HERE 2>serve.txt &
serving=$!
until grep -q serving serve.txt; do sleep 0.05; done
at=$(sed -n 's/.* at \(http:[^ ]*\)\/$/\1/p' serve.txt)
before=$(requests)
for path in model "model?id=$PATENT" "ideas?id=$PATENT" "candidates?id=$PATENT"; do curl -s "$at/api/v1/$path" >out.txt; done
pkill -TERM -P $serving 2>/dev/null || kill $serving
wait $serving
! grep -q 'connect(' calls.txt || wrong "serve connects unasked: $(grep connect calls.txt)"
[ "$(requests)" -eq "$before" ] || wrong "serve asks unasked"

# with the network taken away, the kept answer is the same
if unshare -rn true 2>/dev/null; then
	# shellcheck disable=SC2086
	tensen candidates index.tensen $PATENT --json $HERE >with.json 2>err.txt
	hush
	unshare -rn tensen candidates index.tensen $PATENT --json >kept.json 2>err.txt ||
		wrong "kept, without network: $(cat err.txt)"
	cmp with.json kept.json || wrong "kept, without network: another answer"
fi
finish
