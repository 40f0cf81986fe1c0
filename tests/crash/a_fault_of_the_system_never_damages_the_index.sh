#!/bin/sh
# `tensen index` over an existing index and `tensen update` of one, with the n-th write,
# fsync, rename, allocation ... failing: of each kind of call the first, the last and a
# seeded sample, ROUNDS or a few more in all.  Afterwards the index is the old one or the new one,
# whole; a failure has one line and code 5; nothing temporary is left.
set -u
SEED=${SEED:-20260101}
ROUNDS=${ROUNDS:-48}
. "$ROOT/tests/crash/lib.sh"
build_shim

head -n 20 "$DATA/demo/electrical.jsonl" >old.jsonl
head -n 24 "$DATA/demo/chemistry.jsonl" >new.jsonl
mkdir work
tensen index -q -o old.tensen old.jsonl >/dev/null || die "cannot build the old index"
tensen index -q -o index.tensen new.jsonl >/dev/null || die "cannot build the new index"
gone=$(sed -n 's/.*"id": "\([^"]*\)".*/\1/p' old.jsonl | head -n 1)
cp old.tensen update.tensen
tensen update -q update.tensen new.jsonl --delete "$gone" >/dev/null || die "cannot update"

faulty() { # COMMAND CALL N
	rm -f fault.log
	cp old.tensen work/x.tensen
	if [ "$1" = index ]; then set -- "$@" -o work/x.tensen new.jsonl
	else set -- "$@" work/x.tensen new.jsonl --delete "$gone"; fi
	command=$1 call=$2 at=$3
	shift 3
	FAULT_CALL=$call FAULT_AT=$at FAULT_LOG=$here/fault.log LD_PRELOAD=$here/fault.so \
		tensen "$command" -q "$@" >out 2>err
	code=$?
}

check() { # COMMAND CALL N
	if cmp -s work/x.tensen old.tensen; then now=old; elif cmp -s work/x.tensen "$1.tensen"; then
		now=new
	else die "$1, $2 $3 failed: the index is neither the old nor the new one"; fi
	# the first is that of the bytes: what may not be on disk must not take the name
	[ "$2 $3" != 'fsync 1' ] || [ $now = old ] || die "$1: the index is replaced before its bytes are synced"
	[ "$(ls work)" = x.tensen ] || die "$1, $2 $3 failed: left behind: $(ls work)"
	if grep -q fired fault.log && [ "$2" != short ]; then
		# memory that only would have helped (a dictionary of zstd's) may be lacking
		[ "$2" = alloc ] && [ $code -eq 0 ] && [ $now = new ] && return
		[ $code -eq 5 ] || die "$1, $2 $3 failed: exit code $code, expected 5: $(cat err)"
		[ "$(wc -l <err)" -eq 1 ] || die "$1, $2 $3 failed: expected one line, got: $(cat err)"
	elif [ $code -ne 0 ] || [ $now = old ]; then
		die "$1, $2 $3: no fault, but exit code $code and the $now index: $(cat err)"
	fi
}

calls="write short pwrite fwrite fsync rename ftruncate mmap alloc"
case $BUILD in *asan*) calls="write short pwrite fwrite fsync rename ftruncate mmap" ;; esac
done=0
for command in index update; do
	for call in $calls; do
		faulty $command $call 0
		check $command $call 0
		n=$(sed -n 's/^calls //p' fault.log)
		# what an index is written with is seen; reading may do without one or the other
		case $call in
		write | fsync | rename | mmap | alloc) [ "$n" -gt 0 ] || die "no $call was seen: the test tests nothing" ;;
		esac
		for i in $(some_of "$n" $((ROUNDS / 12))); do
			faulty $command $call "$i"
			# how often memory is asked for depends a little on the threads
			grep -q fired fault.log || [ $call = alloc ] ||
				die "$command, $call $i of $n was not reached"
			check $command $call "$i"
			done=$((done + 1))
		done
	done
done
tensen verify work/x.tensen >/dev/null || die "the last index does not verify"
echo "$done faults"
