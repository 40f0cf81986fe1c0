#!/bin/sh
# bench/text/fusion.sh - how the fused ranking was chosen: tasks made, indexed, and judged.
#
#   bench/text/fusion.sh SHARED [BUILD]
#
# SHARED  folder of the sample data
# BUILD   folder of the built command and benches, default build/release
#
# Takes about five minutes; what it printed is in bench/text/fusion.txt.  Needs numpy and scipy.
set -eu
[ $# -ge 1 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
here=$(dirname "$0")
build=${2:-build/release}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
/usr/bin/python3 "$here/fusion_tasks.py" "$1" "$here/../data/demo" "$work"
cut -d' ' -f2 "$work/tasks" | sort -u | while read -r corpus; do
	"$build/tensen" index -q -o "$work/index" "$work/$corpus.jsonl" >/dev/null
	"$build/bench/text/fusion" "$work/index" "$work/$corpus"
	while read -r task of _; do
		[ "$of" != "$corpus" ] || "$build/bench/text/fusion" "$work/index" "$work/$task" "$work/$task.jsonl"
	done <"$work/tasks"
done
/usr/bin/python3 "$here/fusion.py" "$work"
