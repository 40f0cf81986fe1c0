#!/bin/sh
# `tensen index` over an existing index, killed (-9) at random moments: the index is
# the old one or the new one, whole, and the next run cleans up after the killed one.
set -u
SEED=${SEED:-20260101}
ROUNDS=${ROUNDS:-15}

die() {
	echo "$* (SEED=$SEED)" >&2
	exit 1
}

mkdir work
tensen index -q -o old.tensen "$DATA/demo/electrical.jsonl" >/dev/null || die "cannot build"
before=$(date +%s%N)
tensen index -q -o new.tensen "$DATA/demo/chemistry.jsonl" >/dev/null || die "cannot build"
took=$((($(date +%s%N) - before) / 1000000)) # ms

cp old.tensen work/x.tensen
killed=0
for delay in $(awk -v n="$ROUNDS" -v seed="$SEED" -v ms=$took 'BEGIN {
	srand(seed); for (i = 0; i < n; i++) printf "%.3f\n", rand() * ms * 1.1 / 1000 }'); do
	tensen index -q -o work/x.tensen "$DATA/demo/chemistry.jsonl" >/dev/null 2>&1 &
	pid=$!
	sleep "$delay"
	kill -9 $pid 2>/dev/null && killed=$((killed + 1))
	wait $pid 2>/dev/null
	cmp -s work/x.tensen old.tensen || cmp -s work/x.tensen new.tensen ||
		die "killed after $delay s: the index is neither the old nor the new one"
	tensen verify work/x.tensen >/dev/null 2>err ||
		die "killed after $delay s: the index does not verify: $(cat err)"
	cp old.tensen work/x.tensen
done
[ $killed -gt 0 ] || die "nothing was killed: the test tests nothing"
tensen index -q -o work/x.tensen "$DATA/demo/chemistry.jsonl" >/dev/null || die "the rerun fails"
cmp work/x.tensen new.tensen || die "the rerun gave another index"
[ "$(ls work)" = x.tensen ] || die "left behind after the rerun: $(ls work)"
