# A file of a newer major version is refused by every command: 4, and the line says so.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
printf '\011' | dd of=t.tensen bs=1 seek=8 conv=notrunc 2>/dev/null
for c in info fields verify; do refused 4 tensen $c t.tensen; done
refused 4 tensen ideas t.tensen T-1
refused 4 tensen search t.tensen T-1
