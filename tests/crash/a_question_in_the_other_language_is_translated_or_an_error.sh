#!/bin/sh
# A question in English to Japanese documents, with the n-th mapping of a file failing: the files
# of the lexicon are among them.  What is printed with code 0 is the whole answer; else it is code
# 5 and one line.  Only a dictionary that is not installed leaves the question untranslated.
set -u
SEED=${SEED:-20260101}
. "$ROOT/tests/crash/lib.sh"
[ -r /usr/share/edict/edict ] || {
	echo "no dictionary (Debian: apt-get install edict)" >&2
	exit 77
}
build_shim
tensen index -q -o x.tensen "$DATA/demo/mechanical.jsonl" >/dev/null || die "cannot build the index"

search() { # N OPTION...
	rm -f fault.log
	at=$1
	shift
	FAULT_CALL=mmap FAULT_AT=$at FAULT_LOG=$here/fault.log LD_PRELOAD=$here/fault.so \
		tensen search x.tensen -t 'damping the vibration of a machine tool' -k 3 --lang en --json "$@" >out 2>err
	code=$?
}

search 0
[ $code -eq 0 ] || die "the question is not answered: exit code $code: $(cat err)"
mv out whole
n=$(sed -n 's/^calls //p' fault.log)
search 0 --no-translation
cmp -s out whole && die "the answer does not need the lexicon: the test tests nothing"
search 0 --lexicon "$here"
grep -q 'no Japanese-English dictionary' err || die "a dictionary that is missing is not told: $(cat err)"
[ $code -ne 5 ] || die "a dictionary that is missing is an error"

for i in $(seq "$n"); do
	search "$i"
	[ $code -eq 0 ] && cmp -s out whole && continue
	{ [ $code -eq 5 ] || { [ $code -eq 4 ] && grep -q "x.tensen: cannot map" err; }; } && [ "$(wc -l <err)" -eq 1 ] ||
		die "mmap $i of $n failed: exit code $code, expected 5 or the whole answer: $(cat err)"
done
echo "$n faults"
