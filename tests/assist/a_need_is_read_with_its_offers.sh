#!/bin/sh
# `match --model`: the first offers are read with the need; what answers it stands first with how,
# both quotations and the objection, what does not goes to the end; where nothing answers it the
# list says so.  The readings are used without a model, asked again nothing is sent, and a
# quotation that stands in no text is dropped.
. "$ROOT/tests/assist/lib.sh"
NEED='冷凍ショーケースのガラス扉が結露で曇って中の商品が見えない'
matched() { # OPTION...
	tensen match index.tensen --text "$NEED" --json --lang en "$@" >out.txt 2>err.txt || wrong "match $*: $(cat err.txt)"
}
said() { # EXPRESSION over o, the answer
	python3 -c "import json; o = json.load(open('out.txt')); v = o['offers']; print($1)"
}
answer_with ''
rm -f $READINGS
matched --closed
before=$(said "[x['id'] for x in v]")
[ "$(said "o['read']")" -eq 0 ] || wrong "something was read"
# shellcheck disable=SC2086
matched --closed $MODEL
[ "$(asked_as meet)" -gt 0 ] || wrong "nothing was asked: $(cat err.txt)"
[ "$(said "o['answering']")" -gt 0 ] || wrong "nothing answers"
[ "$(said "o['read']")" -gt "$(said "o['answering']")" ] || wrong "everything answers"
[ "$(said "v[0]['judgement']['grade']")" -eq 3 ] || wrong "an answer is not first"
[ "$(said "all(x['judgement'][k] for x in v if (x['judgement'] or {}).get('grade', 0) > 1 for k in ('transfer', 'quote_query', 'quote_document', 'objection', 'by'))")" = True ] ||
	wrong "an answer without its reasons"
[ "$(said "all(x['judgement']['quote_query'] in '$NEED' for x in v if (x['judgement'] or {}).get('quote_query'))")" = True ] || wrong "a quotation is not of the need"
[ "$(said "(lambda c: c == sorted(c))([{3: 0, 2: 1, 1: 3, 0: 4}[x['judgement']['grade']] if x['judgement'] else 2 for x in v])")" = True ] ||
	wrong "order: $(cat out.txt)"
cp out.txt with.txt
n=$(requests)
# shellcheck disable=SC2086
matched --closed $MODEL
[ "$(requests)" -eq "$n" ] || wrong "asked again"
hush
matched --closed
cmp -s out.txt with.txt || wrong "another answer without the model"
tensen match index.tensen --text "$NEED" --closed --lang ja >table.txt 2>&1
grep -q '応え方 *t' table.txt && grep -q '反論 *o' table.txt || wrong "the table lacks what was read: $(cat table.txt)"
tensen match index.tensen --text "$NEED" --closed --format csv --lang en >cells.csv
head -1 cells.csv | grep -q '"grade","transfer","quote_query","quote_document","objection","read_by","index","command"' || wrong "columns: $(head -1 cells.csv)"

# nothing answers: said so, the order of the unread ones is as before
answer_with doubts
rm -f $READINGS*
# shellcheck disable=SC2086
matched --closed $MODEL
[ "$(said "o['answering']")" -eq 0 ] && [ "$(said "o['read'] > 0")" = True ] || wrong "read and none: $(cat out.txt)"
tensen match index.tensen --text "$NEED" --closed --lang en >table.txt 2>&1
grep -q 'that were read none answers this need' table.txt || wrong "not said: $(cat table.txt)"

# a quotation that stands in no text
answer_with quote
rm -f $READINGS*
# shellcheck disable=SC2086
matched --closed $MODEL
[ "$(said "o['answering']")" -eq 0 ] || wrong "an invented quotation is taken"
grep -q '"dropped":"quotation"' $READINGS || wrong "it is not dropped by its name"
[ -n "$before" ] || wrong "no offers"

# carried over as any reading, checked again
answer_with ''
rm -f $READINGS*
# shellcheck disable=SC2086
matched --closed $MODEL
cp $READINGS all.jsonl
sed 's/"quote_document":"[^"]*"/"quote_document":"この文献のどこにも書かれていない一文である"/' all.jsonl >changed.jsonl
rm -f $READINGS*
tensen readings index.tensen --import changed.jsonl --lang en >out.txt 2>err.txt
grep -q 'a quotation does not stand in the text' err.txt || wrong "a changed quotation is taken: $(cat out.txt err.txt)"
rm -f $READINGS*
tensen readings index.tensen --import all.jsonl --lang en >out.txt 2>err.txt
matched --closed
cmp -s out.txt with.txt || wrong "imported readings give another answer"
finish
