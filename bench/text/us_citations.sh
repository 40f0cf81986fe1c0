#!/bin/sh
# bench/text/us_citations.sh - how well each side of search finds cited patents.
#
#   bench/text/us_citations.sh CORPUS QRELS [BUILD]
#
# CORPUS  documents as JSONL, also .zst; the queries are among them
# QRELS   query<TAB>relevant document
# BUILD   folder of the built command, default build/release
#
#   bench/text/us_citations.sh ../shared/data/en/us_11000.jsonl.zst \
#       ../shared/data/en/us_11000_citations.qrels.tsv
#
# Lines of CORPUS that hold an id of QRELS are the queries: one JSON object a line.
set -eu
[ $# -ge 2 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
here=$(dirname "$0")
tensen=${3:-build/release}/tensen
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$tensen" index -q -o "$work/index" "$1" >/dev/null
cut -f1 "$2" | sort -u >"$work/ids"
case $1 in
*.zst) zstd -qdc "$1" ;;
*) cat "$1" ;;
esac | grep -F -f "$work/ids" >"$work/queries.jsonl"
runs=
for side in fused dense lexical; do
	"$tensen" search "$work/index" --queries "$work/queries.jsonl" --run "$work/$side" -k 100 --side $side
	runs="$runs $side=$work/$side"
done
# shellcheck disable=SC2086
python3 "$here/us_citations.py" "$2" $runs
