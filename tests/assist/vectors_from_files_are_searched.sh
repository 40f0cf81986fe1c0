#!/bin/sh
# Vectors made elsewhere come in from files, are found by, are kept by an update and by --retrain,
# and whatever is wrong with them is told in a line before anything is written.
. "$ROOT/tests/assist/lib.sh"
need python3
STUB="python3 -B $ROOT/tests/assist/embeddings_server.py"
cat "$DATA"/demo/*.jsonl >all.jsonl 2>/dev/null || exit 1
$STUB npy all.jsonl v --dim 64
n=$(wc -l <all.jsonl)
WITH="--vectors v.npy --vector-ids v.ids --embeddings-name trigrams"

tensen index -o a.tensen all.jsonl $WITH --lang en >out.txt 2>err.txt || wrong "index: $(cat err.txt)"
grep -q "vectors of a model for $n documents (0 ids" err.txt || wrong "no count: $(cat err.txt)"
tensen index -o b.tensen all.jsonl $WITH -j 1 --quiet >out.txt
cmp a.tensen b.tensen || wrong "the bytes depend on the threads"
first=$(head -1 v.ids)
nearest() { tensen search "$1" "$first" --side embeddings -k 3 --json | grep '"id"'; }
nearest a.tensen >near.txt
[ "$(wc -l <near.txt)" -eq 3 ] || wrong "no neighbours: $(cat near.txt)"
grep -q "$first" near.txt && wrong "the query finds itself"

# an update keeps them; new documents wait for theirs and are counted
tensen index -o c.tensen all.jsonl --quiet >out.txt
tensen search c.tensen "$first" --side embeddings --lang en >out.txt 2>err.txt && wrong "vectors that nobody gave"
grep -q 'no vectors of a model' err.txt || wrong "$(cat err.txt)"
head -5 v.ids >some.ids
head -5 all.jsonl >some.jsonl
$STUB npy some.jsonl some --dim 64
tensen update c.tensen --vectors some.npy --vector-ids some.ids --lang en >out.txt 2>err.txt || wrong "$(cat err.txt)"
grep -q 'for 5 documents' err.txt || wrong "$(cat err.txt)"
tensen update c.tensen --retrain --quiet >out.txt || wrong "retrain"
tensen update c.tensen --vectors v.npy --vector-ids v.ids --quiet >out.txt || wrong "the rest"
tensen verify c.tensen >out.txt || wrong "verify: $(cat out.txt)"
nearest c.tensen | cmp - near.txt || wrong "other neighbours after an update"

# nested vectors: the first numbers
tensen index -o d.tensen all.jsonl $WITH --embeddings-dim 16 --quiet >out.txt || wrong "16 of 64"
nearest d.tensen >out.txt || wrong "no neighbours by 16 numbers"

refused() { # CODE LINE OPTION...
	want=$1 line=$2
	shift 2
	rm -f new.tensen
	tensen index -o new.tensen all.jsonl --lang en "$@" >out.txt 2>err.txt
	code=$?
	[ $code -eq "$want" ] || wrong "$*: code $code"
	[ "$(wc -l <err.txt)" -eq 1 ] && grep -q "$line" err.txt || wrong "$*: $(cat err.txt)"
	[ ! -e new.tensen ] || wrong "$*: an index was written"
}
python3 - <<'EOF'
import struct
b = bytearray(open("v.npy", "rb").read())
def put(name, at, bytes_):
    c = b[:]; c[at:at + len(bytes_)] = bytes_; open(name, "wb").write(c)
put("nan.npy", 128 + 256 * 3 + 8, struct.pack("<f", float("nan")))
put("zero.npy", 128 + 256 * 4, bytes(256))
put("magic.npy", 0, b"X")
open("cut.npy", "wb").write(b[:-1])
open("empty.npy", "wb").write(b"")
EOF
head -3 v.ids >few.ids
sed 's/^/NONE-/' v.ids >none.ids
refused 3 "vector 3, of document $(sed -n 4p v.ids), holds no number" --vectors nan.npy --vector-ids v.ids
refused 3 "vector 4, of document $(sed -n 5p v.ids), is zero" --vectors zero.npy --vector-ids v.ids
for f in magic cut empty; do refused 3 'expected a .npy file' --vectors $f.npy --vector-ids v.ids; done
refused 3 "3 ids, $n vectors" --vectors v.npy --vector-ids few.ids
refused 2 'go together' --vectors v.npy
refused 2 '64 numbers, of which 128 count' $WITH --embeddings-dim 128
refused 3 'No such file' --vectors none.npy --vector-ids v.ids

# another model, or none of the documents: the index stays
cp a.tensen e.tensen
tensen update e.tensen --vectors v.npy --vector-ids v.ids --embeddings-name other --lang en >out.txt 2>err.txt && wrong "another model is taken"
grep -q 'vectors of the model "trigrams" with 64 numbers, these are of "other"' err.txt || wrong "$(cat err.txt)"
tensen update e.tensen --vectors v.npy --vector-ids none.ids --embeddings-name trigrams --lang en >out.txt 2>err.txt && wrong "vectors of nobody are taken"
grep -q 'none of .* vectors is of a document' err.txt || wrong "$(cat err.txt)"
cmp a.tensen e.tensen || wrong "a refused update changed the index"
finish
