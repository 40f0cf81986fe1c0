# Every option of every command that takes a file, as help lists them, with one that is not there: 3
# for what is read, 4 for an index, 5 for what cannot be written; one line that names it.
cp "$DEMO" d
: >e.tsv
printf 'DEMO-09-008\tDEMO-35-012\n' >q.txt
printf 'query\tdocument\tgrade\n' >j.tsv
printf '\223NUMPY\001\000v\000%-117s\n' "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4), }" >v.npy
base() { # COMMAND: arguments with which it would run
	case $1 in
	index) echo "-q -o x $DATA/demo/other.jsonl" ;;
	update) echo "-q d $DATA/demo/other.jsonl" ;;
	merge) echo '-q -o x d' ;;
	read) echo 'd --open --model http://127.0.0.1:1 --model-name m' ;;
	model) echo 'http://127.0.0.1:1 --model-name m --for d' ;;
	ideas | candidates | search | show) echo 'd DEMO-09-008' ;;
	combine) echo 'd DEMO-09-008 DEMO-35-012' ;;
	match) echo 'd --text 揺れ' ;;
	scan) echo 'd -o o.jsonl' ;;
	serve) echo 'd -p 0' ;;
	eval) echo 'd --judged j.tsv' ;;
	*) echo d ;;
	esac
}
with() { # COMMAND OPTION: its arguments with what the option needs beside it
	case $1,$2 in
	*,vectors) echo "$(base "$1") --embeddings-name a --vector-ids e.tsv" ;;
	*,vector-ids) echo "$(base "$1") --embeddings-name a --vectors v.npy" ;;
	*,embeddings-key-file) echo "$(base "$1") --embeddings http://127.0.0.1:1 --embeddings-name a" ;;
	search,queries) echo 'd --run run.txt' ;;
	search,run) echo "d --queries $DATA/demo/other.jsonl" ;;
	eval,queries) echo 'd --qrels q.txt' ;;
	eval,qrels) echo "d --queries $DATA/demo/other.jsonl" ;;
	eval,judged) echo d ;;
	*,file) echo d ;;
	model,for | model,keep) echo 'http://127.0.0.1:1 --model-name m' ;;
	*,rerank-key-file) echo "$(base "$1") --model http://127.0.0.1:1 --model-name m --rerank http://127.0.0.1:2" ;;
	*,model-key-file) echo "$(base "$1") --model http://127.0.0.1:1 --model-name m" ;;
	*) base "$1" ;;
	esac
}
n=0
for command in $(tensen --help --lang en | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
	for option in $(tensen "$command" --help --lang en |
		sed -n 's/^  *\(-[a-z], \)\{0,1\}--\([a-z-]*\) \(FILE\|DIR\|F\|Q\|R\|RUN\|OUT\)\( .*\)*$/\2/p'); do
		file=nowhere/none
		case $command,$option in
		serve,readings | mcp,readings | read,readings) continue ;; # another program may make it later
		esac
		case $option in
		with | for | keep) want=4 ;;
		output | report | stats | run | export | access-log) want=5 ;;
		*) want=3 ;;
		esac
		timeout 20 tensen "$command" $(with "$command" "$option") --"$option" $file --lang en >out.txt 2>err.txt
		code=$?
		[ $code -eq $want ] || echo "code $code, expected $want: $command --$option"
		[ "$(wc -l <err.txt)" -eq 1 ] && grep -q "$file" err.txt || { echo "$command --$option:"; cat err.txt; }
		n=$((n + 1))
	done
done
[ $n -gt 150 ] || echo "only $n options"
[ ! -e x ] && [ ! -e o.jsonl ] && [ ! -e run.txt ] || echo 'something was written'
cmp d "$DEMO"
