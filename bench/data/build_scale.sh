#!/bin/sh
# bench/data/build_scale.sh - time, memory and size of `tensen index` by the number of documents.
#
#   sh bench/data/build_scale.sh FOLDER N...          (FOLDER keeps gN.jsonl and gN.tensen)
#
# Documents are made by bench/data/corpus (seed 1) where FOLDER does not have them.  Peak is
# what the kernel counted as resident at most (VmHWM): all that is allocated, and the
# pages of the dictionaries and of the new index that are mapped.  MEMORY=512M sets another
# ceiling.
#
# MEASURED on two cores.  The first row beside other work (its clock says nothing); the last
# two on a day when the machine was a third slower, the 3 million beside other work for six minutes:
#
#   documents  JSONL MB  seconds  processor s  peak MB  index MB
#       10000      20.4        -          6.7      137      41.2
#      100000     203.9     31.7         57.4      695     395.6
#     1000000    2039.1    260.5        469.8     1282    1953.9
#     1000000    2039.1    349.4        636.3     1297    1968.8
#     1000000    2039.1    161.7            -     1326    1567.9   (2026-11-25, another machine, quiet)
#     3000000    6117.3   1263.3       1991.5     1933    5328.0
#     3000000    6117.3   1479.4       1709.7     2072    5327.9   (later, beside other work)
#
# What grows from one million to three: tables of documents (about 100 bytes each) and, up to a
# quarter of the ceiling, the lists being inverted, which are the peak of 3 million (1,975 MiB; the
# understanding of texts 1,363).  The pages of the new index are given back while it is asked.
set -eu
[ $# -ge 2 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
DIR=$1 TENSEN=${TENSEN:-build/release/tensen} CORPUS=${CORPUS:-build/release/bench/data/corpus}
shift
echo "documents  JSONL MB  seconds  processor s  peak MB  index MB  bytes/document  --memory ${MEMORY:=4G}"
for n in "$@"; do
	text=$DIR/g$n.jsonl index=$DIR/g$n.tensen
	[ -e "$text" ] || "$CORPUS" write -n "$n" >"$text"
	/usr/bin/time -o "$DIR/time" -f '%e %U %S %M' \
		"$TENSEN" index -q -j 2 --memory "$MEMORY" -o "$index" "$text" >/dev/null
	awk -v n="$n" -v text="$(stat -L -c %s "$text")" -v size="$(stat -c %s "$index")" '
		{ printf "%9d %9.1f %8.1f %12.1f %8.0f %9.1f %15.0f\n", n, text / 1e6, $1, $2 + $3,
		  $4 / 1024 * 1.048576, size / 1e6, size / n }' "$DIR/time"
	rm -f "$DIR/time"
done
