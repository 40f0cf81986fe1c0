# Search and ideas over four shards give exactly the merged file's answers, with the joint file and
# without one; fewer shards say so, or are refused.
. "$ROOT/tests/mpi/lib.sh"
ranks 4 index -q -o out "$DATA/demo" || fail "4 ranks: code $?"
same_as_one_process out

# answer COMMAND FILE ARGUMENT...: what a command says, but for the signature of the index.
answer() {
	command=$1
	shift
	tensen "$command" "$@" --json | grep -v '^ *"index": '
}
# same COMMAND FILES ARGUMENT...: FILES answer as the merged file.
same() {
	command=$1 files=$2
	shift 2
	answer "$command" merged.tensen "$@" >want.json || fail "$command merged.tensen: code $?"
	# shellcheck disable=SC2086
	answer "$command" $files "$@" >got.json 2>err.txt || fail "$command $files: code $?"
	cmp want.json got.json || fail "$command $files $* differs from the merged file"
}

first=out/shard-0001-of-0004.tensen
others="--with out/shard-0004-of-0004.tensen --with out/shard-0003-of-0004.tensen
	--with out/shard-0002-of-0004.tensen"
for id in DEMO-35-012 DEMO-09-008 DEMO-12-003; do
	for files in out out/joint.tensen "$first $others --with out/joint.tensen"; do
		same search "$files" $id -k 200 --explain --quote
		same ideas "$files" $id
		same candidates "$files" $id
		same show "$files" $id
	done
done
same combine out DEMO-35-012 DEMO-09-008
same match out --text '粉が湿気で固まって困っている'
same search out --text '振動を抑える' --open --not-field 1 -k 30
same search out DEMO-35-012 --side lexical --per ipc4
same fields out
printf 'query\tdocument\tgrade\nDEMO-34-005\tDEMO-32-006\t2\nDEMO-34-005\tDEMO-01-006\t0\n' >judged.tsv
same eval out --judged judged.tsv
same report out
tensen scan out -o got.jsonl -q >/dev/null && tensen scan merged.tensen -o want.jsonl -q >/dev/null ||
	fail "scan failed"
sed 1d got.jsonl >got.lines
sed 1d want.jsonl >want.lines
grep -v '"hash"' want.lines | cmp - got.lines || fail "scan differs"
tensen verify out >/dev/null || fail "verify: code $?"

# without the joint file it is made for the call
mv out/joint.tensen joint.kept
same search out DEMO-35-012
grep -q 'merge --joint' err.txt || fail "no word of a joint file that was made: $(cat err.txt)"
tensen merge -q --joint out || fail "merge --joint: code $?"
cmp out/joint.tensen joint.kept || fail "the joint file depends on the number of ranks that make it"

# three of four: as the file of these three, and it says so
mkdir three
cp out/shard-000[134]-of-0004.tensen out/joint.tensen three
tensen search three DEMO-35-012 --json >got.json 2>err.txt
grep -q 'of 4 shards 3\|4 個のうち 3 個' err.txt || fail "no word of a missing shard: $(cat err.txt)"
grep -q '"coverage"' got.json || fail "no coverage in JSON"
tensen search three DEMO-35-012 --strict --lang en >/dev/null 2>err.txt && fail "--strict answered"
grep -q '3 of 4 shards' err.txt || fail "--strict: $(cat err.txt)"
tensen merge -q -o no.tensen three 2>/dev/null && fail "three of four were merged"

# a damaged part or joint file is refused
cp -r out bad
printf 'x' | dd of=bad/shard-0002-of-0004.tensen bs=1 seek=100000 conv=notrunc 2>/dev/null
tensen verify bad >/dev/null 2>&1 && fail "a damaged shard was called sound"
exit 0
