#!/bin/sh
# bench/data/update_speed.sh - an update of 1 % of the documents against building them all.
#
#   sh bench/data/update_speed.sh FOLDER N...     (FOLDER keeps gN.jsonl; the index is made anew)
#
# Documents are made by bench/data/corpus; every hundredth comes again in another edition, so
# nearly every block of records and most lists lose a row.  Both with two threads.
#
# MEASURED on two cores, quiet for the million, with a dozen other processes for the rest:
#
#   documents  build s  processor s  update s  processor s  ratio
#      100000    314.1         57.0      11.8          1.7  26.5 by the clock, 32.7 by processor
#     1000000    337.8        617.0      15.1         20.6  22.4 by the clock, 30.0 by processor
#
# The million on a slower day than in build_scale.sh; its update is the median of five
# (12.3 to 18.6 s).
set -eu
[ $# -ge 2 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
DIR=$1 TENSEN=${TENSEN:-build/release/tensen} CORPUS=${CORPUS:-build/release/bench/data/corpus}
shift
timed() { # OUT COMMAND...
	out=$1; shift
	/usr/bin/time -o "$out" -f '%e %U %S' "$@" >/dev/null
}
echo "documents  build s  processor s  update s  processor s  ratio"
for n in "$@"; do
	text=$DIR/g$n.jsonl index=$DIR/update.tensen
	[ -e "$text" ] || "$CORPUS" write -n "$n" >"$text"
	"$CORPUS" write -n "$n" --every 100 --edition 1 >"$DIR/night.jsonl"
	timed "$DIR/time.build" "$TENSEN" index -q -j 2 -o "$index" "$text"
	timed "$DIR/time.update" "$TENSEN" update -q -j 2 "$index" "$DIR/night.jsonl"
	cat "$DIR/time.build" "$DIR/time.update" | awk -v n="$n" '
		{ clock[NR] = $1; cpu[NR] = $2 + $3 }
		END { printf "%9d %8.1f %12.1f %9.1f %12.1f  %.1f by the clock, %.1f by processor\n", n,
		      clock[1], cpu[1], clock[2], cpu[2], clock[1] / clock[2], cpu[1] / cpu[2] }'
	rm -f "$index" "$DIR/night.jsonl" "$DIR/time.build" "$DIR/time.update"
done
