#!/bin/sh
# Every command of the README's first blocks works on the shipped data.
ln -s "$ROOT/data" data; mkdir -p build; ln -s "$BUILD" build/built
awk '/^## To hand over/ { exit } /^```sh/ { on = 1; next } /^```/ { on = 0 } on && /^build\/release/' "$ROOT/README.md" |
	sed "s|build/release/demo.tensen|$DEMO|g; s|^build/release/tensen|tensen|" >commands.txt
[ "$(wc -l <commands.txt)" -eq 7 ] || echo "$(wc -l <commands.txt) commands, not seven" >>wrong.txt
awk '/^## Every night/ { in_it = 1 } /^## The map/ { exit } /^```sh/ { on = 1; next } /^```/ { on = 0 } on && in_it && /^build\/release/' "$ROOT/README.md" |
	sed 's|^build/release/tensen|tensen|; s|build/release/|build/|g' >night.txt
[ "$(wc -l <night.txt)" -eq 4 ] || echo "$(wc -l <night.txt) nightly commands, not four" >>wrong.txt
cat night.txt >>commands.txt
while read -r line; do
	sh -c "$line" >out.txt 2>err.txt </dev/null || { echo "code $?: $line"; cat err.txt; } >>wrong.txt
	[ -s out.txt ] || echo "prints nothing: $line" >>wrong.txt
done <commands.txt
# What is handed over is written to files: none may be empty.
awk '/^## / { on = /To hand over/ } on && /^build\/release/' "$ROOT/README.md" |
	sed "s|build/release/demo.tensen|$DEMO|g; s|^build/release/tensen|tensen|" >handed.txt
[ "$(wc -l <handed.txt)" -eq 5 ] || echo "$(wc -l <handed.txt) commands to hand over, not five" >>wrong.txt
while read -r line; do
	sh -c "$line" 2>err.txt </dev/null || { echo "code $?: $line"; cat err.txt; } >>wrong.txt
done <handed.txt
for file in sheets.html report.html ideas.csv offers.csv ideas.md; do
	[ -s $file ] || echo "$file is empty" >>wrong.txt
done
[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
