# An input that is not there, inputs that differ between ranks, too many ranks: one line, a code.
. "$ROOT/tests/mpi/lib.sh"

ranks 2 index -o out "$DATA/demo" "$DATA/nowhere.jsonl" 2>err.txt
[ $? -eq 3 ] || fail "missing input: code $?"
grep -q 'nowhere.jsonl' err.txt || fail "missing input: $(cat err.txt)"

cat >differ <<'EOF'
#!/bin/sh
case ${OMPI_COMM_WORLD_RANK:-${PMI_RANK:-0}} in
0) exec "$TENSEN_MPI" index -j 1 -o out "$DATA/demo/other.jsonl" "$DATA/demo/chemistry.jsonl" ;;
*) exec "$TENSEN_MPI" index -j 1 -o out "$DATA/demo/other.jsonl" ;;
esac
EOF
chmod +x differ
$MPIRUN -n 2 ./differ 2>err.txt && fail "different inputs were accepted"
grep -q '入力、条件か辞書' err.txt || fail "different inputs: $(cat err.txt)"

head -n 1 "$DATA/demo/other.jsonl" >one.jsonl
ranks 3 index -o few one.jsonl 2>err.txt && fail "three ranks for one document were accepted"
grep -q 'ランクを減らして' err.txt || fail "few documents: $(cat err.txt)"
ls out few 2>/dev/null | grep -q 'tensen$' && fail "a shard was left behind"

ranks 2 index -q -o two "$DATA/demo/other.jsonl" || fail "two ranks: code $?"
ranks 3 index -q -o two "$DATA/demo/other.jsonl" 2>err.txt && fail "shards of 2 and 3 ranks in one folder"
grep -q '別のフォルダ' err.txt || fail "mixed folder: $(cat err.txt)"
exit 0
