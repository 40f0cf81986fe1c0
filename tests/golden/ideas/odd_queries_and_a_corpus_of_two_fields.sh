# A patent without sections, one sentence, other languages, a patent that is in all fields, a
# corpus of two fields, a corpus of titles: an answer or none, never a failure.
. "$ROOT/tests/golden/lib.sh"
ideas() { # NAME ARGUMENT...: exit code, whether documents are listed, and that nothing is claimed
	name=$1
	shift
	tensen ideas "$@" --json >r.json 2>err.txt
	code=$?
	n=$(grep -c '"document": {' r.json)
	case $n in 0) ;; *) n=some ;; esac
	echo "$name: code $code, unread $n, ideas $(grep -c '"transfer"' r.json)"
}
ideas "one sentence" "$DEMO" --text '揺れを抑える。'
ideas "no section" "$DEMO" --text '本発明は、風により塔が揺れることを、錘とばねを用いて抑えるものであり、錘は油の中に置かれる。'
ideas "English of a Japanese corpus" "$DEMO" --text 'A tower that sways in the wind is damped by a mass on a spring.'
ideas "French" "$DEMO" --text 'Un dispositif qui réduit les vibrations d’une tour sous le vent.'
ideas "Korean" "$DEMO" --text '바람에 흔들리는 탑의 진동을 억제하는 장치.'
ideas "only signs" "$DEMO" --text '、。！？'
ideas "an empty text" "$DEMO" --text ''
all=$(awk -F '\t' '!/^#/ && $4 >= 1 && !seen[$4]++ { printf "%s\"%s %d/00\"", n++ ? "," : "", $1, $2 ? $2 : 1 }' "$ROOT/models/ipc-fields.tsv")
{
	printf '{"id":"ALL","title":"万能の装置","abstract":"【課題】振動を抑制する。【解決手段】錘をばねで吊る。","ipc":[%s]}\n' "$all"
	cat "$DATA"/demo/mechanical.jsonl
} >all.jsonl
tensen index -q -o all.tensen all.jsonl >/dev/null 2>&1
ideas "in all fields" all.tensen ALL
for i in 1 2 3 4 5 6; do
	printf '{"id":"M%d","title":"揺れ止め%d","abstract":"【課題】塔の揺れを抑制する。【解決手段】錘%dをばねで吊る。","ipc":["F16F 15/02"]}\n' $i $i $i
	printf '{"id":"W%d","title":"織機%d","abstract":"【課題】織機の枠の揺れを抑制する。【解決手段】枠を%d本の帯で縛る。","ipc":["D03D 49/00"]}\n' $i $i $i
done >two.jsonl
tensen index -q -o two.tensen two.jsonl >/dev/null 2>&1
ideas "two fields" two.tensen M1
json_values field <r.json | sed 's/^/field /' | sort -u
sed 's/,"abstract":"[^"]*"//' two.jsonl >titles.jsonl
tensen index -q -o titles.tensen titles.jsonl >/dev/null 2>&1
ideas "titles only" titles.tensen M1
ideas "an id that is not there" two.tensen M9
