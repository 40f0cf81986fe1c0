# "No such file" is 4 for an index and 3 for anything else that is read, in every command.
try() { # CODE ARGUMENT...
	want=$1
	shift
	tensen "$@" --lang en >out.txt 2>err.txt
	code=$?
	[ $code -eq "$want" ] || echo "code $code, expected $want: $*"
	grep -q "none\.[a-z]*: .*\(No such file\|could not be read\)" err.txt || { echo "$*:"; cat err.txt; }
}
for command in 'search none.idx' 'ideas none.idx' 'candidates none.idx' 'show none.idx'; do
	try 4 $command X
done
for command in 'read none.idx --open --model http://127.0.0.1:1' 'scan none.idx -o o.jsonl' 'info none.idx' \
	'verify none.idx' 'serve none.idx -p 0' 'mcp none.idx' 'match none.idx --text x' 'merge -o y none.idx' \
	'readings none.idx' 'report none.idx' 'eval none.idx --judged x' "update none.idx $DATA/demo"; do
	try 4 $command
done
cp "$DEMO" d
for command in 'index -q -o x none.jsonl' 'update -q d none.jsonl' 'update -q d --delete @none.txt' \
	'index -q -o x d --vectors none.npy --vector-ids none.txt --embeddings-name a' \
	'search d DEMO-09-008 --pairs none.tsv' 'ideas d DEMO-09-008 --grades none.tsv' \
	'candidates d DEMO-09-008 --grades none.tsv' 'eval d --judged none.tsv' 'search d --file none.txt' \
	'scan d -o o.jsonl --since none.jsonl' 'serve d -p 0 --token-file none.txt' \
	'readings d --import none.jsonl --by A' 'read d --open --model http://127.0.0.1:1 --model-name m --model-key-file none.txt'; do
	try 3 $command
done
