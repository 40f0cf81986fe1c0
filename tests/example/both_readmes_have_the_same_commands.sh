#!/bin/sh
# README.md and README.ja.md say the same: the same chapters in the same order, and in their blocks
# the same commands, whatever the words behind them.
blocks() {
	awk '/^```(sh|json)/ { on = 1; next } /^```/ { on = 0 } on' "$1" | sed 's/  *# .*//'
}
shape() { # levels of the headings, and how many points each chapter has
	awk '/^```/ { code = !code } !code && /^#+ / { print $1 } !code && /^- / { print "-" }' "$1"
}
for what in blocks shape; do
	$what "$ROOT/README.md" >en.txt
	$what "$ROOT/src/install/README.ja.md" >ja.txt
	[ -s en.txt ] || { echo "README.md has no $what"; exit 1; }
	diff en.txt ja.txt || exit 1
done
# Links within the Japanese one lead somewhere.
grep -o '](#[^)]*)' "$ROOT/src/install/README.ja.md" | sed 's/](#//; s/)//' | sort -u | while read -r name; do
	grep '^#' "$ROOT/src/install/README.ja.md" | sed 's/^#* //; s/、//g' | grep -qxF "$name" || echo "no chapter $name"
done >lost.txt
[ ! -s lost.txt ] || { cat lost.txt; exit 1; }
