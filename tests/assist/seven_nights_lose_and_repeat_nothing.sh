#!/bin/sh
# Seven nights of tensen-nightly: the first, additions, changes and removals, a full disk, a bad
# download, a new model, a quiet one; `kill -9` at random moments of most of them.  At each stop the
# index is, to the byte, yesterday's or today's; readings are only added to, no question of a model is
# kept twice; in the morning the scan is that of an undisturbed one, and new.jsonl is what is new since
# the last good night, once.
#
#   SEED    of the moments; KILLS  how many a night (3)
. "$ROOT/tests/assist/lib.sh"
SEED=${SEED:-$(($(date +%s) % 100000))} # %N may begin with 0: octal
ROUNDS=
. "$ROOT/tests/crash/lib.sh"
KILLS=${KILLS:-3}
build_shim
echo "SEED=$SEED"
LANG=en_US.UTF-8 TENSEN_CONF=$PWD/conf
unset LC_ALL
export LANG TENSEN_CONF
dir=$PWD/night
mkdir -p "$dir/in" bin
READINGS=$dir/index.tensen.readings.jsonl
killed=0

# The disk is full at one call of each program while `full` says which.
cat >bin/tensen <<-EOF
	#!/bin/sh
	[ ! -e "$PWD/full" ] || [ "\$1" = verify ] || {
		read FAULT_CALL FAULT_AT <"$PWD/full"
		export FAULT_CALL FAULT_AT LD_PRELOAD="$PWD/fault.so"
	}
	exec "$TENSEN" "\$@"
EOF
chmod +x bin/tensen

start() { PATH=$PWD/bin:$PATH setsid sh "$ROOT/src/install/tensen-nightly" "$dir" >out.txt 2>log.txt & }
night() {
	start
	wait $!
	code=$?
}
ended() { # CODES
	case " $1 " in
	*" $code "*) ;;
	*) die "$tonight: code $code, not one of $1: $(cat log.txt)" ;;
	esac
}
kept() { sed -n 's/.*"role":"\([^"]*\)","key":"\([^"]*\)".*"by":"\([^"]*\)".*/\1 \2 \3/p' "$READINGS"; }

