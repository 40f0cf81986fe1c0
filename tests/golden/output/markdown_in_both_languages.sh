# Markdown of every command that has it: tables where they fit, quotes with marked terms.
. "$ROOT/tests/golden/lib.sh"
printf 'query\tdocument\tgrade\nDEMO-34-005\tDEMO-32-006\t2\nDEMO-34-005\tDEMO-01-006\t0\n' >judged.tsv
for lang in ja en; do
	tensen ideas "$DEMO" DEMO-35-012 --unread 2 --format md --lang $lang
	tensen combine "$DEMO" DEMO-35-012 DEMO-01-006 --unread 1 --format md --lang $lang
	tensen match "$DEMO" --text '粉が湿気で固まって困っている' -k 1 --format md --lang $lang
	tensen search "$DEMO" DEMO-35-012 -k 2 --format md --lang $lang
	tensen eval "$DEMO" --judged judged.tsv --format md --lang $lang | head -n 8
	tensen scan -q "$DEMO" -o out.$lang --top 1 --lang $lang --format md
	tensen report -q "$DEMO" --ideas 1 --format md --lang $lang | sed "13,\$ { \$!d }"
done | without_signature
