# Nothing when nothing changed; the new patent's ideas when one was added; date: a filter.
tensen index -q -o one.tensen "$DATA"/demo/[ce]*.jsonl >index.log || cat index.log
tensen scan one.tensen -q -o one.jsonl | grep -c 最も確か
tensen scan one.tensen -q -o again.jsonl --since one.jsonl; echo "nothing new: code $?"
tensen scan one.tensen -q -o again.jsonl --since one.jsonl --format jsonl; echo "jsonl: code $?"
head -n 1 "$DATA"/demo/mech*.jsonl | sed 's/"id": *"[^"]*"/"id":"NEW-1"/; s/"open": *false/"open":true/' >more.jsonl
grep -c '"open": *true' more.jsonl
tensen index -q -o two.tensen "$DATA"/demo/[ce]*.jsonl more.jsonl >index.log || cat index.log
tensen scan two.tensen -q -o two.jsonl --since one.jsonl --format jsonl >new.txt; echo "one more: code $?"
grep -c '"change":"new","id":"NEW-1"' new.txt
grep -v '"change":"\(new\|moved\)"' new.txt
tensen scan two.tensen -q -o dated.jsonl --since 2023 | sed -n 1p
