# 離油 and trade show are one thing each: what has 油 or trade alone is no answer, and that is said.  A common word (操作)
# does not count as much as the rare one that it begins (操作者), and stands for one word of the question only.
. "$ROOT/tests/golden/lib.sh"
n=0
for text in 'グリースを容器に詰める' '藻から油を離す' '油を送るポンプ' '油を水と離す槽' '操作を記録する' '操作を補助する映像' '操作者の疲れを測る' \
	'操作を止める' '操作の音を出す' '映像を遠くへ送る' '容器を洗う' 'グリースの色を測る'; do
	n=$((n + 1))
	printf '{"id":"P-%d","title":"%s装置","abstract":"【課題】%s。"}\n' "$n" "$text" "$text"
done >few.jsonl
for text in 'trade of securities on a market' 'trade data server' 'booth with a panel' 'folding panel of a booth' 'market price display'; do
	n=$((n + 1))
	printf '{"id":"P-%d","title":"%s","abstract":"A %s."}\n' "$n" "$text" "$text"
done >few.en.jsonl
for lang in '' .en; do tensen index -q few$lang.jsonl -o few$lang.tensen >/dev/null || echo "code $?"; done
found() { tensen search "few$1.tensen" -k 3 --lang ja --explain --text "$2" | grep -v 'いません'; }
found '' 'グリース 離油'
found '' '操作者 映像'
found .en 'trade show'
