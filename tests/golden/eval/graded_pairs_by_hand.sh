# Six patents, shares that can be counted by hand; a pair graded twice counts as the last line
# says; a document and a query that the index does not have are counted; aspects from a table.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
figures() { sed -n 's/^ *"\(figure\|scope\|of\|value\)": \(.*\),$/\2/p' | paste -d' ' - - - -; }
{
	printf 'query\tdocument\tgrade\tkind\n'
	printf 'T-1\tT-6\t1\t\nT-1\tT-6\t3\tN\nT-1\tT-4\t0\t\nT-1\tT-3\t1\tF\nT-1\tAWAY\t2\tP\n'
	printf 'T-5\tT-2\t0\t\nABSENT\tT-1\t3\t\n'
} >graded.tsv
tensen eval t.tensen --judged graded.tsv --json | grep '"about"'
tensen eval t.tensen --judged graded.tsv --json | figures | grep '"search'
tensen eval t.tensen --judged graded.tsv --lang en >one.txt
tensen eval t.tensen --judged graded.tsv --lang en --threads 3 | cmp - one.txt
for form in csv md html; do tensen eval t.tensen --judged graded.tsv --format $form | grep -c 'graded 2+\|2 以上' ; done
{
	printf 'query\taspect\n'
	printf 'T-1\t膝に加わる衝撃をやわらげる | 床の揺れを止める\nT-1\t騒音を下げる\n'
} >aspects.tsv
tensen eval t.tensen --judged graded.tsv --aspects aspects.tsv --json | figures | grep '^"found@20" "cand'
# What is refused is one line.
refused 2 tensen eval t.tensen --aspects aspects.tsv
refused 3 tensen eval t.tensen --judged aspects.tsv
refused 3 tensen eval t.tensen --judged graded.tsv --aspects graded.tsv
printf 'query,document,grade\nT-1,T-6,4\n' >wrong.csv
refused 3 tensen eval t.tensen --judged wrong.csv
refused 3 tensen eval t.tensen --judged absent.tsv
{ printf 'query\taspect\nT-1\t'; head -c 2001 /dev/zero | tr '\0' 'a'; echo; } >long.tsv
refused 3 tensen eval t.tensen --judged graded.tsv --aspects long.tsv
