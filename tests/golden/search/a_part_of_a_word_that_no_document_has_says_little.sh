# 離油 and trade show are one thing each: what has 油 or trade alone is no answer, and that is said.  A common word (操作)
# does not count as much as the rare one that it begins (操作者), and stands for one word of the question only.
. "$ROOT/tests/golden/lib.sh"
few_index '' 'グリースを容器に詰める' '藻から油を離す' '油を送るポンプ' '油を水と離す槽' '操作を記録する' '操作を補助する映像' '操作者の疲れを測る' \
	'操作を止める' '操作の音を出す' '映像を遠くへ送る' '容器を洗う' 'グリースの色を測る'
few_index .en 'trade of securities on a market' 'trade data server' 'booth with a panel' 'folding panel of a booth' 'market price display'
few_found '' 'グリース 離油'
few_found '' '操作者 映像'
few_found .en 'trade show'
