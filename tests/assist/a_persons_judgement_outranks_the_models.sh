#!/bin/sh
# What a person has graded is not asked of the model and stands; Ctrl-C ends a question at
# any moment and keeps what was answered.
. "$ROOT/tests/assist/lib.sh"
printf 'query\tdocument\tgrade\n%s\tDEMO-01-007\t0\n%s\tDEMO-12-002\t3\n' $PATENT $PATENT >mine.tsv
answer_with ''
read_patent
asked candidates --json -n 500 --grades mine.tsv
grade_of() { # ID: grade and reader in out.txt
	tr -d '\n ' <out.txt | grep -o "\"id\":\"$1\".*" | grep -o '"judgement":{"grade":[0-9][^}]*}' | head -n 1
}
read=$(grades $READINGS | sed -n 's/ [23]$//p' | head -n 1)
printf 'query\tdocument\tgrade\n%s\t%s\t0\n' $PATENT "$read" >mine.tsv
asked candidates --json -n 500 --grades mine.tsv
grade_of "$read" >judged.txt
grep -q '"grade":0' judged.txt || wrong "the person's grade does not stand: $(cat judged.txt)"
! grep -q '"by":"recorded' judged.txt || wrong "the person's grade is told as the model's"
# taken in, it is kept, and stands without the file
tensen readings index.tensen --import mine.tsv --by anna --lang en >out.txt 2>err.txt
grep -q '1 lines taken, 0 there already, 0 refused' out.txt || wrong "import: $(cat out.txt err.txt)"
asked candidates --json -n 500
grade_of "$read" >judged.txt
grep -q '"grade":0' judged.txt && ! grep -q '"by":"recorded' judged.txt || wrong "imported: $(cat judged.txt)"
tensen readings index.tensen --lang en >out.txt
pairs=$(sed -n 's/^\([0-9]*\) pairs graded by people and by a model.*/\1/p' out.txt)
[ "${pairs:-0}" -ge 1 ] || wrong "no agreement is counted: $(cat out.txt)"
tensen info index.tensen --lang en >out.txt
grep -q "^ *$pairs pairs graded by people" out.txt || wrong "info does not say it: $(cat out.txt)"
tensen info index.tensen --json | tr -d ' \n' | grep -q '"agreement":{"pairs":'"$pairs" ||
	wrong "info --json does not say it"

rm $READINGS
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
