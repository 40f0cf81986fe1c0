#!/bin/sh
# Readings that another machine exported are taken in if the index has their texts, letter for
# letter with each quotation; anything else is refused with its line, and the rest is taken.
. "$ROOT/tests/assist/lib.sh"
need python3
answer_with ''
read_patent
hush
tensen readings index.tensen --export all.jsonl
grep -v '"role":"stock"' $READINGS | cmp all.jsonl - || wrong "an export is another file"
n=$(wc -l <all.jsonl)
taken() { # FILE: what the import says, of a fresh index
	rm -f $READINGS "${READINGS%.jsonl}.at"
	tensen readings index.tensen --import "$1" --lang en >out.txt 2>err.txt
	cat out.txt err.txt
}
taken all.jsonl | grep -q "$n lines taken, 0 there already, 0 refused" || wrong "import: $(cat out.txt err.txt)"
tensen readings index.tensen --import all.jsonl --lang en | grep -q "0 lines taken, $n there already, 0 refused" || wrong "a second import"
tensen ideas index.tensen $PATENT --json >ideas.txt
grep -q '"quote_document"' ideas.txt || wrong "no idea is read"

altered() { # HOW, REASON
	python3 - "$1" <<'END_OF_PYTHON' >altered.jsonl || wrong "not altered: $1"
import json, sys
done = False
for line in open("all.jsonl", encoding="utf-8"):
    o = json.loads(line)
    if not done and o["role"] == "judge" and o.get("grade", 0) > 1:
        done = True
        exec(sys.argv[1])
    print(line.rstrip("\n") if isinstance(o, dict) and o == json.loads(line) else o if isinstance(o, str) else json.dumps(o, ensure_ascii=False, separators=(",", ":")))
assert done
END_OF_PYTHON
	taken altered.jsonl | grep -q "$((n - 1)) lines taken, 0 there already, 1 refused" || wrong "$1: $(cat out.txt err.txt)"
	cat out.txt err.txt | grep -q "$2" || wrong "$1: not told: $(cat out.txt err.txt)"
}
altered 'o["quote_document"] = "この文献のどこにも書かれていない一文である"' 'a quotation does not stand in the text'
altered 'o["quote_patent"] = "この特許のどこにも書かれていない一文である"' 'a quotation does not stand in the text'
altered 'o["document_hash"] = "0" * 16' 'the document has another text here'
altered 'o["query_hash"] = "0" * 16' 'the query has another text here'
altered 'o["document"] = "DEMO-99-999"' 'the index has no such document'
altered 'o["query"] = "DEMO-99-999"' 'the index has no such query'
altered 'o["grade"] = 9' 'expected a grade of 0, 1, 2 or 3'
altered 'o["v"] = 1' 'not a reading of this version'
altered 'o = "no JSON {"' 'not a JSON object'
finish
