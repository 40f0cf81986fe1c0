#!/bin/sh
# `tensen index` over an existing index and `tensen update` of one, killed (-9) at random
# moments: the index is the old one or the new one, whole, the next run cleans up after
# the killed one and finishes, and of two at once the second is refused.
set -u
SEED=${SEED:-20260101}
ROUNDS=${ROUNDS:-16}
. "$ROOT/tests/crash/lib.sh"

mkdir work
tensen index -q -o old.tensen "$DATA/demo/electrical.jsonl" >/dev/null || die "cannot build"
cp old.tensen work/x.tensen
gone=$(sed -n 's/.*"id": "\([^"]*\)".*/\1/p' "$DATA/demo/electrical.jsonl" | head -n 1)

# each in a shell of its own, whose process it takes: the one to be killed
run_index() { exec tensen index -q -o work/x.tensen "$DATA/demo/chemistry.jsonl"; }
run_update() { exec tensen update -q work/x.tensen "$DATA/demo/chemistry.jsonl" --delete "$gone"; }

killed=0
leftovers=0
for what in index update; do
	cp old.tensen work/x.tensen
	before=$(ms_now)
	(run_$what) >/dev/null || die "cannot $what"
	took=$(($(ms_now) - before))
	cp work/x.tensen new.tensen
	cp old.tensen work/x.tensen
	for delay in $(moments $((ROUNDS / 2)) $took); do
		(run_$what) >/dev/null 2>&1 &
		pid=$!
		sleep "$delay"
		kill -9 $pid 2>/dev/null
		wait $pid 2>/dev/null
		[ $? -eq 137 ] && killed=$((killed + 1)) # else it was done before
		cmp -s work/x.tensen old.tensen || cmp -s work/x.tensen new.tensen ||
			die "$what killed after $delay s: the index is neither the old nor the new one"
		tensen verify work/x.tensen >/dev/null 2>err ||
			die "$what killed after $delay s: the index does not verify: $(cat err)"
		case $(ls work) in
		x.tensen) ;;
		"x.tensen
x.tensen.tmp") leftovers=$((leftovers + 1)) ;;
		*) die "$what killed after $delay s: left behind $(ls work)" ;;
		esac
		cp old.tensen work/x.tensen
	done
	(run_$what) >/dev/null || die "the rerun of $what fails"
	cmp work/x.tensen new.tensen || die "the rerun of $what gave another index"
	[ "$(ls work)" = x.tensen ] || die "left behind after the rerun: $(ls work)"
done
[ $killed -gt 0 ] || die "nothing was killed: the test tests nothing"

# the first waits for its input, which never comes; it has the lock meanwhile
mkfifo pipe
for what in "index -q -o work/x.tensen" "update -q work/x.tensen"; do
	rm -f work/x.tensen.tmp # left by the one killed before
	tensen index -q -o work/x.tensen - <pipe >/dev/null 2>&1 &
	pid=$!
	exec 3>pipe
	until [ -e work/x.tensen.tmp ] || ! kill -0 $pid 2>/dev/null; do sleep 0.05; done
	tensen $what "$DATA/demo/chemistry.jsonl" >out 2>err
	code=$?
	kill -9 $pid 2>/dev/null
	exec 3>&-
	wait $pid 2>/dev/null
	[ $code -eq 5 ] || die "a second $what: exit code $code, expected 5: $(cat err)"
	grep -q 'another process is writing\|別のプロセスがこのファイルに書いています' err || die "a second $what is refused with: $(cat err)"
done
echo "$killed killed, $leftovers left a temporary file that the next run took over"
