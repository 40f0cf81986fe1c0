# In a terminal: the second patent's sentence is not lost behind a long first one, and what is cut
# keeps the words that both sides have.  Markdown has them whole.
. "$ROOT/tests/golden/lib.sh"
say() { printf '{"id":"P-%d","title":"%s","abstract":"【課題】%s。","ipc":["%s"]}\n' "$1" "$2" "$3" "$4"; }
long() { i=0; while [ $i -lt 12 ]; do printf '%s' "$1"; i=$((i + 1)); done; }
{
	say 1 容器の蓋 "$(long '口の縁に多数の溝を設けて水を流し、')中の粉末が湿って固まるのを妨げる" 'B65D 51/00'
	say 2 計量の匙 すくう量のばらつきを小さくする 'G01F 19/00'
	say 3 肥料の散布機 "$(long '車輪の軸に多数の羽根を設けて風を送り、')粉末が湿って固まり、撒く量のばらつきが出る" 'A01C 15/00'
	say 4 瓶の栓 栓が固くて開かない 'B65D 39/00'
} >few.jsonl
tensen index -q few.jsonl -o few.tensen >/dev/null || echo "code $?"
tensen combine few.tensen P-1 P-2 --lang ja | sed -n '/未読の候補/,$p'
tensen combine few.tensen P-1 P-2 --lang ja --format md | grep -c 'P-2: すくう量のばらつきを小さくする。」'
