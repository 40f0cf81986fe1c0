#!/bin/sh
# `tensen model URL`: what the model's server says of itself, whether it answers and in form, whether it tells a
# control from a use, how much an index takes; --keep notes it for --model -.  One that does not answer
# is code 1 with the reason; an index that is not there is found before the model is asked.
. "$ROOT/tests/assist/lib.sh"
tried() { # CODE OPTION...
	want=$1
	shift
	# shellcheck disable=SC2086
	tensen model ${MODEL#--model } --lang en "$@" >out.txt 2>err.txt
	code=$?
	[ $code -eq "$want" ] || wrong "code $code, expected $want: $(cat out.txt err.txt)"
}
says() { grep -q "^$1" out.txt || wrong "no \"$1\": $(cat out.txt)"; }
answer_with ''
tried 0 --for index.tensen --keep index.tensen
[ "$(requests)" -eq 1 ] || wrong "$(requests) requests"
for line in 'this machine: yes' 'models: recorded$' 'model: recorded$' 'context (tokens): 32768$' 'answers: yes$' \
	'structured answers: yes$' 'passes the control: yes$' 'tokens a second: [0-9]' '113 open patents (113 not read): about [1-9][0-9]* requests, [0-9.]* million tokens, '; do
	says "$line"
done
grep -q '"name": *"recorded"' index.tensen.model.json && grep -q '"context": *32768' index.tensen.model.json || wrong "kept: $(cat index.tensen.model.json)"
tensen read index.tensen $PATENT --model - --lang en >out.txt 2>err.txt || wrong "--model -: $(cat err.txt)"
[ "$(grades $READINGS | wc -l)" -gt 0 ] || wrong "--model - reads nothing"
# shellcheck disable=SC2086
tensen model ${MODEL#--model } --lang ja >out.txt 2>err.txt || wrong "ja: $(cat err.txt)"
says 'この機械: はい$'
says '関わりのない文献を見分ける: はい$'

answer_with praise
tried 0
says 'passes the control: no$'
answer_with fence
tried 0
says 'answers: yes$'
answer_with json
tried 1 --keep index.tensen --for index.tensen
says 'answers: [^y]'
grep -q 'open patents\|tokens a second' out.txt && wrong "figures of a model that does not answer: $(cat out.txt)"
answer_with ''
tried 4 --keep none.tensen
tried 4 --for none.tensen
[ "$(requests)" -eq 0 ] || wrong "the model is asked though the index is not there"
finish
