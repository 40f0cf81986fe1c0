# In a terminal; the other forms have it whole.
. "$ROOT/tests/golden/lib.sh"
long() { i=0; while [ $i -lt 12 ]; do printf '%s' "$1"; i=$((i + 1)); done; }
say() { printf '{"id":"P-%d","title":"%s","abstract":"【課題】%s。","ipc":["%s"],"open":true}\n' "$1" "$2" "$3" "$4"; }
{
	say 1 肥料の散布機 "$(long '車輪の軸に多数の羽根を設けて風を送り、')粉末が湿って固まり、撒く量のばらつきが出る" 'A01C 15/00'
	say 2 瓶の栓 栓が固くて開かない 'B65D 39/00'
} >few.jsonl
tensen index -q few.jsonl -o few.tensen >/dev/null || echo "code $?"
tensen match few.tensen --text 粉末が湿って固まる --lang ja | grep -A2 効果
tensen match few.tensen --text 粉末が湿って固まる --format csv --lang ja | grep -o '車輪' | grep -c .
