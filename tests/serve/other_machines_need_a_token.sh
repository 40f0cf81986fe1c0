#!/bin/sh
# Beyond the loopback address nothing is served without a token, unless that is said; the
# token's file must be its owner's alone, and is read again on SIGHUP.
. "$ROOT/tests/serve/lib.sh"
cp "$DEMO" index.tensen

refused() { # CODE PATTERN OPTION...
	code=$1
	pattern=$2
	shift 2
	timeout 20 tensen serve index.tensen --port 0 --lang en "$@" 2>refused.err
	got=$?
	[ $got -eq "$code" ] || wrong "code $got, expected $code: $*"
	grep -q "$pattern" refused.err || wrong "$(cat refused.err), expected $pattern: $*"
}
echo 0123456789abcdef >token
chmod 600 token
cp token loose
chmod 644 loose
printf 'short' >short
chmod 600 short
printf 'with blanks in between it' >blanks
chmod 600 blanks
head -c 2000 /dev/zero | tr '\0' x >long
chmod 600 long
refused 2 'token-file' --address 0.0.0.0
refused 2 'token-file' --address ::
refused 2 'exclude' --address 0.0.0.0 --token-file token --no-auth
refused 2 'IP address' --address localhost
refused 3 'chmod 600' --address 0.0.0.0 --token-file loose
refused 3 '16 characters' --token-file short
refused 3 'ASCII' --token-file blanks
refused 3 '1024' --token-file long
refused 3 'No such file' --token-file nowhere
refused 3 'regular file' --token-file /dev/null

serve --address 0.0.0.0 --token-file token --host tensen.example
expect 200 GET / 'Host: tensen.example'
expect 200 GET /healthz
expect '401 no_token' GET /api/v1/info
expect '401 no_token' GET /metrics
expect '401 no_token' GET /nothing
expect '401 no_token' GET /api/v1/info 'Authorization: Bearer 0123456789abcdeg'
expect '401 no_token' GET /api/v1/info 'Authorization: Bearer 0123456789abcde'
expect '401 no_token' GET /api/v1/info 'Authorization: Bearer 0123456789abcdef0123456789abcdef'
expect '401 no_token' GET /api/v1/info 'Authorization: Bearer'
expect '401 no_token' GET /api/v1/info 'Authorization: Basic 0123456789abcdef'
expect 200 GET /api/v1/info 'Authorization: Bearer 0123456789abcdef'
expect 200 GET /api/v1/info 'authorization: bearer 0123456789abcdef'
expect '421 bad_host' GET /api/v1/info 'Host: other.example'
ask -i GET /api/v1/info | grep -qi '^WWW-Authenticate: Bearer' || wrong "401 without WWW-Authenticate"
# SIGHUP: a token in place of the old one; what is no token leaves the old one in force
with() { status GET /api/v1/info "Authorization: Bearer $1"; }
answers_to() { [ "$(with "$1")" = 200 ]; }
echo fedcba9876543210 >token
kill -HUP $SERVER
eventually answers_to fedcba9876543210 || wrong "the new token is not taken"
expect '401 no_token' GET /api/v1/info 'Authorization: Bearer 0123456789abcdef'
echo short >token
kill -HUP $SERVER
eventually grep -q '16 characters' server.err || wrong "a bad token is not told: $(cat server.err)"
expect 200 GET /api/v1/info 'Authorization: Bearer fedcba9876543210'
expect '401 no_token' GET /api/v1/info 'Authorization: Bearer short'
stop
serve --address 0.0.0.0 --no-auth
expect 200 GET /api/v1/info 'Host: whatever.example'
stop
finish
