# Every usage error: one line on stderr that names the mistake, nothing on stdout, code 2.
: >x.tensen
n=0
try() {
	"$@" >out.txt 2>err.txt
	code=$?
	[ $code -eq 2 ] || echo "code $code, expected 2: $*"
	[ ! -s out.txt ] || { echo "stdout: $*"; cat out.txt; }
	[ "$(wc -l <err.txt)" -eq 1 ] || echo "$(wc -l <err.txt) lines: $*"
	cat err.txt
	n=$((n + 1))
}
try tensen frobnicate
try tensen --langx en
try tensen --lang xx
try tensen --lang
try tensen search
try tensen search x.tensen
try tensen search x.tensen A B
try tensen search x.tensen A --text t
try tensen search x.tensen --text t --file f
try tensen search x.tensen --frobnicate
try tensen search x.tensen -z
try tensen search x.tensen --json=3 A
try tensen search x.tensen A -k
try tensen search x.tensen A -k 0
try tensen search x.tensen A -k -1
try tensen search x.tensen A -k 1e3
try tensen search x.tensen A -k 99999999999999999999
try tensen search x.tensen A --side middle
try tensen search x.tensen A --format yaml
try tensen search x.tensen A --lang fr
try tensen search x.tensen A --out-of-field=all
try tensen search x.tensen A --field 0
try tensen search x.tensen A --field 36
try tensen search x.tensen A --field astrology
try tensen search x.tensen A --field chem
try tensen search x.tensen A --since 2010-13
try tensen search x.tensen A --since 2010-02-31
try tensen search x.tensen A --since yesterday
try tensen search x.tensen A --since 2020 --until 2019
try tensen search x.tensen --queries q.jsonl
try tensen search x.tensen --run run.txt
try tensen search x.tensen A --queries q.jsonl --run run.txt
try tensen ideas x.tensen A --boldness 1.5
try tensen ideas x.tensen A --boldness nan
try tensen ideas x.tensen A --boldness -1
try tensen ideas x.tensen A --evidence 13
try tensen combine x.tensen A B --evidence 13
try tensen scan x.tensen -o s.jsonl --evidence 13
try tensen match x.tensen A -k 1001
try tensen report x.tensen --ideas 51
try tensen eval x.tensen --seed 0
try tensen index a.jsonl
try tensen index -o new.tensen
try tensen eval x.tensen --qrels y.tsv
try tensen info
try tensen info x.tensen y.tensen
try tensen verify
echo "$n tried"
