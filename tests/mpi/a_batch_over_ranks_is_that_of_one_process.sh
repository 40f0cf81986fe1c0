# A scan over ranks gives the bytes of one process; a scan that was killed goes on, with
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
exit 0
