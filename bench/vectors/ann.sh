#!/bin/sh
# bench/vectors/ann.sh - the tables of src/index/FORMAT-vectors.md: recall, bytes read and time by reach,
# number of rows and seed, on vectors made by bench/vectors/ann_vectors.py.
#
#   sh bench/vectors/ann.sh TABLE.tsv FOLDER [ROWS=1000000] [SEED...=0 7]
#
# TABLE.tsv: patents with abstracts and classes (bench/vectors/ann_vectors.py says which).  FOLDER keeps
# the vectors and the sets, 1.5 GB for a million rows and a seed.  REACH="7.5 8 9" compares these with
# the reach that the set itself has; NQ=500 asks so many queries; PEERS=1 adds the packaged peers
# (`make bench-peers` first).
set -eu
[ $# -ge 2 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
HERE=$(dirname "$0") TABLE=$1 DIR=$2 ROWS=${3:-1000000} ANN=${ANN:-build/release/bench/vectors/ann}
PYTHON=${PYTHON:-/usr/bin/python3} # Debian's own, which has python3-sklearn
[ $# -ge 4 ] && shift 3 || set -- 0 7
for seed in "$@"; do
	v=$DIR/$ROWS-$seed
	[ -e "$v/query.f32" ] || "$PYTHON" "$HERE/ann_vectors.py" "$TABLE" "$v" "$ROWS" 1000 256 "$seed"
	for reach in 0 ${REACH:-}; do
		echo "== $ROWS rows, seed $seed, reach $reach (0: that of the set)"
		set -- --base "$v/base.f32" --fields "$v/field.u8" --queries "$v/query.f32" \
			--nq "${NQ:-500}" --reach "$reach"
		[ -e "$v/set.vec" ] && set -- "$@" --load "$v/set.vec" || set -- "$@" --save "$v/set.vec"
		[ -z "${PEERS:-}" ] || set -- "$@" --peers --cache "$v"
		"$ANN" "$@"
	done
done
