#!/bin/sh
# `tensen serve --model`: nothing is sent before a user asks; then the text of one patent goes
# out, progress is told, it can be stopped, and what it reads stands in every answer.  A person's grade outranks the model's.
. "$ROOT/tests/assist/lib.sh"
need curl
SERVING=
serving() { # OPTION...
	[ -z "$SERVING" ] || { kill "$SERVING"; wait "$SERVING"; } 2>/dev/null
	rm -f serve.txt # it names the port of the server that ended
	tensen serve index.tensen --port 0 --lang en "$@" 2>serve.txt &
	SERVING=$!
	trap 'kill $SERVING $SERVER 2>/dev/null' EXIT
	tries=0
	until grep -qs 'serving' serve.txt; do
		tries=$((tries + 1))
		[ $tries -lt 400 ] || { cat serve.txt; exit 1; }
		sleep 0.05
	done
	AT=$(sed -n 's/.* at \(http:[^ ]*\)\/$/\1/p' serve.txt)
}
get() { curl -s "$AT/api/v1/$1"; }
post() { curl -s -H 'Content-Type: application/json' -d "$2" "$AT/api/v1/$1"; }
ended() { # waits until the model is done with $PATENT
	tries=0
	until get "model?id=$PATENT" | grep -q '"state":"\(done\|stopped\|failed\)"'; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || { wrong "not done: $(get "model?id=$PATENT")"; break; }
		sleep 0.05
	done
}

# without --model
serving
get model | grep -q '"model":null' || wrong "no model: $(get model)"
post model/ask "{\"id\":\"$PATENT\"}" | grep -q '"no_model"' || wrong "no model: asked"
get "candidates?id=$PATENT&lang=en" >plain.json

# with it: nothing is sent by looking
answer_with ''
# shellcheck disable=SC2086
serving $MODEL
grep -q 'gets texts only when a user asks it to' serve.txt || wrong "$(cat serve.txt)"
get model | grep -q '"name":"recorded","address":"http://127.0.0.1:[0-9]*/v1/chat/completions","local":true' || wrong "$(get model)"
get "model?id=$PATENT" >before.json
grep -q '"said":0,"judged":0' before.json || wrong "$(cat before.json)"
grep -q '"requests":[1-9][0-9]*,"tokens":[1-9][0-9]*' before.json || wrong "not said how much: $(cat before.json)"
[ "$(requests)" -eq 0 ] || wrong "$(requests) requests before anybody asked"

# only a POST asks: no link, picture or form of another page does
[ "$(curl -s -o out.txt -w '%{http_code}' "$AT/api/v1/model/ask?id=$PATENT")" = 405 ] || wrong "GET asks"
[ "$(curl -s -o out.txt -w '%{http_code}' -d "id=$PATENT" "$AT/api/v1/model/ask")" = 415 ] || wrong "a form asks"
post model/ask '{"id":"NOBODY"}' | grep -q '"not_found"' || wrong "an unknown id is asked"
[ "$(requests)" -eq 0 ] || wrong "$(requests) requests after refusals"

tag=$(curl -s -o out.txt -D - "$AT/api/v1/ideas?id=$PATENT" | tr -d '\r' | sed -n 's/^ETag: //p')
post model/ask "{\"id\":\"$PATENT\"}" | grep -q '"kind":"model"' || wrong "not taken"
ended
all=$(requests)
[ "$all" -gt 4 ] || wrong "$all requests"
get "model?id=$PATENT" >after.json
grep -q '"state":"done"' after.json || wrong "$(cat after.json)"
grep -q 'go to http://127.0.0.1:[0-9]*/v1/chat/completions (this machine) to be read' after.json || wrong "not said where: $(cat after.json)"
grep -q '"said":2,"judged":15,"requests":0,"tokens":0' after.json || wrong "$(cat after.json)"

# what the command says with the same readings, the page says, and no browser keeps the old answer
get "candidates?id=$PATENT&lang=en" >kept.json
tensen candidates index.tensen $PATENT --lang en --json >command.json 2>err.txt
cmp kept.json command.json || wrong "the page says something else than the command"
cmp -s kept.json plain.json && wrong "the readings change nothing"
[ "$(curl -s -o out.txt -w '%{http_code}' -H "If-None-Match: $tag" "$AT/api/v1/ideas?id=$PATENT")" = 200 ] || wrong "a browser keeps the old ideas"
grep -q '"by": "recorded (prompt' kept.json || wrong "no judgement is said to be a model's"
read=$(grades $READINGS | sed -n 's/ [23]$//p' | head -n 1)
get "candidates?id=$PATENT&n=500&grade=$read%3D0" | tr -d '\n ' | grep -o "\"id\":\"$read\".*" |
	grep -o '"judgement":{[^}]*}' | head -n 1 >judged.txt
grep -q '"grade":0' judged.txt && ! grep -q recorded judged.txt || wrong "a person's grade does not stand: $(cat judged.txt)"

# asked again, nothing is sent
post model/ask "{\"id\":\"$PATENT\"}" >out.txt
ended
[ "$(requests)" -eq "$all" ] || wrong "asked again: $(requests) requests"

# stopped by a user, and by the end of the server
rm -f $READINGS
answer_with slow
# shellcheck disable=SC2086
serving $MODEL
post model/ask "{\"id\":\"$PATENT\"}" >out.txt
post model/ask '{"id":"DEMO-35-012"}' >out.txt
get "model?id=DEMO-35-012" | grep -q '"state":"waiting"' || wrong "the second does not wait"
post model/stop "{\"id\":\"$PATENT\"}" >out.txt
ended
get "model?id=$PATENT" | grep -q '"state":"stopped"' || wrong "not stopped: $(get "model?id=$PATENT")"
kill -TERM $SERVING
tries=0
while kill -0 $SERVING 2>/dev/null && [ $tries -lt 60 ]; do
	tries=$((tries + 1))
	sleep 0.05
done
[ $tries -lt 60 ] || wrong "the server does not end within 3 s"
wait $SERVING
[ $? -eq 0 ] || wrong "the server ends with another code than 0"
SERVING=
rm -f $READINGS

# a model that does not answer leaves the engine's answer, and the reason is told
answer_with 500
# shellcheck disable=SC2086
serving $MODEL
post model/ask "{\"id\":\"$PATENT\"}" >out.txt
ended
get "model?id=$PATENT" | grep -q 'questions without an answer: status 500, tried 3 times' || wrong "500: $(get "model?id=$PATENT")"
get "candidates?id=$PATENT&lang=en" | cmp - plain.json || wrong "500: another answer than the engine's own"

# the requests of all users together have an end
rm -f $READINGS
answer_with ''
# shellcheck disable=SC2086
serving $MODEL --model-total 2
post model/ask "{\"id\":\"$PATENT\"}" >out.txt
ended
[ "$(requests)" -eq 2 ] || wrong "total: $(requests) requests"
post model/ask "{\"id\":\"$PATENT\"}" | grep -q '"model_used_up"' || wrong "total: asked all the same"

# options that are wrong are said before it serves
tensen serve index.tensen --model https://models.example.com/v1 --model-name m --lang en >out.txt 2>err.txt
[ $? -eq 2 ] && grep -q 'only with --model-remote' err.txt || wrong "remote: $(cat err.txt)"
finish
