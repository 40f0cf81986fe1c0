# A changed byte is found by verify, or lies in a gap between sections and changes no
# answer; other commands answer or refuse, and never crash.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
tensen ideas t.tensen T-1 >good.txt
size=$(wc -c <t.tensen)
step=$((size / 60))
at=3
n=0
harmless=0
while [ $at -lt "$size" ]; do
	cp t.tensen bad.tensen
	byte=$(od -An -tu1 -j $at -N 1 t.tensen)
	printf "\\$(printf %03o $((byte ^ 64)))" | dd of=bad.tensen bs=1 seek=$at conv=notrunc 2>/dev/null
	tensen ideas bad.tensen T-1 >bad.txt 2>err.txt
	code=$?
	[ $code -le 5 ] || echo "ideas ended with $code, byte $at"
	[ "$(wc -l <err.txt)" -le 1 ] || echo "more than one line, byte $at"
	if tensen verify bad.tensen >/dev/null 2>err.txt; then
		harmless=$((harmless + 1))
		cmp bad.txt good.txt
	else
		[ $? -eq 4 ] && [ "$(wc -l <err.txt)" -eq 1 ] || cat err.txt
	fi
	at=$((at + step))
	n=$((n + 1))
done
[ "$n" -ge 60 ] && [ $harmless -le $((n / 10)) ] && echo "every change was found or harmless"
