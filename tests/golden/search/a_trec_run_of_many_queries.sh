# qid Q0 docid rank score tag; never the query itself; bad queries are 3.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
tensen search t.tensen --queries small.jsonl --run run.txt -k 3; echo "code $?"
awk 'NF != 6 || $2 != "Q0" || $1 == $3 { print "bad line:", $0 }
     $1 != q { q = $1; rank = 0; last = 9 }
     $4 != ++rank || $5 > last { print "out of order:", $0 }
     { last = $5 } END { print NR, "lines" }' run.txt
cut -d' ' -f1 run.txt | sort -u | tr '\n' ' '; echo
tensen search t.tensen --queries small.jsonl --run two.txt -k 3 -j 2 && cmp run.txt two.txt && echo "same with two threads"
refused 3 tensen search t.tensen --queries no-such.jsonl --run run2.txt
: >empty.jsonl
refused 3 tensen search t.tensen --queries empty.jsonl --run run2.txt
refused 5 tensen search t.tensen --queries small.jsonl --run no-such-folder/run.txt
[ ! -e run2.txt ] || echo "a run was left"
cmp run.txt two.txt && echo "old run unharmed"
