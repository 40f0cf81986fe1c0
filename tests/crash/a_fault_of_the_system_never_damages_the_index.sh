#!/bin/sh
# `tensen index` over an existing index, with the n-th write, fsync, rename ... failing,
# for every n there is (the first, the last and a seeded sample where there are many).
# Afterwards the index is the old one or the new one, whole; a failure has one line
# and code 5; nothing temporary is left.
set -u
SEED=${SEED:-20260101}
MANY=${MANY:-12} # faults tried per call at most
here=$(pwd)

die() {
	echo "$*" >&2
	exit 1
}

"${CC:-cc}" -shared -fPIC -O1 -o "$here/fault.so" "$ROOT/tests/crash/fault.c" -ldl 2>cc.err || {
	cat cc.err >&2
	die "cannot build tests/crash/fault.c"
}
# The sanitizers want to be loaded first; here they come second.  MeCab loses some
# memory when its dictionary cannot be mapped.
echo leak:libmecab >known-leaks
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
LSAN_OPTIONS=suppressions=$here/known-leaks:print_suppressions=0
export ASAN_OPTIONS LSAN_OPTIONS

head -n 20 "$DATA/demo/electrical.jsonl" >old.jsonl
head -n 24 "$DATA/demo/chemistry.jsonl" >new.jsonl
mkdir work
tensen index -q -o old.tensen old.jsonl >/dev/null || die "cannot build the old index"
tensen index -q -o new.tensen new.jsonl >/dev/null || die "cannot build the new index"

faulty() { # CALL N
	rm -f fault.log
	cp old.tensen work/x.tensen
	FAULT_CALL=$1 FAULT_AT=$2 FAULT_LOG=$here/fault.log LD_PRELOAD=$here/fault.so \
		tensen index -q -o work/x.tensen new.jsonl >out 2>err
	code=$?
}

check() { # CALL N
	if cmp -s work/x.tensen old.tensen; then now=old; elif cmp -s work/x.tensen new.tensen; then
		now=new
	else die "$1 $2 failed: the index is neither the old nor the new one"; fi
	[ "$(ls work)" = x.tensen ] || die "$1 $2 failed: left behind: $(ls work)"
	if grep -q fired fault.log && [ "$1" != short ]; then
		[ $code -eq 5 ] || die "$1 $2 failed: exit code $code, expected 5: $(cat err)"
		[ "$(wc -l <err)" -eq 1 ] || die "$1 $2 failed: expected one line, got: $(cat err)"
	elif [ $code -ne 0 ] || [ $now = old ]; then
		die "$1 $2: no fault, but exit code $code and the $now index: $(cat err)"
	fi
}

some_of() { # N: all of 1..N, or the first two, the last two and a sample
	awk -v n="$1" -v many="$MANY" -v seed="$SEED" 'BEGIN {
		srand(seed)
		for (i = 1; i <= n; i++)
			if (n <= many || i <= 2 || i > n - 2 || rand() < (many - 4) / n) print i }'
}

for call in write short pwrite pread fsync rename ftruncate mmap; do
	faulty $call 0
	check $call 0
	n=$(sed -n 's/^calls //p' fault.log)
	[ "$n" -gt 0 ] || die "no $call was seen: the test tests nothing"
	for i in $(some_of "$n"); do
		faulty $call "$i"
		grep -q fired fault.log || die "$call $i of $n was not reached (SEED=$SEED)"
		check $call "$i"
	done
done
tensen verify work/x.tensen >/dev/null || die "the last index does not verify"
