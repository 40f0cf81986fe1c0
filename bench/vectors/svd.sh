#!/bin/sh
# bench/vectors/svd.sh - our SVD beside scikit-learn's randomized_svd(n_iter=5) and ARPACK.
#
# usage: bench/vectors/svd.sh [FOLDER] [options of svd_matrix.py]
#
# Makes the seeded matrix (200,000 x 100,000, about 13 million nonzeros) in FOLDER
# (build/bench), then runs, one after the other on the same cores: ours, scikit-learn,
# ours, ARPACK, ours.  Our time is the median of three.  Every basis is judged by the same
# rule (svd_peers.py).  Also checked: one thread gives the same bytes.
# Needs python3-sklearn.  About five minutes on an idle machine.
set -eu
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build/release}
DIR=${1:-build/bench}
[ $# -gt 0 ] && shift
PY=/usr/bin/python3
mkdir -p "$DIR"
[ -x "$BUILD/bench/vectors/svd" ] || make --no-print-directory "$BUILD/bench/vectors/svd"
[ -f "$DIR/svd.bin" ] || $PY bench/vectors/svd_matrix.py "$DIR/svd.bin" "$@" >&2

ours() { "$BUILD/bench/vectors/svd" "$DIR/svd.bin" --save "$DIR/$1" | cut -f 2; }
peer() { $PY bench/vectors/svd_peers.py "$DIR/svd.bin" "$@"; }

t1=$(ours ours)
s=$(peer --no-arpack)
t2=$(ours ours)
a=$(peer --no-sklearn)
t3=$(ours ours)
t=$(printf '%s\n' "$t1" "$t2" "$t3" | sort -n | sed -n 2p)
o=$(peer --no-sklearn --no-arpack --check "$DIR/ours")
"$BUILD/bench/vectors/svd" "$DIR/svd.bin" --threads 1 --save "$DIR/one" >/dev/null 2>&1
cmp -s "$DIR/ours" "$DIR/one" && same=yes || same=NO

printf '%s\n%s\n%s\n' "$a" "$s" "$o" | awk -F'\t' -v t="$t" -v all="$t1 $t2 $t3" -v same="$same" '
	NR == 1 { exact = $3 }
	NR == 2 { peer = $2 }
	NR == 3 { $2 = t }
	{ name[NR] = $1; sec[NR] = $2; energy[NR] = $3; off[NR] = $4 }
	END {
		printf "%-8s %9s %12s %10s %14s\n", "method", "seconds", "of sklearn", "of ARPACK", "orthonormal to"
		for (i = 1; i <= 3; i++)
			printf "%-8s %9.2f %12.3f %10.4f %14s\n", name[i], sec[i], sec[i] / peer, energy[i] / exact, off[i]
		printf "ours, three runs: %s s; one thread gives the same bytes: %s\n", all, same
	}'
