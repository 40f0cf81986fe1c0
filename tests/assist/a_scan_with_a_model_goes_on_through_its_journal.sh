#!/bin/sh
# A scan whose model ends (its budget, its server) stops between two patents; the same command
# goes on there, and the file is what an uninterrupted scan writes from the journal alone.
. "$ROOT/tests/assist/lib.sh"
scan() { # OUT OPTION...
	out=$1
	shift
	# shellcheck disable=SC2086
	tensen scan index.tensen -o "$out" --applicant 朝霧建設 --json --lang en $MODEL "$@" >out.txt 2>err.txt
	code=$?
}
answer_with ''
scan a.jsonl --model-calls 8
[ $code -ne 0 ] || wrong "the budget does not stop the scan"
grep -q 'no more answers (see above): the same command goes on from here' err.txt || wrong "$(tail -n 1 err.txt)"
! grep -q '"end": *true' a.jsonl || wrong "the file is finished"
first=$(requests)
[ "$first" -eq 8 ] || wrong "$first requests"
scan a.jsonl --model-calls 1000
[ $code -eq 0 ] || wrong "code $code: $(tail -n 1 err.txt)"
grep -q '"model":"recorded (prompt [0-9a-f]*)"' a.jsonl || wrong "the header does not say which model"
grep -q '"by":"recorded (prompt' a.jsonl || wrong "no idea says that a model judged it"
hush
MODEL='--model-kept --model-name recorded'
scan b.jsonl
[ $code -eq 0 ] || wrong "kept: code $code: $(tail -n 1 err.txt)"
cmp a.jsonl b.jsonl || wrong "the kept scan differs"
MODEL=
scan a.jsonl
[ $code -eq 3 ] || wrong "a scan without the model takes up the file of one with it: code $code"
finish
