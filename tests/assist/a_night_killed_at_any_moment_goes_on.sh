#!/bin/sh
# `kill -9` at twenty moments of reading: what was kept stays as it is, no answer is kept twice, a
# question is asked again only if it was under way at a kill, and the end is that of a night without one.
. "$ROOT/tests/assist/lib.sh"
KILLS=20
kept() { [ ! -e $READINGS ] || sed -n 's/.*"role":"\([^"]*\)","key":"\([^"]*\)".*/\1 \2/p' $READINGS; }
answer_with ''
read_patent
grades $READINGS >grades.txt
whole=$(requests)
[ "$whole" -ge 5 ] || wrong "too few questions: $whole"

# A night that came to its end: with its kills since it began.
night_ended() {
	grades $READINGS | cmp - grades.txt || wrong "other grades after $killed kills"
	[ -z "$(kept | sort | uniq -d)" ] || wrong "an answer is kept twice: $(kept | sort | uniq -d)"
	[ $(($(requests) - asked_before)) -le $((whole + killed - killed_before)) ] ||
		wrong "$(($(requests) - asked_before)) questions for $whole and $((killed - killed_before)) kills"
	begin_night
}
begin_night() {
	rm -f $READINGS
	: >before.txt
	asked_before=$(requests)
	killed_before=$killed
}
answer_with '' --delay 0.03
killed=0
begin_night
i=0
while [ $killed -lt $KILLS ] && [ $i -lt 100 ]; do
	# shellcheck disable=SC2086
	tensen read index.tensen "$PATENT" $MODEL --model-parallel 2 >out.txt 2>err.txt &
	reading=$!
	# from before the first question to behind several answers
	sleep "0.$(printf %03d $((20 + 37 * i % 190)))"
	kill -KILL $reading 2>/dev/null
	wait $reading 2>/dev/null
	code=$?
	kept >after.txt
	head -n "$(wc -l <before.txt)" after.txt | cmp -s - before.txt || wrong "kill $killed: what was kept is lost"
	cp after.txt before.txt
	if [ $code -eq 137 ]; then
		killed=$((killed + 1))
	else
		[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
		night_ended
	fi
	i=$((i + 1))
done
[ $killed -eq $KILLS ] || wrong "killed $killed times only"
read_patent
[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
night_ended
finish
