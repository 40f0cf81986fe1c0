# 冬 stands in one document and weighs most; what meets it alone comes behind what meets 窓 and 曇る.
# The two behind them have one word each, in the same way, so their order is the processor's: only two are asked.
. "$ROOT/tests/golden/lib.sh"
n=0
say() {
	n=$((n + 1))
	printf '{"id":"P-%d","title":"%s","abstract":"【課題】%s。","open":true}\n' "$n" "$1" "$2"
}
{
	say 冬虫夏草 菌を育てる
	say 曇り止め 車の窓が曇るのを防ぐ
	for x in 枠 布 鍵; do say "窓の$x" "窓の$x を作る"; done
	for x in 鏡 刃 皿 板; do say "曇る$x" "曇る$x を温める"; done
	for x in 軸受 歯車 栓 床 瓶 靴; do say "$x" "$x を磨く"; done
} >few.jsonl
tensen index -q few.jsonl -o few.tensen >/dev/null || echo "code $?"
tensen match few.tensen --text '冬に窓が曇る' -k 2 --lang ja | grep -e '^[0-9]' -e ● -e 共通
