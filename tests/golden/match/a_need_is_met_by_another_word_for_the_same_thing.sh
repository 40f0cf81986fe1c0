# 転ぶ stands in no document: 転倒 meets it, and the offer says so.  A word and its ending (高齢, 高齢者)
# are one part of the need.
. "$ROOT/tests/golden/lib.sh"
n=0
for text in '高齢者の転倒を手すりで防止する' '転倒した人を床の振動で検知する' '高齢者に薬を正しく飲ませる' '高齢の人が食べやすいゼリー' \
	'車輪の回転を軸受で支える' '軸受に油を送る' '床を磨くブラシ' '瓶の栓を開ける'; do
	n=$((n + 1))
	printf '{"id":"P-%d","title":"%s装置","abstract":"【課題】%s。","open":true}\n' "$n" "$text" "$text"
done >few.jsonl
tensen index -q few.jsonl -o few.tensen >/dev/null || echo "code $?"
tensen match few.tensen --text '高齢者が転ぶ' -k 3 --lang ja | grep -e '^[0-9]' -e ● -e ○ -e 共通 -e 未言及
