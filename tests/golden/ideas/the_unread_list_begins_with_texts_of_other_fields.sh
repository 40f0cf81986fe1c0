# What an unread list leaves out: documents of the query's own field and those without a class whose
# nearest are of it.  Texts come before titles alone, and what a statement brought before both.  Where
# nothing else is there, own fields are listed.
. "$ROOT/tests/golden/lib.sh"
say() { printf '{"id":"%s","title":"%s"%s%s}\n' "$1" "$2" "${3:+,\"abstract\":\"【課題】$3。\"}" "${4:+,\"ipc\":[\"$4\"]}"; }
{
	say OWN 塔の揺れ止め 風で塔の振動が大きくなる 'F16F 99/00'
	say NEAR-1 ばね座 振動でばねの振動音が出る 'F16F 1/12'
	say NEAR-2 減衰器 振動の減衰が足りない 'F16F 9/10'
	for i in 1 2 3 4 5 6; do say "NEAR-OF-$i" "緩衝材$i" "機械$i の振動をゴムで受ける" 'F16F 7/00'; done
	say TITLE 楽器の振動測定 '' 'G10D 3/00'
	say TEXT 義足の継手 歩くと振動が大きくなる 'A61F 2/60'
	say BARE 薬の溶かし方 飲みにくい薬を水に溶かすとき振動で泡が立つ
	for i in 1 2 3 4 5 6 7 8; do say "DRUG-$i" "薬$i" "飲みにくい薬を水に溶かすとき$i 泡が立つ" 'A61K 9/20'; done
	say BARE-OWN 緩衝材 機械の振動をゴムで受ける緩衝材
} >fields.jsonl
tensen index -q -o fields.tensen fields.jsonl >/dev/null || echo "code $?"
order() { tensen ideas "$@" --json | sed -n '/^ "unread"/,$s/^ *"id": "\([^"]*\)".*/\1/p' | tr '\n' ' '; echo; }
order fields.tensen OWN
grep -v -e TEXT -e TITLE -e BARE -e DRUG fields.jsonl >own.jsonl
tensen index -q -o own.tensen own.jsonl >/dev/null || echo "code $?"
order own.tensen OWN
echo 'what a person asks for is listed, whatever its field:'
order fields.tensen OWN --aspect 'ばねの振動音' | tr ' ' '\n' | grep -c NEAR-1
echo 'what a person asks for comes first, though it is a title alone or has no field:'
order fields.tensen OWN --aspect '楽器の振動測定' | cut -d ' ' -f 1
order fields.tensen OWN --aspect '薬を水に溶かすとき泡が立つ' --aspect '楽器の振動測定' | tr ' ' '\n' | grep -n -e TITLE -e TEXT
