#!/bin/sh
# The record among the documents that bears on no patent is in their language, whatever the
# language of the prompts: neither a model nor an instruction in a document can tell it by that.
. "$ROOT/tests/assist/lib.sh"
for language in ja en; do
	grep -v '^#' "$ROOT/models/prompts/controls-$language.txt" >controls-$language.txt
done
controls_are() { # LANGUAGE OTHER WHERE
	grep -qFf "controls-$1.txt" chat.log || wrong "$3: no control in $1"
	! grep -qFf "controls-$2.txt" chat.log || wrong "$3: a control in $2"
}
for language in ja en; do
	answer_with ''
	rm -f $JOURNAL
	asked candidates --lang $language
	[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
	controls_are ja en "prompts in $language"
done

cat >english.jsonl <<'END'
{"id":"A1","title":"Spectacle lens that does not fog","problem":"Water condenses on a cold lens and fogs the view.","means":"Hydrophilic pillars spread the water into a thin film.","ipc":"G02C 11/08"}
{"id":"B1","title":"Refrigerated display case","problem":"Water condenses on the glass door and fogs the view of the goods.","means":"A heater warms the glass door.","ipc":"A47F 3/04"}
{"id":"C1","title":"Camera of a vehicle","problem":"Water on the lens of the camera fogs the picture.","means":"A nozzle blows air on the lens.","ipc":"B60S 1/56"}
END
tensen index -q -o index.tensen english.jsonl >account.txt || wrong "no index"
PATENT=A1
for language in ja en; do
	answer_with ''
	rm -f $JOURNAL
	asked candidates --lang $language
	[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
	controls_are en ja "English documents, prompts in $language"
done
finish
