# Scan and eval over ranks give the bytes of one process; a scan that was killed goes on, with
# another number of ranks, to the same file.
. "$ROOT/tests/mpi/lib.sh"
ranks 2 index -q -o out "$DATA/demo" || fail "2 ranks: code $?"

tensen scan out -q --all -o want.jsonl --json >want.json || fail "scan: code $?"
ranks 3 scan out -q --all -o ideas.jsonl --json >got.json || fail "3 ranks, scan: code $?"
cmp ideas.jsonl want.jsonl || fail "3 ranks wrote another scan file"
sed 's/ideas\.jsonl/want.jsonl/' got.json | cmp - want.json || fail "3 ranks print another result"

# killed in the middle
$MPIRUN -n 2 "$TENSEN_MPI" scan out -q --all -j 1 -o killed.jsonl >/dev/null 2>&1 &
job=$!
while kill -0 $job 2>/dev/null; do
	[ "$(wc -l 2>/dev/null <killed.jsonl)" -gt 100 ] 2>/dev/null && break
	sleep 0.01
done
kill -9 $job 2>/dev/null
wait $job 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do # its ranks notice, and let the file go
	ranks 3 scan out -q --all -o killed.jsonl >/dev/null 2>err.txt && break
	grep -q 'another process' err.txt || fail "after a kill: $(cat err.txt)"
	sleep 1
done
cmp killed.jsonl want.jsonl || fail "after a kill the file differs"
# torn inside a line, gone on with by one process
head -c $(($(wc -c <want.jsonl) / 3)) want.jsonl >torn.jsonl
tensen scan out -q --all -o torn.jsonl >/dev/null || fail "one process did not go on"
cmp torn.jsonl want.jsonl || fail "a torn file differs"
# nothing new since: code 1, from the ranks as from one process
ranks 2 scan out -q --all -o again.jsonl --since want.jsonl >/dev/null 2>&1
[ $? -eq 1 ] || fail "nothing new: code $?"

for parts in "" "--hidden-field --max-docs 50"; do
	# shellcheck disable=SC2086
	tensen eval out -q --json $parts >want.json || fail "eval: code $?"
	# shellcheck disable=SC2086
	ranks 3 eval out -q --json $parts >got.json || fail "3 ranks, eval: code $?"
	cmp want.json got.json || fail "3 ranks measure something else ($parts)"
done

# an eval that was killed goes on from what it kept, also from a torn end, with another number of ranks
tensen eval out -q --json >want.json
tensen eval out -q --json --keep kept >/dev/null 2>&1 &
job=$!
while kill -0 $job 2>/dev/null; do
	[ "$(wc -c 2>/dev/null <kept)" -gt 1000 ] 2>/dev/null && break
	sleep 0.01
done
kill -9 $job 2>/dev/null
wait $job 2>/dev/null
[ -s kept ] || fail "nothing was kept"
head -c $(($(wc -c <kept) - 5)) kept >torn
tensen eval out -q --json --max-docs 9 --keep kept >/dev/null 2>err.txt && fail "went on with other options"
grep -q 'another evaluation' err.txt || fail "other options: $(cat err.txt)"
ranks 3 eval out -q --json --keep kept >got.json || fail "eval --keep: code $?"
cmp want.json got.json || fail "what was kept gives other figures"
tensen eval out -q --json --keep torn >got.json || fail "eval --keep torn: code $?"
cmp want.json got.json || fail "a torn file gives other figures"
[ ! -e kept ] && [ ! -e torn ] || fail "the file of a finished eval is still there"
exit 0
