# Markdown of every command that has it: tables where they fit, quotes with marked terms.
. "$ROOT/tests/golden/lib.sh"
for lang in ja en; do
	tensen ideas "$DEMO" DEMO-35-012 --unread 2 --format md --lang $lang
	tensen combine "$DEMO" DEMO-35-012 DEMO-01-006 --unread 1 --format md --lang $lang
	tensen match "$DEMO" --text '粉が湿気で固まって困っている' -k 1 --format md --lang $lang
	tensen search "$DEMO" DEMO-35-012 -k 2 --format md --lang $lang
done | without_signature
