# Shards are given vectors of a model one by one; merged, with a joint file that one process makes, and with
# one that the ranks make together, they answer as the index that was given all of them at once.
. "$ROOT/tests/mpi/lib.sh"
STUB="python3 -B $ROOT/tests/assist/embeddings_server.py"
cat "$DATA"/demo/*.jsonl >all.jsonl
$STUB npy all.jsonl v --dim 64 || { echo "without python3" >&2; exit 77; }
WITH="--vectors v.npy --vector-ids v.ids --embeddings-name trigrams"
ranks 4 index -q -o out "$DATA/demo" || fail "4 ranks: code $?"
for shard in out/shard-*.tensen; do
	# shellcheck disable=SC2086
	tensen update -q "$shard" $WITH >out.txt 2>err.txt || fail "$shard: $(cat err.txt)"
done
tensen update -q out/shard-0001-of-0004.tensen --delete DEMO-35-012 >out.txt 2>err.txt && fail "a document of a shard is deleted"

hits() { tensen search "$@" --side embeddings -k 10 --json 2>err.txt | grep -v '^ *"index": '; }
tensen merge -q -o merged.tensen out >out.txt || fail "merge: code $?"
tensen index -q -o once.tensen "$DATA/demo" $WITH >out.txt
[ "$(hits once.tensen DEMO-35-012 | grep -c '"id"')" -ge 10 ] || fail "nothing is found"
same=0
sed -n '1~20p' v.ids >some
while read -r id; do
	hits once.tensen "$id" | grep '"id"' | sort >want
	hits merged.tensen "$id" | grep '"id"' | sort >got
	same=$((same + $(comm -12 want got | wc -l)))
done <some
[ $same -ge $(($(wc -l <some) * 99 / 10)) ] || fail "$same hits are those of one index, of $(wc -l <some) times ten"

# the joint file of before has no vectors and is of other bytes: it is made anew
hits merged.tensen DEMO-35-012 >want
hits out DEMO-35-012 >got
cmp want got || fail "the folder differs from the merged file"
grep -q 'merge --joint' err.txt || fail "an old joint file is used"
tensen merge -q --joint out || fail "merge --joint: code $?"
cp out/joint.tensen alone.tensen
rm out/joint.tensen
ranks 4 index -q -o out --resume "$DATA/demo" || fail "--resume: code $?"
cmp out/joint.tensen alone.tensen || fail "the joint file depends on the number of ranks that make it"
hits out DEMO-35-012 | cmp want - || fail "the joint file differs from the merged file"
