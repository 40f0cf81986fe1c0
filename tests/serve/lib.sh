# tests/serve/lib.sh - a server for one test; sourced, not run.
# shellcheck shell=sh
#
# serve [OPTION...] starts one that speaks English on a free port over ./index.tensen (a copy of $DEMO unless
# it is there already); PORT and SERVER (its process) are set.  It is stopped at the end of
# the script, and what it wrote is in server.err.
CLIENT=$BUILD/tests/serve/client
SERVER=

# Ask again and again whether COMMAND succeeds now, some ten seconds at the most.
eventually() { # COMMAND...
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || return 1
		sleep 0.05
	done
}
is_up_or_gone() { grep -q 'http://' server.err || ! kill -0 $SERVER 2>/dev/null; }

serve() {
	[ -e index.tensen ] || cp "$DEMO" index.tensen
	: >server.err # an earlier server's would be read before the shell in the background empties it
	tensen serve index.tensen --port 0 --lang en "$@" 2>server.err &
	SERVER=$!
	trap 'kill $SERVER 2>/dev/null' EXIT
	eventually is_up_or_gone
	PORT=$(sed -n 's|.*http://.*:\([0-9]*\)/.*|\1|p' server.err | head -n 1)
	[ -n "$PORT" ] || { cat server.err; exit 1; }
}

# SIGTERM and the exit code, which must be 0.
stop() {
	kill -TERM $SERVER
	wait $SERVER
	code=$?
	SERVER=
	trap - EXIT
	[ $code -eq 0 ] || wrong "the server ended with code $code: $(cat server.err)"
}

wrong() {
	echo "$*" >>wrong.txt
}
finish() {
	[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
	exit 0
}

ask() { "$CLIENT" "$PORT" ask "$@"; }
# The status, and the code of the error if it is one, of a request.
status() { # METHOD TARGET HEADER...
	ask "$@" | tr -d '\n' | sed -n 's/^\(...\)$/\1/p; s/^\(...\){"error":{"code":"\([a-z_]*\)".*/\1 \2/p; t
		s/^\(...\).*/\1/p' | head -n 1
}
expect() { # STATUS METHOD TARGET [HEADER... [@BODY]]
	want=$1
	shift
	got=$(status "$@")
	[ "$got" = "$want" ] || wrong "$got, expected $want: $*"
}
JSON='Content-Type: application/json'
