# A word that a person adds is a word of the question; a noun that no document has is met by its verb.
. "$ROOT/tests/golden/lib.sh"
n=0
for text in '管の中でごみが詰まるのを網で防止する' '転倒した人を床の振動で検知する' '車輪の回転を軸受で支える' '軸受に油を送る' \
	'床を磨くブラシ' '瓶の栓を開ける' '瓶の中身を混ぜるブラシ'; do
	n=$((n + 1))
	printf '{"id":"P-%d","title":"%s装置","abstract":"【課題】%s。"}\n' "$n" "$text" "$text"
done >few.jsonl
tensen index -q few.jsonl -o few.tensen >/dev/null || echo "code $?"
found() { tensen search few.tensen -k 3 --lang ja --explain "$@" | grep -o -e 'P-[0-9]' -e '^      [^ ].*'; }
found --text 'ブラシ'
echo 'with 栓'
found --text 'ブラシ' --add-word 栓
echo 'without ブラシ'
found --text 'ブラシで栓を抜く' --drop-word ブラシ
echo 'the noun of a verb'
found --text '管の詰まり'
