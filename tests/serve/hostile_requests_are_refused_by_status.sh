#!/bin/sh
# Paths out of the table, broken escapes, wrong bodies, too much of anything: each is
# refused by its status and code, nothing of the machine is served, and the server lives.
. "$ROOT/tests/serve/lib.sh"
serve --max-body 2000 --max-header 4000 --read-seconds 3

for path in /../../etc/passwd /%2e%2e/%2e%2e/etc/passwd /..%2f..%2fetc%2fpasswd //etc/passwd /./index.html \
	/index.html/ /index.html%00.js /page/index.html /api/v1/../v1/info /api/v1/info/ /api/v1/%69nfo /openapi.json \
	'/....//....//etc/passwd' '/\..\..\etc\passwd' /C:/ /index.tensen /proc/self/maps; do
	expect '404 no_route' GET "$path"
done
expect 404\ not_found GET '/api/v1/ideas?id=%2e%2e/%2e%2e/etc/passwd'
expect '400 bad_escape' GET '/api/v1/ideas?id=%4'
expect '400 bad_escape' GET '/api/v1/ideas?id=%zz'
expect '400 bad_encoding' GET '/api/v1/ideas?id=a%00b'
expect '400 bad_encoding' GET '/api/v1/ideas?id=%ff%fe'
expect '400 bad_encoding' GET '/api/v1/ideas?id=%ed%a0%80'
expect '400 bad_query' GET /api/v1/ideas
expect '400 bad_query' GET '/api/v1/combine?id=A'
expect '400 too_many' GET '/api/v1/search?id=A&id=B'
expect '400 bad_query' GET '/api/v1/search?text=abc'
expect '400 bad_query' GET '/api/v1/search?id=DEMO-09-008&per=ipc4&offset=1'
expect '400 bad_query' GET '/api/v1/search?id=DEMO-09-008&groups=2'
expect '400 unknown_parameter' GET '/api/v1/match?id=DEMO-09-008&per=ipc4'
expect '400 unknown_parameter' GET '/api/v1/search?id=A&boldness=1'
expect '404 not_found' GET '/api/v1/ideas?id=DEMO-99-999'
expect '400 bad_value' GET '/api/v1/ideas?id=DEMO-35-012&drop-word='
expect '400 unknown_parameter' GET '/api/v1/ideas?id=DEMO-35-012&noise=DEMO-01-003'
expect '400 unknown_parameter' GET '/api/v1/match?id=DEMO-35-012&seed=DEMO-01-003'
expect '400 too_many' GET "/api/v1/ideas?id=DEMO-35-012$(printf '&drop-word=DEMO%02d' $(seq 65))"
for bad in k=0 k=1001 k=-1 k=1e3 k=99999999999999999999 k= side=x open=maybe field=36 field=0 field=zzz since=2010-13 \
	'since=2015&until=2010' lang=fr format=xml out-of-field=x per=field per= \
	class=9999 class=F16F,Z01B 'per=ipc4&k=21' 'per=ipc4&groups=0'; do
	expect '400 bad_value' GET "/api/v1/search?id=DEMO-09-008&$bad"
done
# at once, not by the deadline of reading: libmicrohttpd gives up on so many without a word
for n in 130 500 600 3800; do
	expect '400 too_many' GET "/api/v1/ideas?$(head -c $n /dev/zero | tr '\0' '&')"
	expect '400 too_many' GET "/healthz?$(head -c $n /dev/zero | tr '\0' '&')"
done
expect 200 GET "/api/v1/info?$(head -c 127 /dev/zero | tr '\0' '&')"
expect '406 no_such_form' GET '/api/v1/info?format=jsonl'
expect '400 bad_value' GET '/api/v1/info?format=table'
expect '405 bad_method' POST /api/v1/info "$JSON"
expect '405 bad_method' DELETE '/api/v1/ideas?id=A'
expect '405 bad_method' OPTIONS /
expect '421 bad_host' GET /api/v1/info 'Host: evil.example'
expect '421 bad_host' GET /api/v1/info 'Host: localhost.evil.example'
expect '421 bad_host' GET /api/v1/info 'Host: localhost:80@evil.example'
expect '421 bad_host' GET /api/v1/info 'Host:'
expect 200 GET /api/v1/info 'Host: LOCALHOST:1'
expect '406 bad_coding' GET /api/v1/info 'Accept-Encoding: identity;q=0'
expect '431 too_large' GET /api/v1/info "X-Long: $(head -c 5000 /dev/zero | tr '\0' x)"

