# A file of an option whose lines mean nothing ends the command before its work, also if no question
# needs the file: code 3, one line that names the first twenty lines.
{ printf 'query\tdocument\tgrade\nDEMO-35-012\tDEMO-09-008\t2\nDEMO-35-012\tDEMO-09-008\t9\nDEMO-35-012\t\t3\n'
	i=0
	while [ $i -lt 23 ]; do echo nothing; i=$((i + 1)); done; } >grades.tsv
printf '{"query":"A","document":"B","grade":1}\n{"query":"A","grade":1}\nB 2\n' >grades.jsonl
printf '# mine\n容器\tbottle\nbottle\n\tjar\n' >pairs.tsv
mkdir empty
cp "$DEMO" d
for lang in en ja; do
	for command in 'ideas d DEMO-35-012 --grades grades.tsv' 'candidates d DEMO-35-012 --grades grades.jsonl' \
		'eval d --judged grades.jsonl' 'readings d --import grades.jsonl --by A' \
		'search d DEMO-35-012 --pairs pairs.tsv' 'scan d -o o.jsonl --pairs pairs.tsv' 'info d --pairs pairs.tsv' \
		'search d DEMO-35-012 --lexicon empty' 'match d --text 揺れ --lexicon none' \
		'index -q -o x none.jsonl --pairs pairs.tsv' 'update -q d none.jsonl --lexicon none' \
		'ideas d DEMO-35-012 --readings none.jsonl' 'scan d -o o.jsonl --readings none.jsonl' \
		'readings d --readings none.jsonl'; do
		tensen $command --lang $lang >out.txt 2>err.txt
		[ $? -eq 3 ] || echo "not code 3: $command"
		[ ! -s out.txt ] && [ "$(wc -l <err.txt)" -eq 1 ] || echo "not one line: $command"
		cat err.txt
	done
done
cmp d "$DEMO" && ls
