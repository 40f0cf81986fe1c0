#!/bin/sh
# bench/ideas/second_night.sh - a second night asks about new documents alone.
#
#   sh bench/ideas/second_night.sh FOLDER INPUT...      (J-PlatPat's tables and gazettes)
#
# Indexes all but the 500 last records of the largest table, lets the stand-in of busy.py read 30
# patents, adds the 500 by `tensen update`, lets it read the same patents again, and counts what
# the second night asked: statements, and lines of lists that are no new document's.
#
# MEASURED over 33,755 documents: no statement, 24 documents read, all of them new (2026-11-25; while
# forty documents below each list were remembered instead of all: .91).
set -eu
[ $# -ge 2 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
TENSEN=${TENSEN:-build/release/tensen} HERE=$(dirname "$0") DIR=$1
shift
rm -rf "$DIR"
mkdir -p "$DIR/in"
cp -R "$@" "$DIR/in"
table=$(find "$DIR/in" -name '*.csv' -size +100k | xargs ls -S | head -n 1)
head -n 1 "$table" >"$DIR/new.csv"
tail -n 500 "$table" >>"$DIR/new.csv"
head -n -500 "$table" >"$DIR/old.csv"
mv "$DIR/old.csv" "$table"
"$TENSEN" index -q -o "$DIR/index.tsx" "$DIR/in" >"$DIR/index.log" 2>&1
"$TENSEN" search "$DIR/index.tsx" --text '装置 方法 膜 温度 樹脂 測距 生分解' -k 30 --json | python3 -c 'import json, sys
print("\n".join(h["id"] for h in json.load(sys.stdin)["hits"]))' >"$DIR/ids"
night() {
	python3 "$HERE/busy.py" "$TENSEN" "$DIR/index.tsx" --ids "$DIR/ids" --readings "$DIR/readings.jsonl" --seconds 0.05 --log "$1" || true
}
night "$DIR/first.log"
"$TENSEN" update -q "$DIR/index.tsx" "$DIR/new.csv" >"$DIR/update.log" 2>&1
night "$DIR/second.log"
python3 - "$DIR" <<'END_OF_PYTHON'
import csv, json, re, sys
folder = sys.argv[1]
new = open(folder + "/new.csv", encoding="utf-8-sig").read()
lines = [json.loads(line) for line in open(folder + "/second.log", encoding="utf-8")]
def shown(*roles):
    return [title.rstrip("…")[:20] for q in lines if q["role"] in roles for title in q["shown"]]
def not_new(titles):
    return sum(title not in new for title in titles)
looked, read = shown("screen"), shown("judge", "doubt")
print(f"the second night: {sum(q['role'] in ('say', 'again') for q in lines)} questions for statements; "
      f"{len(looked)} lines of lists, {not_new(looked)} of them not of the new table; {len(read)} documents read, {not_new(read)} of them not")
END_OF_PYTHON
