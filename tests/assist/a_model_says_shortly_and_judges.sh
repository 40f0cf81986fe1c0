#!/bin/sh
# A language model (recorded) says a patent shortly and judges what is found: its statements
# are aspects, its judgements stand in the answer under its name, how much text goes where
# is said first, and asked again it is not asked at all.
. "$ROOT/tests/assist/lib.sh"
answer_with ''

asked candidates --json -n 400
[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
cp out.txt first.json
grep -q 'its text go to http://127.0.0.1:[0-9]*/v1/chat/completions (this machine)' err.txt || wrong "not said where the text goes: $(cat err.txt)"
grep -q '40 documents, with the patent [0-9.]* KB of text in 5 requests, go to' err.txt || wrong "not said how much is judged: $(cat err.txt)"
[ "$(requests)" -eq 6 ] || wrong "$(requests) requests, expected 6"
grep -q '"path": "/v1/chat/completions"' chat.log || wrong "another path is asked"
grep -q '40 pairs judged, 0 from the journal, 0 dropped' err.txt || wrong "$(cat err.txt)"
grep -q '冷凍ショーケースのガラス扉の結露を、ヒータに通電せずに防ぎ、商品を見せたい' first.json || wrong "a statement is no aspect"
# the judgements, with the model and the version of its prompt
grep -q '"by": "recorded (prompt [0-9a-f]\{12\})"' first.json || wrong "who judged is not said"
grep -q '"application": "固体高分子形燃料電池の電極と流路"' first.json || wrong "the application is not said"
[ "$(grades $JOURNAL | wc -l)" -eq 40 ] || wrong "$(grades $JOURNAL | wc -l) pairs in the journal"
grades $JOURNAL | grep -q 'DEMO-01-007 3' || wrong "the grade of the fuel cell"

# asked twice, answered once
asked candidates --json -n 400
[ "$(requests)" -eq 6 ] || wrong "the second time there are requests"
cmp out.txt first.json || wrong "the second answer differs"
grep -q '^tensen: 0 requests .* 40 from the journal' err.txt || wrong "$(cat err.txt)"

# kept: from the journal alone, the same bytes
hush
MODEL='--model-kept --model-name recorded'
asked candidates --json -n 400
[ $code -eq 0 ] || wrong "kept: code $code: $(cat err.txt)"
cmp out.txt first.json || wrong "the kept answer differs"
MODEL='--model-kept --model-name another'
asked candidates --json -n 400
tensen candidates index.tensen $PATENT --lang en --json -n 400 >plain.json
cmp out.txt plain.json || wrong "another model's journal changes the answer"
grep -q 'the journal has no statements of DEMO-09-008' err.txt || wrong "it is not said that nothing is kept"

# a statement with a word of the product is dropped
rm $JOURNAL
answer_with own
asked candidates --json
grep -q '1 dropped (own words 1)' err.txt || wrong "own words are not dropped: $(cat err.txt)"
! grep -q '眼鏡を長持ちさせる' out.txt || wrong "a statement in the own words is an aspect"

# a budget is kept, and what is left comes with the next run
rm $JOURNAL
answer_with ''
asked candidates --json --model-calls 3
[ "$(requests)" -eq 3 ] || wrong "budget: $(requests) requests, expected 3"
grep -q 'documents without an answer stay as the engine has them: --model-calls are used up' err.txt || wrong "budget: $(cat err.txt)"
[ "$(grades $JOURNAL | wc -l)" -eq 16 ] || wrong "budget: $(grades $JOURNAL | wc -l) pairs"
asked candidates --json -n 400
[ "$(requests)" -eq 6 ] || wrong "resumed: $(requests) requests in all, expected 6"
cmp out.txt first.json || wrong "the resumed answer differs"
finish
