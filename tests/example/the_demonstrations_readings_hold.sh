#!/bin/sh
# What was read of the demonstration corpus is taken in whole: every hash and every quotation
# holds.  A quotation with another letter is refused, and its line is named.
cp "$DEMO" demo.tensen
lines=$(wc -l <"$ROOT/data/demo-readings.jsonl")
tensen readings demo.tensen --import "$ROOT/data/demo-readings.jsonl" --lang en >out.txt 2>err.txt || { cat err.txt; exit 1; }
grep -q "^$lines lines taken, 0 there already, 0 refused" out.txt err.txt || { cat out.txt err.txt; exit 1; }
tensen ideas demo.tensen DEMO-35-012 --json >ideas.json || { echo "no idea"; exit 1; }
grep -q '"doubted": *true' ideas.json || { echo "no idea was read twice"; exit 1; }

rm -f demo.tensen.readings.*
quoted=$(grep -n '"role":"doubt".*"holds":true' "$ROOT/data/demo-readings.jsonl" | head -n 1 | cut -d: -f1)
sed "${quoted}s/\"quote_document\":\"/&x/" "$ROOT/data/demo-readings.jsonl" >changed.jsonl
tensen readings demo.tensen --import changed.jsonl --lang en >out.txt 2>err.txt
grep -q ', 1 refused' out.txt err.txt && grep -q ":$quoted" out.txt err.txt || { echo "a changed quotation:"; cat out.txt err.txt; exit 1; }