body() { # STATUS BODY [HEADER]
	printf '%s' "$2" >body.json
	expect "$1" POST /api/v1/search "${3:-$JSON}" @body.json
}
body '415 not_json' '{"text":"a"}' 'Content-Type: text/plain'
body '415 not_json' 'text=a' 'Content-Type: application/x-www-form-urlencoded'
expect '415 not_json' POST /api/v1/search
expect '411 no_length' POST /api/v1/search "$JSON"
body '400 bad_json' ''
body '400 bad_json' '['
body '400 bad_json' '[]'
body '400 bad_json' '{"text":"a"'
body '400 bad_json' '{"text":"a"} x'
body '400 bad_json' "{'text':'a'}"
body '400 bad_value' '{"text":NaN}'
body '400 bad_value' '{"text":-Infinity}'
body '400 bad_json' "{\"a\":$(head -c 900 /dev/zero | tr '\0' '[')$(head -c 900 /dev/zero | tr '\0' ']')}"
body '400 bad_value' '{"text":{"a":1}}'
body '400 bad_value' '{"text":[["a"]]}'
body '400 bad_value' '{"text":null}'
body '400 bad_encoding' '{"text":"a\u0000b"}'
body '400 unknown_parameter' '{"text":"a","txet":"b"}'
body '400 too_many' '{"text":["a","b"]}'
body '400 bad_query' '{"text":"a","id":"b"}'
printf '{"text":"a\377b"}' >body.json
expect '400 bad_json' POST /api/v1/search "$JSON" @body.json
{ printf '{"text":"'; head -c 3000 /dev/zero | tr '\0' x; printf '"}'; } >body.json
expect '413 too_large' POST /api/v1/search "$JSON" @body.json
printf 'POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\n%s\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n' "$JSON" >raw.txt
"$CLIENT" "$PORT" raw raw.txt | grep -q '"no_length"' || wrong "a chunked body is not refused"
printf 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 44\r\n\r\nGET /api/v1/info HTTP/1.1\r\nHost: localhost\r\n\r\n' >raw.txt
[ "$("$CLIENT" "$PORT" raw raw.txt | grep -c '^HTTP/1.1')" -eq 1 ] || wrong "the body of a GET is taken for a request"
for junk in 'GARBAGE' 'GET' 'GET / HTTP/1.1' ' / HTTP/1.1\r\n\r\n' 'GET / HTTP/1.1\r\nHost localhost\r\n\r\n' '\0\0\0\0\r\n\r\n' '\026\003\001\002'; do
	# shellcheck disable=SC2059
	printf "$junk" >raw.txt
	"$CLIENT" "$PORT" raw raw.txt >answer.txt || wrong "no connection after junk"
	! grep -q '^HTTP/1.1 2' answer.txt || wrong "junk is answered: $junk"
done

# script in a query comes back as JSON that no browser takes for a page
ask -i GET '/api/v1/ideas?id=%3Cscript%3Ealert(1)%3C/script%3E' >answer.txt
grep -qi '^Content-Type: application/json' answer.txt || wrong "an error is not JSON"
grep -qi '^X-Content-Type-Options: nosniff' answer.txt || wrong "no nosniff"
grep -qi "^Content-Security-Policy: default-src 'none'; script-src 'self';" answer.txt || wrong "no policy"

"$CLIENT" "$PORT" fuzz "${FUZZ_SECONDS:-4}" "${FUZZ_SEED:-1}" >fuzz.txt || wrong "$(cat fuzz.txt)"
stop
[ "$(wc -l <server.err)" -eq 1 ] || wrong "$(cat server.err)"
finish
