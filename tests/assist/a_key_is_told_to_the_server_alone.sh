#!/bin/sh
# The key of --model-key-file reaches the server in its header, and stands in no output, no
# error and no journal, whatever the server says of it.
. "$ROOT/tests/assist/lib.sh"
KEY=sk-0123456789abcdef-secret
printf '%s\n' "$KEY" >key.txt
nowhere() { # WHAT
	! grep -q "$KEY" out.txt err.txt || wrong "$1: the key is told"
	! grep -qs "$KEY" $READINGS || wrong "$1: the key is in the journal"
}
answer_with '' --key "$KEY"
asked candidates --json --model-key-file key.txt
[ -e $READINGS ] || wrong "the server did not take the key: $(cat err.txt)"
nowhere accepted
! grep -q "$KEY" chat.log || wrong "the key is in the text that is sent"

rm -f $READINGS
answer_with 401 --key "$KEY"
asked candidates --json --model-key-file key.txt
grep -q 'status 401' err.txt || wrong "401: $(cat err.txt)"
nowhere refused

# a server keeps it to itself, too, whatever is asked of it and wherever it writes
serve_with_key() { # FAULT
	rm -f index.tensen.readings.* serve.txt
	answer_with "$1" --key "$KEY"
	# shellcheck disable=SC2086
	tensen serve index.tensen --port 0 --lang en --access-log access.txt $MODEL --model-key-file key.txt 2>serve.txt &
	serving=$!
	trap 'kill $serving $SERVER 2>/dev/null' EXIT
	until grep -q serving serve.txt 2>/dev/null; do sleep 0.05; done
	at=$(sed -n 's/.* at \(http:[^ ]*\)\/$/\1/p' serve.txt)
	curl -s -H 'Content-Type: application/json' -d "{\"id\":\"$PATENT\"}" "$at/api/v1/model/ask" >out.txt
	tries=0
	until curl -s "$at/api/v1/model?id=$PATENT" | grep -q '"state":"\(done\|failed\)"' || [ $tries -gt 200 ]; do
		tries=$((tries + 1))
		sleep 0.05
	done
	for path in "model?id=$PATENT" "candidates?id=$PATENT" info openapi.json; do curl -s "$at/api/v1/$path"; done >>out.txt
	curl -s "$at/metrics" >>out.txt
	kill $serving
	wait $serving
	cat serve.txt access.txt >err.txt
	nowhere "serve $1"
}
need curl
serve_with_key ''
grep -q '"judged":15' out.txt || wrong "serve: the server did not take the key: $(head -c 300 out.txt)"
serve_with_key 401
grep -q 'status 401' out.txt || wrong "serve: 401 is not told: $(head -c 700 out.txt)"

# files that are no keys
: >empty.txt
printf 'a key with blanks\n' >blanks.txt
for file in empty.txt blanks.txt; do
	asked candidates --model-key-file $file
	[ $code -eq 3 ] || wrong "$file: code $code"
	[ "$(wc -l <err.txt)" -eq 1 ] || wrong "$file: $(cat err.txt)"
	! grep -q 'blanks ' err.txt || wrong "$file: its text is told"
done
asked candidates --model-key-file no-such-file
[ $code -eq 3 ] || [ $code -eq 5 ] || wrong "no key file: code $code"
MODEL="--model http://user:$KEY@127.0.0.1/ --model-name m"
asked candidates
[ $code -eq 2 ] || wrong "a key in the address: code $code"
nowhere address
finish
