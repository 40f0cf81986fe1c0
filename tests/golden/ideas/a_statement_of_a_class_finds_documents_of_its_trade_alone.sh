# What models/uses.tsv says for the patent's main groups (除雪車 ブレード 路面追従, of E01H) finds documents
# whose first symbol is of that trade, and no others with the same words.  What is like the whole text
# comes behind it where it is of one of these trades, further back where its title has a word of the
# patent's own.  Statements that brought nothing are not told.
. "$ROOT/tests/golden/lib.sh"
say() { printf '{"id":"%s","title":"%s"%s,"ipc":["%s"]}\n' "$1" "$2" "${4:+,\"abstract\":\"【課題】$4。\"}" "$3"; }
{
	say OWN 耕うん機の深さ調整 'A01B 63/00' '地面の凹凸で耕うんの深さが変わる'
	say TRADE 除雪車のブレードの路面追従 'E01H 5/06'
	say TRADE-SECOND 路面追従する除雪車ブレードの電源 'H02J 7/00'
	say TOY 除雪車のブレードの路面追従の玩具 'A63H 17/00'
	say WHOLE 清掃車 'E01H 1/05' '路面の凹凸で深さが変わる'
	say WHOLE-OWN 除雪機と耕うん機 'E01H 5/04' '地面の凹凸で耕うんの深さが変わる除雪機'
	say FAR 薬の深さ計 'A61J 3/00' '地面の凹凸で深さが変わる薬'
	for i in 1 2 3 4 5 6; do say "OF-$i" "畑$i の畝" 'A01C 5/00' "畝の深さを$i にする"; done
	for i in 1 2 3 4 5 6 7 8; do say "DRUG-$i" "薬$i" 'A61K 9/20' "飲みにくい薬を水に溶かすとき$i 泡が立つ"; done
} >trades.jsonl
tensen index -q -o trades.tensen trades.jsonl >/dev/null || echo "code $?"
tensen ideas trades.tensen OWN --json >answer.json || echo "code $?"
python3 - <<'END'
import json
answer = json.load(open("answer.json"))
asked = answer["asked"]
by = {x["document"]["id"]: (x.get("aspect") or {}).get("text") for x in answer["unread"]}
print("listed:", *by)
print("by a statement of the class:", [i for i, text in by.items() if text == "除雪車 ブレード 路面追従"])
print("told though it brought nothing:", [a["text"] for a in asked if a["kind"] == "elsewhere" and not a["looked"] and ":" not in a["text"]])
END
