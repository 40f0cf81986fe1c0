# Five ideas of one subclass that a model read and held: three are listed and two counted; a person's
# are listed all.
. "$ROOT/tests/golden/lib.sh"
say() { printf '{"id":"%s","title":"%s","ipc":["%s"],"abstract":"【課題】%s。"}\n' "$1" "$2" "$3" "$4"; }
{
	say OWN 塔の揺れ止め 'F16F 99/00' 風で塔の振動が大きくなる
	for i in 1 2 3 4 5; do say "CHAIR-$i" "車椅子$i" 'A61G 5/00' "段差で車椅子$i の振動が大きくなる"; done
	say HARP 竪琴 'G10D 3/00' 弦の振動が大きくなる
} >trade.jsonl
tensen index -q -o trade.tensen trade.jsonl >/dev/null || echo "code $?"
{
	echo 'query,document,grade,kind'
	for i in CHAIR-1 CHAIR-2 CHAIR-3 CHAIR-4 CHAIR-5 HARP; do echo "OWN,$i,2,N"; done
} >grades.csv
tensen readings trade.tensen --import grades.csv --by PERSON >/dev/null 2>&1 || echo "code $?"
listed() {
	tensen ideas trade.tensen OWN --json | python3 -c 'import json, sys
x = json.load(sys.stdin)
print(len(x["ideas"]), "listed,", x["same_trade"], "more of a subclass;", "HARP" in [i["document"]["id"] for i in x["ideas"]])'
}
echo "a person's:"
listed
python3 - <<'END'
import json
out = []
for line in open("trade.tensen.readings.jsonl", encoding="utf-8"):
    x = json.loads(line)
    if x.get("role") == "judge":
        x = {k: v for k, v in x.items() if k != "person"} | {"by": "m", "prompt": "1", "agree": 60}
        out += [x, x | {"role": "doubt", "holds": True, "transfer": "t", "objection": "o"}]
with open("trade.tensen.readings.jsonl", "w", encoding="utf-8") as f:
    f.writelines(json.dumps(x, ensure_ascii=False) + "\n" for x in out)
END
rm -f trade.tensen.readings.jsonl.*
echo "a model's:"
listed
