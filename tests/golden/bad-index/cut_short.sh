# At whatever byte it ends: 4, one line, no crash.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
size=$(wc -c <t.tensen)
for part in 1 31 32 33 100 500; do
	head -c $part t.tensen >cut.tensen
	refused 4 tensen info cut.tensen >>all.txt
	refused 4 tensen verify cut.tensen >>all.txt
done
for tenth in 1 2 3 4 5 6 7 8 9; do
	head -c $((size * tenth / 10)) t.tensen >cut.tensen
	refused 4 tensen ideas cut.tensen T-1 >>all.txt
	refused 4 tensen verify cut.tensen >>all.txt
done
head -c $((size - 1)) t.tensen >cut.tensen
refused 4 tensen search cut.tensen T-1 >>all.txt
grep -v '^tensen: cut.tensen' all.txt
echo "$(wc -l <all.txt) refusals"
