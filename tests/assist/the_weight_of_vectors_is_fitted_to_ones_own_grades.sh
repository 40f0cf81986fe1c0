#!/bin/sh
# `eval --keep-weight` asks the short questions of graded patents by every weight, shows what each finds
# and what a weight chosen on other patents finds, and keeps the best one beside the index, by which
# search then orders; a model that sees more than the words gets more weight, one that errs none.
. "$ROOT/tests/assist/lib.sh"
need python3
cat "$DATA"/demo/*.jsonl >all.jsonl

# Eight patents, each with a question in the words of another document and a good one that only the model sees.
python3 - <<'PY'
import json
docs = [json.loads(line) for line in open("all.jsonl", encoding="utf-8")][::7]
grades, aspects, pairs = ["query\tdocument\tgrade"], ["query\taspect"], []
for i in range(8):
    patent, words, good, better = docs[4 * i:4 * i + 4]
    question = words["title"] + "の件"
    grades += ["%s\t%s\t2" % (patent["id"], good["id"]), "%s\t%s\t3" % (patent["id"], better["id"]), "%s\t%s\t0" % (patent["id"], words["id"])]
    aspects.append("%s\t%s" % (patent["id"], question))
    pairs += ["--pair", "%s=%s%s" % (question, good["title"], better["title"])]
open("grades.tsv", "w", encoding="utf-8").write("\n".join(grades) + "\n")
open("few.tsv", "w", encoding="utf-8").write("\n".join(grades[:7]) + "\n")
open("aspects.tsv", "w", encoding="utf-8").write("\n".join(aspects) + "\n")
open("pairs", "w", encoding="utf-8").write("\n".join(pairs) + "\n")
PY
serve() { # OPTION...
	hush
	rm -f port
	python3 -B "$ROOT/tests/assist/embeddings_server.py" serve asked.log --dim 256 "$@" >server.txt 2>&1 &
	SERVER=$!
	trap 'kill $SERVER 2>/dev/null' EXIT
	await port server.txt
}
fit() { tensen eval "$1" --judged grades.tsv --aspects aspects.tsv --lang en "$2" --json >eval.json 2>err.txt; }
value() { sed -n '/"section": "weight"/,$p' eval.json | grep -A4 "\"figure\": \"$1\"" | grep -A3 "\"scope\": \"$2\"" | sed -n 's/.*"value": \(.*\),/\1/p'; }
at_least() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a >= b) }' || wrong "$3: $1 < $2"; }

# a model that sees more than the words
IFS='
'
set -- $(cat pairs)
unset IFS
serve "$@"
tensen index -o a.tensen all.jsonl --embeddings "http://127.0.0.1:$(cat port)" --embeddings-name sees --quiet >out.txt || wrong "$(cat out.txt)"
cp a.tensen.embeddings.json before.json
fit a.tensen --fit-weight || wrong "fit: $(cat err.txt)"
cmp a.tensen.embeddings.json before.json || wrong "--fit-weight keeps something"
fit a.tensen --keep-weight || wrong "keep: $(cat err.txt)"
for weight in 0 0.25 0.5 0.75 1 1.5 2; do [ -n "$(value ndcg@25 $weight)" ] || wrong "no line of weight $weight"; done
at_least "$(value ndcg@25 2)" "$(value ndcg@25 0)" "the model sees no more than the words"
at_least "$(value ndcg@25 left-out)" "$(value ndcg@25 0.5)" "left out"
grep -q 'the weight is 2 now' err.txt || wrong "not kept: $(cat err.txt)"
grep -q '"weight":2' a.tensen.embeddings.json || wrong "$(cat a.tensen.embeddings.json)"
[ "$(value gain-ndcg@25 left-out)" != 0.0 ] || wrong "no gain"
cp eval.json one.json
tensen eval a.tensen --judged grades.tsv --aspects aspects.tsv --lang en --fit-weight --json -j 1 >two.json
for f in one two; do sed -n '/"section": "weight"/,$p' $f.json >$f.weight; done
cmp one.weight two.weight || wrong "the figures depend on the threads or on the weight kept"

# search, ideas and an update go by it
question=$(sed -n '2s/.*	//p' aspects.tsv)
good=$(sed -n '3s/^[^	]*	\([^	]*\)	.*/\1/p' grades.tsv)
place() { tensen search "$1" --text "$question" -k 100 --json | grep '"id"' | grep -n "$good" | cut -d: -f1; }
fitted=$(place a.tensen)
echo '{"id":"NEW-1","title":"新しい椅子","abstract":"新しい椅子である。"}' >new.jsonl
tensen update a.tensen new.jsonl --quiet >out.txt || wrong "update"
grep -q '"weight":2' a.tensen.embeddings.json || wrong "an update forgets the weight"
sed -i 's/"weight":2/"weight":0/' a.tensen.embeddings.json
without=$(place a.tensen)
[ "${fitted:-101}" -lt "${without:-101}" ] || wrong "place $fitted, with weight 0 \"$without\""

# what cannot be fitted is one line, and nothing is kept
refused() { # CODE LINE OPTION...
	want=$1 line=$2
	shift 2
	cp a.tensen.embeddings.json before.json
	tensen eval "$@" --lang en --keep-weight >out.txt 2>err.txt
	code=$?
	[ $code -eq "$want" ] || wrong "$*: code $code"
	grep -q "$line" err.txt || wrong "$*: $(cat err.txt)"
	cmp a.tensen.embeddings.json before.json || wrong "$*: something was kept"
}
cp "$DEMO" plain.tensen
refused 2 'needs\|need --judged' a.tensen
refused 2 'no vectors of a model' plain.tensen --judged grades.tsv
refused 3 '2 patents .* at least 5' a.tensen --judged few.tsv --aspects aspects.tsv
hush
rm -f a.tensen.questions
refused 5 '8 of 8 short questions got no vector' a.tensen --judged grades.tsv --aspects aspects.tsv
mv a.tensen.embeddings.json away.json
: >a.tensen.embeddings.json
refused 2 'tensen update FILE --embeddings' a.tensen --judged grades.tsv --aspects aspects.tsv

# grades by which the model is wrong and the words are right: the vectors count nothing, nor did they before
serve "$@"
tensen index -o b.tensen all.jsonl --embeddings "http://127.0.0.1:$(cat port)" --embeddings-name errs --quiet >out.txt || wrong "$(cat out.txt)"
tensen index -o words.tensen all.jsonl --quiet >out.txt
echo 'query	document	grade' >grades.tsv
sed 1d aspects.tsv | while IFS='	' read -r patent asked; do
	tensen search words.tensen --text "$asked" -k 8 --json | sed -n 's/.*"id": "\(.*\)",$/\1/p' | sed "s/.*/$patent	&	3/" >>grades.tsv
done
fit b.tensen --keep-weight || wrong "errs: $(cat err.txt)"
grep -q '"weight":0.0,' b.tensen.embeddings.json || wrong "a model that errs counts: $(cat err.txt)"
grep -q 'the weight is 0 now' err.txt || wrong "not told: $(cat err.txt)"
[ -z "$(place b.tensen)" ] || wrong "what only the model sees is found with weight 0"
finish
