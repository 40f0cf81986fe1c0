# The same vocabulary, basis, rows and bytes for 1, 2 and 4 ranks as for one process.
. "$ROOT/tests/mpi/lib.sh"

for n in 1 2 4; do
	ranks $n index -q -o out$n "$DATA/demo" || fail "$n ranks: code $?"
	[ "$(ls out$n | wc -l)" -eq $((n + 1)) ] || fail "$n ranks left $(ls out$n)"
	same_as_one_process out$n
done
# again: the same bytes
ranks 4 index -q -o again "$DATA/demo" || fail "again: code $?"
for f in out4/*; do
	cmp "$f" "again/${f#out4/}" || fail "a second run differs"
done
