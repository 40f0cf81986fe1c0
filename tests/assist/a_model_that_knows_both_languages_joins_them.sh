#!/bin/sh
# A question in one language finds a document in the other by vectors of a model that knows both,
# where neither a word nor a dictionary leads there; by words it is not found.
. "$ROOT/tests/assist/lib.sh"
need python3
python3 -B "$ROOT/tests/assist/embeddings_server.py" serve asked.log --dim 256 --pair '曇らない=that does not fog' --pair '鏡=mirror ' >server.txt 2>&1 &
SERVER=$!
trap 'kill $SERVER 2>/dev/null' EXIT
await port server.txt
cat "$DATA"/demo/*.jsonl >all.jsonl
echo '{"id":"EN-1","title":"A mirror that does not fog","abstract":"A mirror that does not fog is heated behind its glass.","ipc":["A47G 1/02"]}' >>all.jsonl
tensen index -o a.tensen all.jsonl --embeddings "http://127.0.0.1:$(cat port)" --embeddings-name both --quiet >out.txt || wrong "$(cat out.txt)"
ask() { tensen search a.tensen --text '曇らない鏡' -k 20 --json "$@" 2>err.txt | grep '"id"' | grep -n EN-1 | cut -d: -f1; }
[ "$(ask --side embeddings)" = 1 ] || wrong "by vectors alone: place $(ask --side embeddings) $(cat err.txt)"
fused=$(ask)
[ -n "$fused" ] && [ "$fused" -le 5 ] || wrong "fused: place \"$fused\""
[ -z "$(ask --side lexical)" ] || wrong "by words alone it is found"
[ -z "$(ask --side dense)" ] || wrong "by LSA alone it is found"
# a server that knows nothing of it: words alone
mv a.tensen.embeddings.json away
[ -z "$(ask)" ] || wrong "without the settings it is found"
finish
