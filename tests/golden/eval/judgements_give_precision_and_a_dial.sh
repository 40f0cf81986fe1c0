# People who like what fits move the dial to fit; people who toss a coin do not move it.
for id in DEMO-01-005 DEMO-05-003 DEMO-09-008 DEMO-12-004 DEMO-20-003 DEMO-24-009 DEMO-25-014 \
	DEMO-26-009 DEMO-30-006 DEMO-31-006 DEMO-34-005 DEMO-35-012; do
	tensen ideas "$DEMO" "$id" -k 12 --evidence 1 --format jsonl |
		sed "s/^{\"rank\":\([0-9]*\),\"field\":\([0-9]*\),.*\"fit\":\([0-9.]*\),\"surprise\":.*/$id \2 \3/"
done >shown.txt
wc -l <shown.txt
judged() { awk "{ printf \"{\\\"id\\\":\\\"%s\\\",\\\"field\\\":%d,\\\"plausible\\\":%s,\\\"new\\\":true}\\n\", \$1, \$2, ($1) ? \"true\" : \"false\" }" shown.txt; }
judged '$3 > 0.5' >fitting.jsonl
judged 'NR * 7919 % 11 > 5' >coin.jsonl
head -n 20 fitting.jsonl >few.jsonl
tensen eval "$DEMO" --decisions fitting.jsonl --json >fitting.json
sed -n 's/^ "\(advice\|boldness\)": \(.*\),$/\1 \2/p' fitting.json |
	awk '$1 == "boldness" { print ($2 != "null" && $2 < 0.5) ? "less bold" : "as bold: " $2; next } { print }'
tensen eval "$DEMO" --decisions coin.jsonl --json | sed -n 's/^ "\(advice\|boldness\)": \(.*\),$/\1 \2/p'
tensen eval "$DEMO" --decisions few.jsonl --json | sed -n 's/^ "\(advice\|weights\)": \(.*\)$/\1 \2/p'
grep -c '^ "index": "' fitting.json
