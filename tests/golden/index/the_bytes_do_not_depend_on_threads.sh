# One thread and two give the same file; so does a second run.
. "$ROOT/tests/golden/lib.sh"
tensen index -q -o a.tensen -j 1 "$DATA"/demo/*.jsonl >/dev/null || echo "code $?"
tensen index -q -o b.tensen -j 2 "$DATA"/demo/*.jsonl >/dev/null || echo "code $?"
tensen index -q -o c.tensen "$DATA"/demo/*.jsonl >/dev/null || echo "code $?"
cmp a.tensen b.tensen && cmp a.tensen c.tensen && echo same
