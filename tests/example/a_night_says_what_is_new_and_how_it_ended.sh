#!/bin/sh
# tensen-nightly: the index is built, then updated; what is new is in a file and counted in the
# log; the code tells what happened; killed at any moment it leaves an index that is whole, and
# the next night comes to what an undisturbed one comes to.
set -u
LC_ALL=C.UTF-8 LANG=en_US.UTF-8 TENSEN_CONF=$PWD/conf
unset LC_ALL
export LANG TENSEN_CONF
dir=$PWD/night
wrong() { echo "$*" >>wrong.txt; }
night() { sh "$ROOT/src/install/tensen-nightly" "$dir" >out.txt 2>log.txt; }
# CODES: one of these; the log's last line has the one that it was
ended() {
	code=$?
	case " $1 " in
	*" $code "*) ;;
	*) wrong "code $code, not one of $1: $(cat log.txt)" ;;
	esac
	tail -n 1 log.txt | grep -q "ended with code $code\$" || wrong "code $code is not in the log: $(cat log.txt)"
}
as_a_scan_alone() {
	rm -f alone.jsonl
	tensen scan -q "$dir/index.tensen" -o alone.jsonl >/dev/null
	cmp alone.jsonl "$dir/ideas.jsonl" || wrong "$1: ideas.jsonl is not what a scan writes"
}

night
[ $? -eq 2 ] || wrong "no folder is no wrong setting: $(cat log.txt)"
mkdir -p "$dir/in"
cp "$DATA/demo/mechanical.jsonl" "$dir/in"
night
ended '0 1'
grep -q 'all ideas are in' log.txt || wrong "the first night is not said"
as_a_scan_alone first
night
ended 1
grep -q '104 as they were' log.txt || wrong "the account is not in the log"
[ -e "$dir/new.jsonl" ] && [ ! -s "$dir/new.jsonl" ] || wrong "nothing changed, but something is new"

# More documents, and one less.
cp "$DATA/demo/chemistry.jsonl" "$dir/in"
echo DEMO-25-002 >"$dir/gone.txt"
night
ended '0 1'
if [ -s "$dir/new.jsonl" ]; then want=0; else want=1; fi
[ $code -eq $want ] || wrong "code $code with $(wc -l <"$dir/new.jsonl") new ideas"
grep -q "$(wc -l <"$dir/new.jsonl") ideas are new" log.txt || wrong "the log does not count what is new"
! tensen show "$dir/index.tensen" DEMO-25-002 >/dev/null 2>&1 || wrong "a document is still there"

# What was taken out stays out, though in/ still holds it, and by an index that is built anew, too.
night
ended 1
! tensen show "$dir/index.tensen" DEMO-25-002 >/dev/null 2>&1 || wrong "a document came back the next night"
mv "$dir/index.tensen" kept.tensen
night
ended '0 1'
! tensen show "$dir/index.tensen" DEMO-25-002 >/dev/null 2>&1 || wrong "a document came back by building anew"
mv kept.tensen "$dir/index.tensen"

# Other options than last night: nothing to compare with.
echo "TENSEN_SCAN_OPTIONS='--alive'" >conf
night
ended '0 1'
grep -q 'all ideas are in' log.txt && grep -q '"alive":true' "$dir/ideas.jsonl" && [ ! -e "$dir/new.jsonl" ] ||
	wrong "other options: $(cat log.txt)"

# Killed: half-done work is taken up.
: >conf
cp "$DATA/demo/other.jsonl" "$DATA/demo/electrical.jsonl" "$dir/in"
for seconds in 0.03 0.1 0.2 0.3 0.5 0.8; do
	setsid sh "$ROOT/src/install/tensen-nightly" "$dir" >out.txt 2>log.txt &
	sleep $seconds
	kill -KILL -$! 2>/dev/null
	wait $! 2>/dev/null
	flock -w 20 "$dir/.nightly.lock" true || wrong "killed after $seconds s, a child lives on" # a child may still be dying
	tensen verify "$dir/index.tensen" >/dev/null || wrong "killed after $seconds s, the index is not whole"
done
night
ended '0 1'
tensen info "$dir/index.tensen" --json | grep -q '"documents": 353' || wrong "documents are lacking"
as_a_scan_alone killed

# Without its model the night goes on, and says so in the end.
cp "$DATA/demo/instruments.jsonl" "$dir/in"
echo "TENSEN_MODEL=http://127.0.0.1:1" >conf
night
ended '2 3 5'
as_a_scan_alone 'no model'
: >conf

# Bad input and a damaged index stop it, and nothing is written.
cp "$dir/index.tensen" before
echo "TENSEN_INPUT_OPTIONS='--input-format gazette'" >conf
night
ended '2 3'
cmp before "$dir/index.tensen" || wrong "the index changed"
: >conf
dd if=/dev/zero of="$dir/index.tensen" bs=1 seek=4000 count=900 conv=notrunc 2>/dev/null
cp "$dir/index.tensen" before
night
ended 4
cmp before "$dir/index.tensen" || wrong "a damaged index changed"

# One at a time.
exec 8>"$dir/.nightly.lock"
flock 8
night
[ $? -eq 75 ] || wrong "two at a time: $(cat log.txt)"
[ ! -s out.txt ] || wrong "words on standard output"
[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
