# --replace: the same command every night, whatever the index was the night before; what is new is
# found against the file that is replaced, and a half-written file of another index is begun anew.
. "$ROOT/tests/golden/lib.sh"
night() { tensen scan "$1" -q -o night.jsonl --replace --since night.jsonl --format jsonl >new.txt; echo "code $?, $(grep -c . new.txt) lines"; }
tensen index -q -o one.tensen "$DATA"/demo/[ce]*.jsonl >index.log || cat index.log
head -n 1 "$DATA"/demo/mech*.jsonl | sed 's/"id": *"[^"]*"/"id":"NEW-1"/; s/"open": *false/"open":true/' >more.jsonl
tensen index -q -o two.tensen "$DATA"/demo/[ce]*.jsonl more.jsonl >index.log || cat index.log
night one.tensen | sed 's/, .*//'
cp night.jsonl first.jsonl
night one.tensen
cmp night.jsonl first.jsonl && echo "the same file"
refused 3 tensen scan two.tensen -q -o night.jsonl | sed 's/（.*//'
head -n 3 night.jsonl >night.jsonl.partial
night two.tensen | sed 's/, .*//'
tensen scan two.tensen -q -o plain.jsonl >/dev/null && cmp night.jsonl plain.jsonl && echo "as a file of its own"
[ ! -e night.jsonl.partial ] && echo "nothing is left beside it"
