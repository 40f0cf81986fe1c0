#!/bin/sh
# Files that have vectors of one model are merged, or searched together, with their vectors: they answer
# as one index that was given all of them at once; files of two models are refused in a line.
. "$ROOT/tests/assist/lib.sh"
need python3
STUB="python3 -B $ROOT/tests/assist/embeddings_server.py"
cat "$DATA"/demo/*.jsonl >all.jsonl
$STUB npy all.jsonl v --dim 64
WITH="--vectors v.npy --vector-ids v.ids --embeddings-name trigrams"
tensen index -o plain.tensen all.jsonl --quiet >out.txt
mkdir parts
awk 'NR % 2' v.ids >odd.txt
awk 'NR % 2 == 0' v.ids >even.txt
cp plain.tensen parts/even.tensen # without the odd ones, and so on
cp plain.tensen parts/odd.tensen
tensen update -q parts/even.tensen --delete @odd.txt >out.txt || wrong "update: code $?"
tensen update -q parts/odd.tensen --delete @even.txt >out.txt || wrong "update: code $?"
cp parts/even.tensen bare.tensen
for half in odd even; do tensen update -q parts/$half.tensen $WITH >out.txt || wrong "vectors: code $?"; done
cp plain.tensen once.tensen
tensen update -q once.tensen $WITH >out.txt || wrong "vectors: code $?"

# merged: the bytes do not depend on the threads, the answers are those of one set
tensen merge -q -o merged.tensen parts >out.txt || wrong "merge: code $?"
tensen merge -q -j 1 -o again.tensen parts >out.txt
cmp merged.tensen again.tensen || wrong "the bytes depend on the threads"
tensen verify merged.tensen >out.txt || wrong "verify: $(cat out.txt)"
nearest() { tensen search "$@" --side embeddings -k 10 --json; }
ids() { sed -n 's/.*"id": "\(.*\)",$/\1/p'; }
sed -n '1~14p' v.ids | while read -r id; do
	nearest once.tensen "$id" | ids >want
	nearest merged.tensen "$id" | ids >got
	[ "$(wc -l <want)" -eq 10 ] || echo "$id: no ten neighbours"
	[ "$(head -1 want)" = "$(head -1 got)" ] || echo "$id: nearest $(head -1 got), of one set $(head -1 want)"
	[ "$(sort want got | uniq -d | wc -l)" -ge 9 ] || echo "$id: other neighbours"
done >>wrong.txt
[ -s wrong.txt ] || rm wrong.txt
tensen info merged.tensen --json | grep -q '"model":"trigrams","dim":64' || wrong "the merged file does not name the model"

# searched together, with a joint file and without: as the merged file, to the digit
tensen merge -q --joint parts || wrong "merge --joint: code $?"
for files in parts parts/joint.tensen "parts/even.tensen --with parts/odd.tensen"; do
	for id in DEMO-35-012 DEMO-12-003; do
		nearest merged.tensen $id | grep -v '^ *"index"' >want
		# shellcheck disable=SC2086
		nearest $files $id 2>err.txt | grep -v '^ *"index"' >got
		cmp want got || wrong "$files $id differs from the merged file: $(cat err.txt)"
	done
done

# an update of the merged file keeps them; a part without vectors has none there, either
tensen update -q merged.tensen --delete DEMO-35-001 >out.txt || wrong "update of merged: code $?"
[ "$(nearest merged.tensen DEMO-35-012 | ids | wc -l)" -eq 10 ] || wrong "an update lost them"
tensen merge -q -o half.tensen bare.tensen parts/odd.tensen >out.txt || wrong "merge with a bare part"
first=$(head -1 odd.txt) other=$(head -1 even.txt)
nearest half.tensen "$first" | ids >got
[ "$(grep -cxFf odd.txt got)" -eq 10 ] || wrong "a document without a vector is found: $(cat got)"
nearest half.tensen "$other" --lang en >out.txt 2>err.txt && wrong "a vector of nowhere"
tensen merge -q -o bare2.tensen bare.tensen >out.txt
tensen info bare2.tensen --json | grep -q '"embeddings"' && wrong "a model without vectors"

# two models: one line in each language, and nothing is written
cp bare.tensen other.tensen
tensen update -q other.tensen --vectors v.npy --vector-ids v.ids --embeddings-name other >out.txt
cp bare.tensen short.tensen
tensen update -q short.tensen $WITH --embeddings-dim 32 >out.txt
refused() { # FILE LANG LINE
	tensen merge -q -o new.tensen parts/odd.tensen "$1" --lang "$2" >out.txt 2>err.txt
	code=$?
	[ $code -eq 4 ] || wrong "$1: code $code"
	[ "$(wc -l <err.txt)" -eq 1 ] && grep -q "$3" err.txt || wrong "$1: $(cat err.txt)"
	[ ! -e new.tensen ] || wrong "$1: an index was written"
}
refused other.tensen en 'other.tensen: has vectors of the model "other" with 64 numbers, parts/odd.tensen of "trigrams" with 64'
refused other.tensen ja 'other.tensen: .*「other」（64 個）.*parts/odd.tensen の.*「trigrams」'
refused short.tensen en '"trigrams" with 32 numbers'
nearest parts/odd.tensen DEMO-35-012 --with other.tensen --lang en >out.txt 2>err.txt && wrong "two models searched together"
grep -q 'has vectors of the model "other"' err.txt || wrong "$(cat err.txt)"

# the server goes with them: a question finds by the merged file and by the folder, with the weight that is kept
$STUB serve asked.log --dim 64 >server.txt 2>&1 &
SERVER=$!
trap 'kill $SERVER 2>/dev/null' EXIT
await port server.txt
mkdir asked
cp plain.tensen asked/odd.tensen
tensen update -q asked/odd.tensen --delete @even.txt >out.txt
cp bare.tensen asked/even.tensen
cp plain.tensen whole.tensen
for file in asked/odd asked/even whole; do
	tensen update $file.tensen --embeddings "http://127.0.0.1:$(cat port)" --embeddings-name trigrams --quiet >out.txt || wrong "$file: $(cat out.txt)"
	sed -i 's/"probe"/"weight":1.5,"probe"/' $file.tensen.embeddings.json
done
tensen merge -q -o both.tensen asked >out.txt || wrong "merge: code $?"
grep -q '"weight":1.5' both.tensen.embeddings.json || wrong "the server and the weight do not go with them"
for side in embeddings fused; do
	for text in 設備の異常を早く知る 曇らない鏡; do
		tensen search whole.tensen --text $text --json -k 3 --side $side | ids >want
		[ "$(wc -l <want)" -eq 3 ] || wrong "$text finds nothing"
		for files in both.tensen asked; do
			tensen search $files --text $text --json -k 3 --side $side 2>err.txt | ids >got
			cmp want got || wrong "$files, $text: $(cat want got err.txt)"
		done
	done
done
# a weight that is no number changes no list
sed -i 's/"weight":1.5/"weight":1e400/' both.tensen.embeddings.json
tensen search both.tensen --text 設備の異常を早く知る --json -k 3 2>err.txt | grep -c '"score": [0-9.]*,$' | grep -qx 3 || wrong "an endless weight: $(cat err.txt)"
# another model behind the same name
hush
rm port
$STUB serve asked.log --dim 64 --salt new >server.txt 2>&1 &
SERVER=$!
await port server.txt
cp bare.tensen salted.tensen
tensen update -q salted.tensen --embeddings "http://127.0.0.1:$(cat port)" --embeddings-name trigrams >out.txt 2>err.txt || wrong "$(cat err.txt)"
tensen merge -q -o new.tensen asked/odd.tensen salted.tensen --lang en >out.txt 2>err.txt && wrong "another model under the same name"
grep -q 'salted.tensen: has vectors of the model "trigrams", which answered otherwise' err.txt || wrong "$(cat err.txt)"
finish
