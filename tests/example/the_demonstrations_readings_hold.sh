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

# Every column of the sheet says one thing, of ideas and of the unread list below them.
rm -f demo.tensen.readings.*
tensen readings demo.tensen --import "$ROOT/data/demo-readings.jsonl" >out.txt
tensen ideas demo.tensen DEMO-13-006 -k 1 --unread 1 --format csv --encoding utf8 --lang en >ideas.csv
python3 - <<'END' || { cat ideas.csv; exit 1; }
import csv
idea, unread = list(csv.DictReader(open("ideas.csv", encoding="utf-8-sig")))
assert 50 <= int(idea["agree"]) <= 100 and idea["shared"] == "", ("idea", idea["agree"], idea.get("shared"))
assert unread["agree"] == "" and unread["shared"].count("○") + unread["shared"].count("●") == 3, ("unread", unread["agree"], unread.get("shared"))
END
