#!/bin/sh
# --rerank: of a long list the model looks through the 40 lines that a reranker scored best, some of
# each statement; the scores are kept and not asked again; a reranker that fails leaves the list as
# long as it was, and a line says so once.
. "$ROOT/tests/assist/lib.sh"
RERANKER=
rerank_with() { # FAULT|''
	[ -z "$RERANKER" ] || kill "$RERANKER"
	rm -f rerank-port rerank.log
	: >rerank.log
	python3 -B "$ROOT/tests/assist/rerank_server.py" rerank.log --fault "$1" >rerank.txt 2>&1 &
	RERANKER=$!
	trap 'kill $SERVER $RERANKER 2>/dev/null' EXIT
	await rerank-port rerank.txt
	RERANK="--rerank http://127.0.0.1:$(cat rerank-port) --rerank-name stub"
}
longest_list() { # lines of the longest list that the model saw
	python3 -c 'import json
print(max([m["prompt"][1]["content"].split(" list\n")[-1].split(" end\n")[0].count("\n") for m in map(json.loads, open("chat.log", encoding="utf-8")) if m["role"] == "screen"], default=0))'
}
answer_with ''
rerank_with ''
rm -f $READINGS*
read_patent
long=$(longest_list)
[ "$long" -gt 60 ] || wrong "the list is short already: $long"

answer_with ''
trap 'kill $SERVER $RERANKER 2>/dev/null' EXIT
rm -f $READINGS*
# shellcheck disable=SC2086
read_patent $RERANK
[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
[ "$(longest_list)" -eq 41 ] || wrong "$(longest_list) lines are looked through, 40 and the planted one expected"
[ -s rerank.log ] && ! grep -qv ' stub$' rerank.log || wrong "the reranker was asked as $(cat rerank.log)"
grep -q '"role":"rerank"' $READINGS || wrong "the scores are not kept"
grep -q '"score' out.txt && wrong "a score is shown"
tensen ideas index.tensen $PATENT --json >ideas.txt
grep -q rerank ideas.txt && wrong "an answer shows what a reranker said"

# the scores are kept: the lists of the same texts are not scored twice
n=$(wc -l <rerank.log)
grep '"role":"\(rerank\|say\)"' $READINGS >kept.jsonl
rm -f $READINGS*
cp kept.jsonl $READINGS
# shellcheck disable=SC2086
read_patent $RERANK
[ "$(wc -l <rerank.log)" -eq "$n" ] || wrong "scored twice"
[ "$(longest_list)" -eq 41 ] || wrong "kept scores are not used"

for broken in 500 nan fewer twice json; do
	answer_with ''
	rerank_with $broken
	rm -f $READINGS*
	# shellcheck disable=SC2086
	read_patent $RERANK
	[ $code -eq 0 ] || wrong "$broken: code $code: $(cat err.txt)"
	[ "$(longest_list)" -eq "$long" ] || wrong "$broken: $(longest_list) lines"
	[ "$(grep -c 'the lists stay long' err.txt)" -eq 1 ] || wrong "$broken: $(cat err.txt)"
	grep -q '"role":"rerank"' $READINGS && wrong "$broken: scores are kept"
done
kill $RERANKER
RERANKER=

# it is of a model, and texts leave the machine only with the word for it
tensen ideas index.tensen $PATENT --rerank http://127.0.0.1:9 --lang en >out.txt 2>err.txt
[ $? -eq 2 ] && grep -q 'expected --model URL' err.txt || wrong "without a model: $(cat err.txt)"
# shellcheck disable=SC2086
tensen read index.tensen $PATENT $MODEL --rerank http://192.0.2.1:9 --lang en >out.txt 2>err.txt
[ $? -eq 2 ] && grep -q -- '--rerank' err.txt || wrong "another machine: $(cat err.txt)"
finish
