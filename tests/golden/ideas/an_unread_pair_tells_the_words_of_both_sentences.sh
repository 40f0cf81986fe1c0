# One dot for each word that both sentences have, three for what is done to what; what is wanted of anything
# (防止) is none.
. "$ROOT/tests/golden/lib.sh"
say() { printf '{"id":"P-%d","title":"%s","abstract":"【課題】%s。","ipc":["%s"]}\n' "$1" "$2" "$3" "$4"; }
{
	say 1 振動を抑える架台 床の振動を抑制し、機器の誤差を防止する 'F16F 15/02'
	say 2 カメラの支柱 風で振動が生じ、画像が乱れる 'G03B 17/56'
	say 3 義足の継手 歩行の振動を抑制する 'A61F 2/60'
	say 4 秤の台 床が傾き、機器に誤差が生じる 'G01G 23/00'
	say 5 包丁の柄 手から滑るのを防止する 'B26B 3/00'
	say 6 瓶の栓 栓が固くて開かない 'B65D 39/00'
} >few.jsonl
tensen index -q few.jsonl -o few.tensen >/dev/null || echo "code $?"
tensen ideas few.tensen P-1 --json >r.json
python3 - <<'END' || exit 77
import json
for x in sorted(json.load(open("r.json"))["unread"], key=lambda x: x["document"]["id"]):
    print(x["document"]["id"], x["met"], x["shared"], x["pair_marks"])
END
tensen ideas few.tensen P-1 --lang ja | grep -e '^ *[0-9]*\. ' -e 共通の語
tensen ideas few.tensen P-1 --lang en --format md | grep -e '^- shared'
tensen ideas few.tensen P-1 --lang ja --format html | grep -o '<td>[●○]*[^<]*</td></tr>'
