# At 0 ideas stand by confidence alone.  Boldness brings others forward, and the confidence of a lead
# document stays what it is.
. "$ROOT/tests/golden/lib.sh"
for b in 0 1; do
	tensen ideas "$DEMO" DEMO-35-012 --boldness $b -k 30 --format jsonl >$b.jsonl
	sed 's/.*"lead":{"id":"\([^"]*\)".*/\1/' $b.jsonl >$b.leads
	sed 's/.*"shelf":"[a-z]*","confidence":{"band":"[a-z]*","share":\([0-9.]*\)},"distance.*/\1/' $b.jsonl >$b.shares
	paste $b.leads $b.shares | sort >$b.pairs
done
[ -s 0.shares ] && sort -c -g -r 0.shares && echo "0: by confidence"
join 0.pairs 1.pairs | awk '$2 != $3' # a lead that changed its confidence
tensen ideas "$DEMO" DEMO-35-012 --since 2999 >none.txt; echo "code $?"
