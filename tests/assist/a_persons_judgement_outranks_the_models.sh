#!/bin/sh
# What a person has graded is not asked of the model and stands; Ctrl-C ends a question at
# any moment and keeps what was answered.
. "$ROOT/tests/assist/lib.sh"
printf 'query\tdocument\tgrade\n%s\tDEMO-01-007\t0\n%s\tDEMO-12-002\t3\n' $PATENT $PATENT >mine.tsv
answer_with ''
asked candidates --json -n 500 --grades mine.tsv
[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
! grades $JOURNAL | grep -q 'DEMO-01-007\|DEMO-12-002' || wrong "the model was asked about what a person had graded"
! grep -q '固体高分子形燃料電池の運転方法' chat.log || wrong "its text was sent"
# a journal that has a judgement already does not win either
rm $JOURNAL
asked candidates --json -n 200
asked candidates --json -n 500 --grades mine.tsv
tr -d '\n ' <out.txt | grep -o '"id":"DEMO-01-007".*' | grep -o '"judgement":{"grade":[0-9][^}]*}' | head -n 1 >judged.txt
grep -q '"grade":0' judged.txt || wrong "the person's grade does not stand: $(cat judged.txt)"
! grep -q '"by":"recorded' judged.txt || wrong "the person's grade is told as the model's"

rm $JOURNAL
answer_with slow
# shellcheck disable=SC2086
tensen candidates index.tensen $PATENT --lang en $MODEL >out.txt 2>err.txt &
asking=$!
tries=0
while [ "$(requests)" -eq 0 ] && [ $tries -lt 100 ]; do
	tries=$((tries + 1))
	sleep 0.05
done
kill -INT $asking 2>/dev/null
tries=0
while kill -0 $asking 2>/dev/null && [ $tries -lt 60 ]; do
	tries=$((tries + 1))
	sleep 0.05
done
[ $tries -lt 60 ] || wrong "not stopped within 3 s"
wait $asking
code=$?
[ $code -ne 0 ] || wrong "stopped: code 0"
[ ! -s out.txt ] || wrong "stopped: half an answer"
finish