# What is to come of the night if nothing happens: the index of today.
begin() { # NAME
	tonight=$1
	rm -f yesterday.tensen ./*.before
	[ ! -e "$dir/index.tensen" ] || cp "$dir/index.tensen" yesterday.tensen
	[ ! -e "$dir/ideas.jsonl" ] || cp "$dir/ideas.jsonl" ideas.before
	if [ ! -e yesterday.tensen ]; then
		tensen index -q -o today.tensen "$dir/in" >/dev/null || die "$1: no index of today"
		return
	fi
	cp yesterday.tensen today.tensen
	set -- "$dir/in"
	[ ! -s "$dir/gone.txt" ] || set -- "$@" --delete "@$dir/gone.txt"
	tensen update -q today.tensen "$@" >/dev/null 2>&1 || cp yesterday.tensen today.tensen
}

# Whatever stopped the night: the index is one of two, and what was read is still there.
whole() { # WHEN
	if [ -e "$dir/index.tensen" ] || [ -e yesterday.tensen ]; then
		cmp -s "$dir/index.tensen" today.tensen || cmp -s "$dir/index.tensen" yesterday.tensen ||
			die "$tonight, $1: the index is neither yesterday's nor today's"
		tensen verify "$dir/index.tensen" >/dev/null || die "$tonight, $1: the index is damaged"
	fi
	[ -e "$READINGS" ] || return
	[ ! -e readings.before ] || head -n "$(wc -l <readings.before)" "$READINGS" | cmp -s - readings.before ||
		die "$tonight, $1: a reading is lost"
	head -n "$(wc -l <"$READINGS")" "$READINGS" >readings.before # without half a line
	[ -z "$(kept | sort | uniq -d)" ] || die "$tonight, $1: a reading is kept twice: $(kept | sort | uniq -d)"
}

# Kill the night at random moments within `span` milliseconds, the first soon after it began.
kill_some() {
	SEED=$((SEED + 1))
	for seconds in "0.0$((SEED % 8 + 2))" $(moments $((KILLS - 1)) "$span"); do
		start
		sleep "$seconds"
		if ! kill -KILL -$! 2>/dev/null; then # it had ended: its morning stands
			wait $!
			code=$?
			whole "ended"
			return 1
		fi
		wait $! 2>/dev/null
		# its children die a moment later, and hold the lock until then
		[ ! -e "$dir/.nightly.lock" ] || flock -w 20 "$dir/.nightly.lock" true
		killed=$((killed + 1))
		whole "killed after $seconds s"
		[ ! -e "$dir/ideas.tonight.jsonl" ] && [ ! -e "$dir/.ideas.before.jsonl" ] && ! cmp -s "$dir/ideas.jsonl" ideas.before 2>/dev/null &&
			[ -e "$dir/ideas.jsonl" ] && { code=0; return 1; }
	done
	return 0
}

# The morning: today's index, the scan and the news of an undisturbed night.
morning() {
	whole morning
	cmp -s "$dir/index.tensen" today.tensen || die "$tonight: the index is not today's"
	rm -f alone.jsonl again.jsonl
	tensen scan -q "$dir/index.tensen" -o alone.jsonl >/dev/null
	cmp alone.jsonl "$dir/ideas.jsonl" || die "$tonight: ideas.jsonl is not what a scan writes"
	[ -e ideas.before ] || return
	tensen scan -q "$dir/index.tensen" -o again.jsonl --since ideas.before --format jsonl >news.txt
	cmp news.txt "$dir/new.jsonl" || die "$tonight: new.jsonl is not what is new"
	[ -z "$(sort news.txt | uniq -d)" ] || die "$tonight: an idea is new twice"
}
# A night takes some five times as long as today's index and its check, a second on a slow machine.
disturbed_night() { # NAME
	began=$(date +%s%N)
	begin "$1"
	tensen verify today.tensen >/dev/null
	span=$(((($(date +%s%N) - began)) / 200000))
	[ $span -lt 1000 ] || span=1000
	! kill_some || night
	ended '0 1'
	morning
}
some() { sed -n "$2p" "$DATA/demo/$1.jsonl" >"$dir/in/$3.jsonl"; }
model() { # NAME
	cat >conf <<-EOF
		TENSEN_MODEL=http://127.0.0.1:$(cat port)
		TENSEN_READ_OPTIONS='--model-name $1 --calls 400'
	EOF
}

answer_with likes
model first
some mechanical 1,24 a
disturbed_night 'the first night'
first=$(wc -l <"$READINGS")

some chemistry 1,20 b
disturbed_night additions
[ -s "$dir/new.jsonl" ] || die "additions: nothing is new"

# What a kill leaves between tonight's ideas and the news: the night before is still compared with.
cp ideas.before "$dir/.ideas.before.jsonl"
mv "$dir/new.jsonl" news.additions
night
ended 0
cmp news.additions "$dir/new.jsonl" || die "additions: what was new is lost by a kill at the end"

sed -i '3s/"abstract": "/&この装置は冷却を要しない。/' "$dir/in/a.jsonl"
sed -n 's/.*"id": "\([^"]*\)".*/\1/p' "$dir/in/b.jsonl" | head -n 2 >"$dir/gone.txt"
sed -i 1,2d "$dir/in/b.jsonl"
disturbed_night 'changes and removals'
while read -r id; do
	! tensen show "$dir/index.tensen" "$id" >/dev/null 2>&1 || die "$id is still there"
done <"$dir/gone.txt"

some electrical 1,12 c
begin 'a full disk'
refused=0
for call in 'pwrite 1' 'write 1' "write $((2 + SEED % 7))" "write $((2 + SEED % 31))"; do
	echo "$call" >full
	night
	whole "full at $call"
	ended '0 1 5'
	[ $code -ne 5 ] || refused=$((refused + 1))
done
[ $refused -gt 0 ] || die "no night met the full disk"
rm -f full
night
ended '0 1'
whole 'room again'
cmp -s "$dir/index.tensen" today.tensen || die "$tonight: the index is not today's"

cp "$dir/in/c.jsonl" good.jsonl
some electrical 13,16 d
begin 'a bad download'
echo '<!DOCTYPE html><html><body>Please log in</body></html>' >"$dir/in/e.jsonl"
cp "$dir/ideas.jsonl" ideas.yesterday
night
ended 3
grep -q 'e.jsonl.*an HTML page' log.txt || die "the bad file is not named: $(cat log.txt)"
cmp -s "$dir/index.tensen" yesterday.tensen || die "$tonight: the index has changed"
cmp -s "$dir/ideas.jsonl" ideas.yesterday || die "$tonight: the scan has changed"
rm -f "$dir/in/e.jsonl"

some electrical 17,19 f
model second
disturbed_night 'a new model'
kept | grep -q ' second$' || die "the new model read nothing"

begin 'a quiet night'
night
ended 1
morning
[ ! -s "$dir/new.jsonl" ] || die "nothing changed, but something is new"
echo "$killed kills, $refused full disks; $(wc -l <"$READINGS") readings, $first of the first night; $(wc -l <"$dir/ideas.jsonl") lines of ideas"
[ "$killed" -ge 4 ] || die "killed $killed times only"
