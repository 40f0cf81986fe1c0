#!/bin/sh
# The record among the documents that bears on no patent is in their language, whatever the
# language of the prompts: neither a model nor an instruction in a document can tell it by that.
. "$ROOT/tests/assist/lib.sh"
controls_in() { # LANGUAGE OTHER WHERE: whatever the language of the prompts
	for language in ja en; do
		answer_with ''
		rm -f $READINGS
		asked candidates --lang $language
		[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
		controls_are "$1" "$2" "$3, prompts in $language"
	done
}
controls_in ja en "Japanese documents"

cat >english.jsonl <<'END'
{"id":"A1","title":"Spectacle lens that does not fog","problem":"Water condenses on a cold lens and fogs the view.","means":"Hydrophilic pillars spread the water into a thin film.","ipc":"G02C 11/08"}
{"id":"B1","title":"Refrigerated display case","problem":"Water condenses on the glass door and fogs the view of the goods.","means":"A heater warms the glass door.","ipc":"A47F 3/04"}
{"id":"C1","title":"Camera of a vehicle","problem":"Water on the lens of the camera fogs the picture.","means":"A nozzle blows air on the lens.","ipc":"B60S 1/56"}
END
tensen index -q -o index.tensen english.jsonl >account.txt || wrong "no index"
PATENT=A1
controls_in en ja "English documents"
finish
