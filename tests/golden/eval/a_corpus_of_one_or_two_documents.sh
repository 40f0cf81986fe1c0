# With one document there is nothing to compare, with two little: figures or none, and never a
# failure without words (two had a negative chance by rounding, told as "ok" and nothing else).  Where there is no
# effect, none is said to remain.
. "$ROOT/tests/golden/lib.sh"
for n in 1 2; do
	head -$n "$DATA"/demo/mechanical.jsonl >few.jsonl
	tensen index -q -o few.tensen few.jsonl >/dev/null
	tensen eval few.tensen --bootstrap 20 >out.txt
	echo "$n: code $?"
	sed -n '/^崩れるべき/,/に他の文献/p' out.txt
done
