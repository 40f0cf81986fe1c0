# The third idea's refutation is its precedent, by the same sentence.
. "$ROOT/tests/golden/lib.sh"
for l in ja en; do
	tensen ideas "$DEMO" DEMO-35-012 -k 3 --evidence 1 --lang $l | sed -n '/^3\./,$p' >$l.txt
	grep -c '粘弾性ゴム３５' $l.txt
	grep -E '引用は先例|quoted above' $l.txt
done
