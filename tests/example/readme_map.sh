#!/bin/sh
# Every source file is under one of the map's patterns of its floor, and every pattern
# has a file.
awk '/^## The map/ { on = 1 } /^## Limits/ { on = 0 } on && /^\|/' "$ROOT/README.md" |
	awk -F'|' '{ gsub(/[` ]+/, " ", $2); gsub(/`/, "", $3)
		split($2, f, " "); if (f[1] != "") floor = f[1]
		n = split($3, p, " "); for (i = 1; i <= n; i++) print floor, p[i] }' |
	grep -v '^floor files$\|^---' >map.txt
[ -s map.txt ] || echo "no map in the README" >wrong.txt
set -f
while read -r floor pattern; do
	[ -n "$(find "$ROOT/src/$floor" -maxdepth 1 -name "$pattern.c")" ] ||
		echo "the map has $floor/$pattern, which is not there" >>wrong.txt
done <map.txt
set +f
for file in "$ROOT"/src/*/*.c; do
	floor=$(basename "$(dirname "$file")")
	name=$(basename "$file" .c)
	found=
	while read -r f pattern; do
		# shellcheck disable=SC2254
		[ "$f" = "$floor" ] && case $name in $pattern) found=1 ;; esac
	done <map.txt
	[ -n "$found" ] || echo "src/$floor/$name.c is not in the map of README.md" >>wrong.txt
done
[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
