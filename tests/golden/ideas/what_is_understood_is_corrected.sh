# Own fields and words are corrected by options, and the answer says what is understood then.
. "$ROOT/tests/golden/lib.sh"
understood() {
	tensen ideas "$DEMO" "$@" --json >answer.json
	sed -n 's/^ "own_fields": "\(.*\)",/\1/p; s/^ "own_fields_guessed": \(.*\),/guessed \1/p' answer.json
	tr -d '\n' <answer.json | sed 's/.*"query_fields": \[\([^]]*\)\].*/\1/; s/ //g'; echo
	tr -d '\n' <answer.json | sed 's/.*"key_words": \[\([^]]*\)\].*/\1/; s/ //g'; echo
}
text='粉が湿気で固まり、ホッパーの出口で詰まる'
understood --text "$text"
understood --text "$text" --own-field 29 --drop-word 湿気 --add-word 搬送
tr -d '\n' <answer.json | grep -o '"unread".*' | grep -c '"field": 29,' # no document lies in an own field
understood DEMO-35-012 --own-field 計測 --own-field 土木・建築 --drop-word 塔
tensen show "$DEMO" DEMO-35-012 --drop-word 塔 --json | grep -c '"term": "塔"'
tensen show "$DEMO" --text 塔 --add-word ほげほげら --json | sed -n '/unknown_examples/,/\]/p'
tensen search "$DEMO" --text "$text" --drop-word 粉 --drop-word 湿気 --drop-word 固まる --drop-word ホッパ --drop-word 出口 --drop-word 詰まる; echo "code $?"
tensen ideas "$DEMO" DEMO-35-012 --own-field 99; echo "code $?"
tensen ideas "$DEMO" DEMO-35-012 DEMO-09-008 --add-word 塔; echo "code $?"
