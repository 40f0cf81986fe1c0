#!/bin/sh
# The same answers in the forms in which small models write them (fences, words, commas,
# quotation marks, entries left out, an answer that breaks off) give the same judgements.
. "$ROOT/tests/assist/lib.sh"
answer_with ''
read_patent
grades $READINGS >clean.txt
[ "$(wc -l <clean.txt)" -eq 15 ] || wrong "clean: $(wc -l <clean.txt) pairs"
grep -q ' [23]$' clean.txt || wrong "clean: nothing is good"

for way in fence words draft commas marks list lines ids text quotes missing breaks control; do
	answer_with $way
	rm -f $READINGS
	read_patent --calls 100
	[ $code -eq 0 ] || wrong "$way: code $code"
	grades $READINGS | cmp - clean.txt || wrong "$way: other grades: $(cat err.txt)"
	grep -q ' 0 from earlier; 0 dropped' err.txt || wrong "$way: $(cat err.txt)"
done
# what was left out was asked for once more, and not all of it
answer_with missing
rm -f $READINGS
read_patent
[ "$(grep '"role": "judge"' chat.log | grep -c '"documents": 16,')" -eq 1 ] || wrong "missing: full questions again"
finish
