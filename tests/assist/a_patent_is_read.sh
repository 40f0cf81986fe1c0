#!/bin/sh
# `tensen read`: statements, a list of titles, what is picked, grades, statements again, a second
# reading; every answer becomes a reading beside the index, which ideas and candidates use without
# a flag.  Read again, nothing is asked.  Every question begins with the same bytes.
. "$ROOT/tests/assist/lib.sh"
answer_with ''
read_patent
[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
for role in say screen judge again doubt; do
	[ "$(asked_as $role)" -gt 0 ] || wrong "$role is not asked: $(cat err.txt)"
done
[ "$(asked_as say)" -eq 1 ] && [ "$(asked_as screen)" -eq 1 ] || wrong "asked twice"
grep -q '8 statements, [0-9]* titles looked through, [1-9][0-9]* picked, [1-9][0-9]* read' err.txt || wrong "$(cat err.txt)"
grades $READINGS >grades.txt
grep -q ' [23]$' grades.txt || wrong "nothing is good"
[ "$(wc -l <grades.txt)" -le 15 ] || wrong "more were read than are worth it"
good=$(grep -c ' [23]$' grades.txt)
[ "$(grep -c '"role":"doubt".*"holds":true' $READINGS)" -eq "$good" ] || wrong "not all good ones were doubted"
python3 - <<'END' || wrong "questions begin differently"
import json, os
prompts = [json.loads(line)["prompt"] for line in open("chat.log", encoding="utf-8")]
whole = [p[0]["content"] + p[1]["content"] for p in prompts]
patent = prompts[0][1]["content"].split(" end\n", 1)[0]
assert len({p[0]["content"] for p in prompts}) == 1
assert len(os.path.commonprefix(whole)) >= len(prompts[0][0]["content"]) + len(patent)
END

# used without a flag and without a model
hush
tensen candidates index.tensen $PATENT --json -n 400 >out.txt
grep -q '"by": "recorded (prompt [0-9a-f]\{12\})"' out.txt || wrong "candidates do not use the readings"
grep -q '冷凍ショーケースのガラス扉の結露' out.txt || wrong "what was said is no aspect"
tensen ideas index.tensen $PATENT --json >out.txt
grep -q 'recorded (prompt' out.txt || wrong "ideas do not use the readings"
tensen candidates index.tensen $PATENT --json -n 400 --readings none.jsonl >out.txt
grep -q 'recorded (prompt' out.txt &&
	wrong "another file of readings is not taken"

# read again: nothing is asked
cp $READINGS first.jsonl
answer_with ''
read_patent
[ "$(requests)" -eq 0 ] || wrong "$(requests) requests the second time"
cmp $READINGS first.jsonl || wrong "the second time writes"
read_patent --estimate
grep -q '1 patents, of which 0 are not read to the end: about 0 requests' out.txt || wrong "estimate: $(cat out.txt)"
tensen read index.tensen $PATENT NONE-1 NONE-2 --lang en $MODEL >out.txt 2>err.txt && wrong "ids that are not there are passed over"
{ grep -q NONE-1 err.txt && grep -q 'no document NONE-2' err.txt; } || wrong "not all are named: $(cat err.txt)"
[ "$(requests)" -eq 0 ] || wrong "it asked before it looked at the ids"
rm $READINGS
read_patent --estimate
grep -q '1 patents, of which 1 are not read to the end: about [1-9][0-9]* requests' out.txt || wrong "estimate: $(cat out.txt)"
[ "$(requests)" -eq 0 ] || wrong "an estimate asks"

# killed after any request it goes on: no answer is asked for twice
answer_with '' --delay 0.05
for after in 1 2 3 4; do
	# shellcheck disable=SC2086
	tensen read index.tensen $PATENT $MODEL --model-parallel 1 >out.txt 2>err.txt &
	reading=$!
	tries=0
	while [ "$(requests)" -le $after ] && [ $tries -lt 400 ]; do
		tries=$((tries + 1))
		sleep 0.01
	done
	kill -KILL $reading 2>/dev/null
	wait $reading 2>/dev/null
done
read_patent
grades $READINGS | cmp - grades.txt || wrong "killed: other grades"
[ "$(sed 's/.*"key":"\([^"]*\)".*/\1/' $READINGS | sort | uniq -d | wc -l)" -eq 0 ] || wrong "killed: an answer came twice"

# a budget is kept, and what is left comes with the next run
rm $READINGS
answer_with ''
read_patent --calls 2
[ "$(requests)" -eq 2 ] || wrong "budget: $(requests) requests"
read_patent
grades $READINGS | cmp - grades.txt || wrong "budget: other grades"

# a new document is looked up with the kept statements, and nothing else is asked
answer_with ''
printf '%s\n' '{"id":"NEW-1","title":"冷凍ショーケースの扉","problem":"冷凍ショーケースのガラス扉の結露を、ヒータに通電せずに防ぎ、商品を見せたい。","means":"扉に膜を貼る。"}' >new.jsonl
tensen update -q index.tensen new.jsonl >account.txt || wrong "no update"
read_patent
[ "$(asked_as say)" -eq 0 ] && [ "$(asked_as again)" -eq 0 ] || wrong "statements are asked again"
[ "$(asked_as screen)" -eq 0 ] || wrong "a list of a line or two is chosen from"
grep '"role": "judge"' chat.log | grep -q '冷凍ショーケースの扉' || wrong "the new document is not read"
[ "$(asked_as judge)" -eq 1 ] || wrong "new: $(asked_as judge) questions"
finish
