# Six patents, answers that can be computed by hand: found first, found nowhere,
# IN and OUT by their mark and by their classes; an answer that is not in the index counts as
# not found; a pair told twice counts once.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
grep -e T-1 -e T-6 small.jsonl >q.jsonl
figures() { sed -n 's/^ *"\(figure\|scope\|of\|value\)": \(.*\),$/\2/p' | paste -d' ' - - - -; }
tensen search t.tensen --queries q.jsonl --run run.txt && cut -d' ' -f1-4 run.txt
printf 'T-1\tT-6\tOUT\nT-1 T-6 OUT\r\nT-1\tNOT-HERE\tIN\n\n' >marked.tsv
tensen eval t.tensen --queries q.jsonl --qrels marked.tsv --json | figures
tensen eval t.tensen --queries q.jsonl --qrels marked.tsv --json | grep about
printf 'T-1\tT-6\nT-6\tT-1\n' >plain.tsv
tensen eval t.tensen --queries q.jsonl --qrels plain.tsv --lang en
printf 'T-1\tT-6\tAWAY\n' >wrong.tsv
refused 3 tensen eval t.tensen --queries q.jsonl --qrels wrong.tsv
: >empty.tsv
refused 3 tensen eval t.tensen --queries q.jsonl --qrels empty.tsv
printf 'X\tT-6\n' >nobody.tsv
tensen eval t.tensen --queries q.jsonl --qrels nobody.tsv; echo "code $?"
