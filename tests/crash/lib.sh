# tests/crash/lib.sh - what the crash tests share; sourced, not run.
# shellcheck shell=sh
#
#   SEED    of the moments and places that are tried
#   ROUNDS  how many; the figures of the issue: ROUNDS=200 for kills, ROUNDS=100 for faults

die() {
	echo "$* (SEED=$SEED)" >&2
	exit 1
}

# Load the fault shim for the commands run by faulty(); the sanitizers want to be loaded
# first, here they come second.  MeCab loses some memory when its dictionary cannot be mapped.
build_shim() {
	here=$(pwd)
	own_malloc=
	case $BUILD in *asan*) own_malloc=-DNO_ALLOC ;; esac
	"${CC:-cc}" -shared -fPIC -O1 $own_malloc -o "$here/fault.so" "$ROOT/tests/crash/fault.c" -ldl 2>cc.err || {
		cat cc.err >&2
		die "cannot build tests/crash/fault.c"
	}
	echo leak:libmecab >known-leaks
	ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
	LSAN_OPTIONS=suppressions=$here/known-leaks:print_suppressions=0
	export ASAN_OPTIONS LSAN_OPTIONS
}

# Numbers of 1..N to try: all, or the first two, the last two and a seeded sample of MANY.
some_of() { # N MANY
	awk -v n="$1" -v many="$2" -v seed="$SEED" 'BEGIN {
		srand(seed)
		for (i = 1; i <= n; i++)
			if (n <= many || i <= 2 || i > n - 2 || rand() < (many - 4) / n) print i }'
}

# COUNT random seconds up to MS milliseconds and a tenth.
moments() { # COUNT MS
	awk -v n="$1" -v seed="$SEED" -v ms="$2" 'BEGIN {
		srand(seed); for (i = 0; i < n; i++) printf "%.3f\n", rand() * ms * 1.1 / 1000 }'
}

ms_now() { echo $(($(date +%s%N) / 1000000)); }
