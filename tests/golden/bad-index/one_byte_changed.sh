# verify finds it wherever it is; other commands answer or refuse, and never crash.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
size=$(wc -c <t.tensen)
step=$((size / 40))
at=3
n=0
while [ $at -lt "$size" ]; do
	cp t.tensen bad.tensen
	byte=$(od -An -tu1 -j $at -N 1 t.tensen)
	printf "\\$(printf %03o $((byte ^ 64)))" | dd of=bad.tensen bs=1 seek=$at conv=notrunc 2>/dev/null
	refused 4 tensen verify bad.tensen >>all.txt
	tensen ideas bad.tensen T-1 >/dev/null 2>err.txt
	code=$?
	[ $code -le 5 ] || echo "ideas ended with $code, byte $at"
	[ "$(wc -l <err.txt)" -le 1 ] || echo "more than one line, byte $at"
	at=$((at + step))
	n=$((n + 1))
done
grep -v '^tensen: bad.tensen' all.txt
[ "$n" -ge 40 ] && [ "$(wc -l <all.txt)" -eq "$n" ] && echo "every change was found"
