# --out-of-field=ipc3 leaves out what shares an IPC class with any of the patents, asked together
# or combined.  A patent named twice is refused by combine and counts once for ideas.
. "$ROOT/tests/golden/lib.sh"
classes() { # ID...: their IPC classes, A01 and the like
	for id; do cat "$DATA"/demo/*.jsonl | grep "\"id\": *\"$id\"" | grep -oE '"[A-H][0-9]{2}[A-Z]' | cut -c2-4; done | sort -u
}
classes DEMO-01-001 DEMO-34-014 >own.txt
for command in combine ideas; do
	tensen $command "$DEMO" DEMO-01-001 DEMO-34-014 --out-of-field=ipc3 -k 35 --json >r.json
	sed -n '/"document": {/,/"id"/s/.*"id": "\(.*\)",.*/\1/p' r.json | sort -u >found.txt
	[ -s found.txt ] && echo "$command: some documents"
	for id in $(cat found.txt); do
		classes "$id" | comm -12 - own.txt | sed "s/^/$command: $id shares /"
	done
done
refused 2 tensen combine "$DEMO" DEMO-01-001 DEMO-01-001
tensen ideas "$DEMO" DEMO-01-001 DEMO-34-014 --json >once.json
tensen ideas "$DEMO" DEMO-01-001 DEMO-34-014 DEMO-01-001 --json | cmp - once.json
