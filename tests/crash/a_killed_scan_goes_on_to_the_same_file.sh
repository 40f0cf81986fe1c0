#!/bin/sh
# `tensen scan` killed (-9) at random moments and started again, with other numbers of threads,
# until it is done: the file is byte for byte that of an uninterrupted scan.  So is one
# that was torn anywhere, or that a full disk or Ctrl-C cut short.
set -u
SEED=${SEED:-20260101}
. "$ROOT/tests/crash/lib.sh"
scan() { tensen scan "$DEMO" --all -q "$@"; }

before=$(ms_now)
scan -j 1 -o whole.jsonl >out || die "cannot scan"
took=$(($(ms_now) - before))
scan -j 3 -o three.jsonl >out || die "cannot scan on three threads"
cmp whole.jsonl three.jsonl || die "the file depends on the threads"

killed=0
for delay in $(moments 12 $((took / 2))); do # a half: what is there is not done again
	# not by the function: the pid would be that of a shell
	tensen scan "$DEMO" --all -q -j $((killed % 3 + 1)) -o killed.jsonl >out 2>err &
	pid=$!
	sleep "$delay"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	if [ $? -eq 137 ]; then killed=$((killed + 1)); else rm -f killed.jsonl; fi # done before: begin anew
done
[ $killed -gt 0 ] || die "nothing was killed: the test tests nothing"
scan -o killed.jsonl >out 2>err || die "the last run fails: $(cat err)"
cmp whole.jsonl killed.jsonl || die "killed $killed times: another file"

# in the middle: patents of earlier windows (64 each) are in the file, later ones are not
middle=0
for lines in 66 130 194 258 322; do
	tensen scan "$DEMO" --all -q -j 1 -o middle.jsonl >out 2>err &
	pid=$!
	until [ -f middle.jsonl ] && [ "$(wc -l <middle.jsonl)" -ge $lines ] || ! kill -0 $pid 2>/dev/null; do
		sleep 0.002
	done
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	[ "$(wc -l <middle.jsonl)" -lt "$(wc -l <whole.jsonl)" ] && middle=$((middle + 1))
done
[ $middle -gt 0 ] || die "never killed in the middle: the test tests nothing"
scan -j 2 -o middle.jsonl >out 2>err || die "the last run fails: $(cat err)"
cmp whole.jsonl middle.jsonl || die "killed in the middle $middle times: another file"

# torn at the end of any part: in the header, a patent, the ranking, the end line
size=$(wc -c <whole.jsonl)
for at in 0 1 100 300 5000 $((size / 2)) $((size - 20000)) $((size - 30)) $((size - 1)); do
	head -c "$at" whole.jsonl >torn.jsonl
	scan -o torn.jsonl >out 2>err || die "torn at $at: $(cat err)"
	cmp whole.jsonl torn.jsonl || die "torn at $at: another file"
done

# something appended to a finished file goes
{ cat whole.jsonl && printf '{"id":"torn'; } >torn.jsonl
scan -o torn.jsonl >out 2>err || die "torn behind the end: $(cat err)"
cmp whole.jsonl torn.jsonl || die "torn behind the end: another file"

# a disk that is full after so many blocks of 512 bytes: one line, code 5, then resumed
for blocks in 0 $((size / 512 / 8)) $((size / 512 - 1)); do
	rm -f full.jsonl
	(trap '' XFSZ && ulimit -f $blocks && scan -o full.jsonl 2>err >/dev/null)
	code=$?
	[ $code -eq 5 ] || die "full disk at $blocks: code $code, expected 5"
	scan -o full.jsonl >out 2>err || die "full disk at $blocks, resumed: $(cat err)"
	cmp whole.jsonl full.jsonl || die "full disk at $blocks: another file"
done

# two at once: the second is refused, the first is not disturbed
head -n 2 whole.jsonl >locked.jsonl
(flock -n 9 || exit 9; scan -o locked.jsonl >/dev/null 2>err; echo $? >code) 9<>locked.jsonl
[ "$(cat code)" -eq 5 ] || die "a file that another process writes: code $(cat code), expected 5"
grep -q 'another process\|別のプロセス' err || die "a locked file: $(cat err)"
head -n 2 whole.jsonl | cmp - locked.jsonl || die "a locked file was touched"

# Ctrl-C: one line, and what is there is the beginning
tensen scan "$DEMO" --all -q -j 1 -o stopped.jsonl >out 2>err &
pid=$!
until [ -s stopped.jsonl ] || ! kill -0 $pid 2>/dev/null; do sleep 0.01; done
kill -TERM $pid 2>/dev/null
wait $pid
code=$?
if [ $code -ne 0 ]; then # it may have been done already
	[ $code -eq 143 ] || die "stopped by SIGTERM: code $code, expected 143"
	[ "$(wc -l <err)" -eq 1 ] || die "stopped: $(cat err)"
	head -c "$(wc -c <stopped.jsonl)" whole.jsonl | cmp - stopped.jsonl || die "stopped: not a beginning"
fi
scan -o stopped.jsonl >out 2>err || die "stopped and resumed: $(cat err)"
cmp whole.jsonl stopped.jsonl || die "stopped and resumed: another file"
