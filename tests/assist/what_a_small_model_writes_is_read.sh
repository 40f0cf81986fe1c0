#!/bin/sh
# The same answers in the forms in which small models write them (fences, words, commas,
# quotation marks, entries left out, an answer that breaks off) give the same judgements.
. "$ROOT/tests/assist/lib.sh"
answer_with ''
asked candidates --json
grades $JOURNAL >clean.txt
cp out.txt clean.json
[ "$(wc -l <clean.txt)" -eq 40 ] || wrong "clean: $(wc -l <clean.txt) pairs"
grep -q ' 3$' clean.txt || wrong "clean: no grade of 3"

# the answer differs in nothing but what is read from another spelling of a quotation
for way in fence words draft commas marks list lines ids text quotes missing breaks control; do
	answer_with $way
	rm -f $JOURNAL
	asked candidates --json --model-calls 100
	[ $code -eq 0 ] || wrong "$way: code $code"
	grades $JOURNAL | cmp - clean.txt || wrong "$way: other grades: $(cat err.txt)"
	cmp out.txt clean.json || wrong "$way: another answer"
	grep -q ' 0 from the journal, 0 dropped' err.txt || wrong "$way: $(cat err.txt)"
done
# what was left out was asked for once more, and not all of it
answer_with missing
rm -f $JOURNAL
asked candidates --json --model-calls 100
[ "$(grep -c '"documents": 9,' chat.log)" -eq 5 ] || wrong "missing: $(grep -c '"documents": 9,' chat.log) full questions"

# killed at any moment, it goes on from what was answered
rm -f $JOURNAL
answer_with ''
# shellcheck disable=SC2086
tensen candidates index.tensen $PATENT --lang en $MODEL --json --model-parallel 1 >out.txt 2>err.txt &
asking=$!
tries=0
while [ "$(requests)" -lt 4 ] && [ $tries -lt 400 ]; do
	tries=$((tries + 1))
	sleep 0.01
done
kill -KILL $asking 2>/dev/null
wait $asking 2>/dev/null
before=$(grades $JOURNAL | wc -l)
[ "$before" -ge 16 ] || wrong "killed: $before pairs in the journal"
: >chat.log
asked candidates --json
[ "$(requests)" -eq $(((40 - before + 7) / 8)) ] || wrong "killed: $(requests) requests for $((40 - before)) pairs"
cmp out.txt clean.json || wrong "killed: another answer"
finish
