#!/bin/sh
# A folder of files of one model is served as the file that `tensen merge` makes of them; the answer
# says when one is missing, and with --strict there is no server.
. "$ROOT/tests/serve/lib.sh"
tensen scan "$DEMO" -q --all -o all.jsonl >/dev/null
sed -n 's/^{"id":"\([^"]*\)".*/\1/p' all.jsonl >ids.txt
[ -s ids.txt ] || wrong "no ids"
awk 'NR % 2' ids.txt >odd.txt
awk 'NR % 2 == 0' ids.txt >even.txt
mkdir index.tensen
for half in odd even; do # an update keeps the model
	cp "$DEMO" index.tensen/$half.tensen
	tensen update -q index.tensen/$half.tensen --delete @$half.txt >/dev/null || wrong "update: code $?"
done
tensen merge -q -o merged.tensen index.tensen >/dev/null || wrong "merge: code $?"
tensen merge -q --joint index.tensen || wrong "merge --joint: code $?"

serve
for target in 'search?id=DEMO-35-012&explain=1' 'ideas?id=DEMO-35-012' 'candidates?id=DEMO-09-008' \
	'show?id=DEMO-12-003' fields; do
	ask GET "/api/v1/$target" | grep '^ ' | grep -v '^ "index"' >got.json
	case ${target%%\?*} in
	search) tensen search merged.tensen DEMO-35-012 --explain --json ;;
	ideas) tensen ideas merged.tensen DEMO-35-012 --json ;;
	candidates) tensen candidates merged.tensen DEMO-09-008 --json ;;
	show) tensen show merged.tensen DEMO-12-003 --json ;;
	fields) tensen fields merged.tensen --json ;;
	esac | grep '^ ' | grep -v '^ "index"' >want.json
	[ -s want.json ] || wrong "$target: nothing to compare"
	cmp -s got.json want.json || wrong "$target differs from the merged file"
done
stop

rm index.tensen/even.tensen
serve
grep -q 'of 2 shards 1' server.err || wrong "a missing file is not named: $(cat server.err)"
ask GET /api/v1/info | grep -q '"coverage"' || wrong "no coverage in an answer"
stop
tensen serve index.tensen --port 0 --strict --lang en 2>strict.err && wrong "--strict served a part"
grep -q '1 of 2 shards' strict.err || wrong "--strict: $(cat strict.err)"
finish
