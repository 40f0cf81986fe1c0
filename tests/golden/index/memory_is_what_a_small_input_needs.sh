# --memory: a small input is not refused where what it needs is there, its bytes are the same, and what
# is too little is told before the work, or by the number that is enough.
tensen index -q -o whole.tensen -j 2 "$DATA/demo" >/dev/null
head -n 3 "$DATA/demo/other.jsonl" >three.jsonl
tensen index -q -o few.tensen three.jsonl >/dev/null
tensen index -q -o x.tensen -j 2 --memory 176M "$DATA/demo" >/dev/null && cmp x.tensen whole.tensen && echo 'the demonstration in 176M'
tensen index -q -o y.tensen -j 1 --memory 140M three.jsonl >/dev/null && cmp y.tensen few.tensen && echo 'three documents in 140M'
tensen update -q -j 1 y.tensen --memory 140M --delete "$(head -n 1 three.jsonl | sed 's/.*"id": *"\([^"]*\)".*/\1/')" >/dev/null && echo 'an update in 140M'
for lang in en ja; do
	for memory in 1K 64M 144M; do
		tensen index -q -o z.tensen -j 2 --memory $memory "$DATA/demo" --lang $lang 2>&1 >/dev/null
		echo "code $?"
	done
done
[ ! -e z.tensen ] || echo 'something was written'
