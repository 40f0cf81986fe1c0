#!/bin/sh
# Every source file is under one of the patterns of its room in the map of src/README.md,
# and every pattern has a file.
awk '/^## The map/ { on = 1; next } /^## / { on = 0 } on && /^\|/' "$ROOT/src/README.md" |
	awk -F'|' '{ gsub(/[` ]+/, " ", $2); gsub(/`/, "", $3)
		split($2, f, " "); if (f[1] != "") room = f[1]
		n = split($3, p, " "); for (i = 1; i <= n; i++) print room, p[i] }' |
	grep -v '^room files$\|^---' >map.txt
[ -s map.txt ] || echo "no map in src/README.md" >wrong.txt
set -f
while read -r room pattern; do
	[ -n "$(find "$ROOT/src/$room" -maxdepth 1 -name "$pattern.c")" ] ||
		echo "the map has $room/$pattern, which is not there" >>wrong.txt
done <map.txt
set +f
find "$ROOT/src" -name '*.c' | sed "s|^$ROOT/src/||" | sort | while read -r file; do
	room=$(dirname "$file")
	name=$(basename "$file" .c)
	found=
	while read -r r pattern; do
		# shellcheck disable=SC2254
		[ "$r" = "$room" ] && case $name in $pattern) found=1 ;; esac
	done <map.txt
	[ -n "$found" ] || echo "src/$file is not in the map of src/README.md" >>wrong.txt
done
[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
