# The subclass E06B has the word 窓 (windows), F16F lacks it: of two titles with one word of the question, the one in E06B comes
# first, and the answer says so.  Nothing is found by its subclass alone; a word in a document counts more.  What is explained
# adds up to the score.
. "$ROOT/tests/golden/lib.sh"
n=0
while read -r class text; do
	n=$((n + 1))
	printf '{"id":"P-%d","title":"%s","ipc":["%s"]}\n' "$n" "$text" "$class"
done >few.jsonl <<'END'
F16F7/00 結露の検知装置
E06B7/00 結露の防止構造
F16F7/00 結露する窓の枠
E06B7/00 ガラスの固定具
F16F7/00 窓の音を測る装置
F16F7/00 油を送るポンプ
F16F7/00 歯車の箱
F16F7/00 軸の受け
END
tensen index -q few.jsonl -o few.tensen >/dev/null || echo "code $?"
tensen search few.tensen --lang ja --explain --text '窓の結露'
tensen search few.tensen --explain --json --text '窓の結露' | awk '
	function check() { if (had && (sum - had > .0003 || had - sum > .0003)) print had " is not " sum }
	/"lexical"/ { had = $2 + 0; sum = 0 }
	/"weight"/ { sum += $2 }
	/"id"/ { check() }
	END { check(); print (had > 0) }'
