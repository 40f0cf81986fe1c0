# No document has プラスチックごみ (plastic waste) or paper cup as one word.  What has both words of it comes first, what has
# one of them says little; two single characters (離 and 油) are not 離油.  What is explained adds up to the score.
. "$ROOT/tests/golden/lib.sh"
few_index '' 'プラスチックの袋で生のごみを運ぶ' '土の袋' '土を運ぶ車' '土を掘る' '土の色を測る' 'プラスチックの椅子' 'プラスチックの板' 'ごみの箱' \
	'ごみを焼く炉' '袋を縫う' '油を離に送る' '離の窓' '油の窓' 'グリースの色を測る'
few_index .en 'cup of folded paper' 'paper sheets' 'paper feeder' 'cup with a lid' 'lid of a jar' 'soil in a jar'
few_found '' 'プラスチックごみを土に還す'
few_found '' 'グリース 離油'
few_found .en 'lid of a paper cup'
tensen search few.tensen -k 3 --explain --json --text 'プラスチックごみを土に還す' | awk '
	function check() { if (had && (sum - had > .0003 || had - sum > .0003)) print had " is not " sum }
	/"lexical"/ { had = $2 + 0; sum = 0 }
	/"weight"/ { sum += $2 }
	/"id"/ { check() }
	END { check(); print (had > 0) }'
