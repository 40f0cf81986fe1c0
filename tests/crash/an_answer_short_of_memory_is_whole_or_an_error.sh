#!/bin/sh
# The n-th allocation of a question fails, in every form of every answer: the last ones, where
# it is written, and a seeded sample of the others.  What is printed with code 0 is the whole
# answer; else it is code 5 and one line.
set -u
SEED=${SEED:-20260101}
ROUNDS=${ROUNDS:-72}
. "$ROOT/tests/crash/lib.sh"
build_shim
case $BUILD in *asan*) exit 0 ;; esac # brings its own malloc

tensen index -q -o x.tensen "$DATA/demo/mechanical.jsonl" "$DATA/demo/chemistry.jsonl" >/dev/null ||
	die "cannot build the index"
id=$(sed -n 's/.*"id": "\([^"]*\)".*/\1/p' "$DATA/demo/chemistry.jsonl" | head -n 1)

asked() { # N COMMAND...
	rm -f fault.log
	at=$1
	shift
	FAULT_CALL=alloc FAULT_AT=$at FAULT_LOG=$here/fault.log LD_PRELOAD=$here/fault.so \
		tensen "$@" >out 2>err
	code=$?
}

done=0
try() { # COMMAND...
	asked 0 "$@"
	[ $code -eq 0 ] || die "$*: exit code $code: $(cat err)"
	mv out whole
	n=$(sed -n 's/^calls //p' fault.log)
	[ "$n" -gt 20 ] || die "$*: $n allocations were seen: the test tests nothing"
	for i in $(some_of $((n - 10)) $((ROUNDS / 12))) $(seq $((n - 9)) "$n"); do
		asked "$i" "$@"
		done=$((done + 1))
		[ $code -eq 0 ] && cmp -s out whole && continue
		[ $code -eq 5 ] && [ "$(wc -l <err)" -eq 1 ] ||
			die "$*: allocation $i of $n failed: exit code $code, expected 5 or the whole answer: $(cat err)"
	done
}

for form in table json jsonl csv md html; do
	try ideas -k 2 --format $form x.tensen "$id"
	try search -k 3 --format $form x.tensen "$id"
	try match --format $form x.tensen -t '粉が詰まるのを防ぎたい'
done
for form in table json; do
	try show --format $form x.tensen "$id"
	try fields --format $form x.tensen
done
for form in table json md html; do
	try report --format $form x.tensen
done
echo "$done faults"
