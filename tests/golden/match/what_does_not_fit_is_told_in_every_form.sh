# Each offer has one word of four: terminal, Markdown, HTML and JSON say that nothing fits; with one that has two they do not.
. "$ROOT/tests/golden/lib.sh"
n=0
say() {
	n=$((n + 1))
	printf '{"id":"P-%d","title":"%s","abstract":"【課題】%s。","open":true}\n' "$n" "$1" "$2"
}
{
	for x in トイレ 手すり 高齢者 夜間; do for y in 装置 器具 部品; do say "${x}の$y" "${x}の$y を洗う"; done; done
	say 歩行の補助 歩行を補助する
} >few.jsonl
tensen index -q few.jsonl -o few.tensen >/dev/null || echo "code $?"
all() {
	for lang in ja en; do for f in table md html; do
		printf '%s %s: ' $lang $f
		tensen match few.tensen --text "$1" -k 5 --lang $lang --format $f | grep -o '合う文献はありません\|Nothing fits' || echo
	done; done
	tensen match few.tensen --text "$1" -k 5 --json | grep '"nothing_here"'
	return 0
}
all '高齢者がトイレで転ばないように手すりがほしい'
say 高齢者の手すり 高齢者がトイレで手すりを使う >more.jsonl
tensen update -q few.tensen more.jsonl >/dev/null || echo "code $?"
all '高齢者がトイレで転ばないように手すりがほしい'
