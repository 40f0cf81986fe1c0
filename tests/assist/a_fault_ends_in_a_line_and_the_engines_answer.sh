#!/bin/sh
# Whatever a model's server does, the command says so in one clear line, within its time, and
# gives the engine's own answer; nothing that fails its check is kept as a judgement.
. "$ROOT/tests/assist/lib.sh"
tensen candidates index.tensen $PATENT --lang en --json >plain.json

# No answer at all: the engine's own, to the byte.
fails() { # FAULT LINE [REQUESTS [OPTION...]]
	answer_with "$1"
	rm -f $READINGS
	line=$2
	most=${3:-99}
	shift $(($# < 3 ? $# : 3))
	asked candidates --json "$@"
	[ $code -eq 0 ] || wrong "$fault: code $code"
	cmp out.txt plain.json || wrong "$fault: the answer is not the engine's own"
	grep -q "^tensen: .*$line" err.txt || wrong "$fault: no line \"$line\": $(cat err.txt)"
	[ "$(requests)" -le "$most" ] || wrong "$fault: $(requests) requests, at most $most"
	[ ! -e $READINGS ] || wrong "$fault: a reading was written"
}
fails slow '1 questions without an answer: no answer within 1 s, tried 3 times' 20 --model-seconds 1 --model-parallel 8
fails cut '1 questions without an answer: Transferred a partial file, tried 3 times'
fails 500 '1 questions without an answer: status 500, tried 3 times'
fails 429 '1 questions without an answer: status 429, tried 3 times'
fails 429-long '1 questions without an answer: status 429, asks to come back in 3600 s' 1
fails 401 '1 questions without an answer: status 401' 1
fails redirect '1 questions without an answer: status 307' 1
fails json '1 questions without an answer: the answer has no JSON object, tried 3 times'
fails envelope '1 questions without an answer: the answer is not JSON, tried 3 times'
fails empty '1 questions without an answer: the answer is not of the form asked for, tried 3 times'
fails big '1 questions without an answer: an answer of more than 1 MB' 6
hush
MODEL='--model http://127.0.0.1:1 --model-name none'
asked candidates --json
cmp out.txt plain.json || wrong "no server: the answer is not the engine's own"
grep -q "1 questions without an answer: Couldn't connect to server, tried 3 times" err.txt || wrong "no server: $(cat err.txt)"

# Answers in the right form that do not stand: dropped, counted, kept as dropped.
drops() { # FAULT LINE
	answer_with "$1"
	rm -f $READINGS
	asked candidates --json
	[ $code -eq 0 ] || wrong "$1: code $code"
	grep -q "$2" err.txt || wrong "$1: no \"$2\": $(cat err.txt)"
	! grades $READINGS | grep -q ' [23]$' || [ "$1" = quote ] || wrong "$1: a grade stands"
	! grep -q '"holds":true' $READINGS || wrong "$1: a second reading holds"
	! grep -q '"transfer": "' out.txt || wrong "$1: something of it is shown"
}
drops quote 'quotation [1-9]'
! grep -q 'この文献のどこにも' $READINGS || wrong "an invented quotation is kept"
# a model that no control stops is not asked about each document alone
for fault in foreign praise grade twice; do
	drops $fault 'questions without an answer: no answer passed its control\|dropped.*control'
	[ "$(asked_as judge)" -le 4 ] || wrong "$fault: $(asked_as judge) requests"
done

# Faults that pass.
answer_with 429-once
rm -f $READINGS
asked candidates --json
grades $READINGS | grep -q ' [23]$' || wrong "429 once: $(cat err.txt)"
answer_with 400-schema
rm -f $READINGS
asked candidates --json
grades $READINGS | grep -q ' [23]$' || wrong "no schema: $(cat err.txt)"

# What is asked for wrongly is 2, before anything is asked.
refused() { # LINE OPTION...
	line=$1
	shift
	tensen candidates index.tensen $PATENT --lang en "$@" >out.txt 2>err.txt
	[ $? -eq 2 ] || wrong "another code than 2: $*"
	[ "$(wc -l <err.txt)" -eq 1 ] && grep -q "$line" err.txt || wrong "$*: $(cat err.txt)"
}
refused 'expected an address such as' --model 'http://' --model-name m
refused 'begins with http' --model 'ftp://127.0.0.1/' --model-name m
refused 'only with --model-remote' --model http://192.0.2.1/v1 --model-name m
refused 'only with --model-remote' --model https://models.example.com/v1 --model-name m
refused 'settings kept by tensen model URL --keep' --model -

# A batch whose model is away ends before any work: one line, code 5, no reading.
rm -f $READINGS
for what in --open "$PATENT" "$PATENT DEMO-35-012"; do
	for name in '' '--model-name none'; do
		# shellcheck disable=SC2086
		tensen read index.tensen $what --lang en --model http://127.0.0.1:1 $name >out.txt 2>err.txt
		[ $? -eq 5 ] || wrong "read $what $name: not code 5"
		[ "$(wc -l <err.txt)" -eq 1 ] && grep -q 'the model cannot be reached' err.txt || wrong "read $what $name: $(cat err.txt)"
	done
done
tensen read index.tensen --open --lang ja --model http://127.0.0.1:1 2>err.txt
grep -q '言語モデルにつながりません' err.txt || wrong "$(cat err.txt)"
tensen candidates index.tensen $PATENT --lang en --model http://127.0.0.1:1 >out.txt 2>err.txt
[ $? -eq 5 ] && [ "$(wc -l <err.txt)" -eq 1 ] || wrong "no server, no name: $(cat err.txt)"
[ ! -e $READINGS ] || wrong "a reading of a model that is away"

# A batch that the server left in the middle says so by its code, also of a single patent.
answer_with 500
read_patent
[ $code -eq 5 ] || wrong "read, a server that fails: code $code: $(cat err.txt)"
finish
