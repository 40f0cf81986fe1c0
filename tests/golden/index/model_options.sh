# --dims, --min-df and --seed are kept in the index.
. "$ROOT/tests/golden/lib.sh"
small_corpus >small.jsonl
tensen index -q --dims 16 --min-df 1 --seed 7 -o t.tensen small.jsonl >/dev/null; echo "code $?"
tensen info t.tensen --json | grep -E '"(dims|seed)": (16|7)'
refused 2 tensen index --dims 0 -o t.tensen small.jsonl
refused 2 tensen index --dims 4096 -o t.tensen small.jsonl
# fewer terms than there would be, and no more than were asked for
tensen index -q --max-terms 20 -o few.tensen small.jsonl >/dev/null
tensen info few.tensen --json | json_values terms | sed -n 1p | awk '{ print ($1 > 0 && $1 <= 20 ? "at most 20 terms" : $1 " terms") }'
