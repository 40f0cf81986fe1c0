# Every command says so in one line: 4.
. "$ROOT/tests/golden/lib.sh"
printf 'these are not the bytes you are looking for, and there are more than enough of them\n' >t.tensen
: >empty.tensen
for f in t.tensen empty.tensen no-such.tensen .; do
	for c in info fields verify; do refused 4 tensen $c $f; done
	refused 4 tensen ideas $f A
	refused 4 tensen search $f A
	refused 4 tensen show $f A
	refused 4 tensen eval --judged none $f
done
