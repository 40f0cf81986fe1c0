# --stats: seconds, memory and stages as JSON, of a failed run too; one line for people
# on stderr, unless quiet.
. "$ROOT/tests/golden/lib.sh"
small_corpus >small.jsonl
numbers() { sed -E 's/[0-9]+(\.[0-9]+)?/N/g'; }
tensen index -o t.tensen --stats stats.json small.jsonl 2>line >out
grep -E '^  "(program|command|index|code|seconds|peak_memory|index_bytes|account)"' stats.json | numbers
grep '"stage": "understand"' stats.json | sed -E 's/"seconds": [0-9.]+/"seconds": N/; s/,$//'
grep -c '"documents": 6' stats.json
numbers <line
tensen index --lang en -o t.tensen small.jsonl 2>&1 >out | numbers
awk '/"seconds"/ && !all { gsub(/[^0-9.]/, "", $2); all = $2 }
	/"stage"/ { for (i = 1; i < NF; i++) if ($i == "\"seconds\":") { gsub(/,/, "", $(i + 1)); sum += $(i + 1) } }
	END { print sum <= all + 0.1 ? "the stages are no more than the whole" : "stages " sum " of " all }' stats.json
refused 3 tensen index -o t.tensen --stats failed.json no-such-file.jsonl
echo '{"id":"T-7"}' >none.jsonl
tensen index -q -o none.tensen --stats failed.json none.jsonl >out 2>err
grep '"code"' failed.json
tensen index -q -o t.tensen --stats no-such-folder/stats.json small.jsonl >out; echo "code $?"
