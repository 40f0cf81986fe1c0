# The vocabulary leaves out words of one document; they are found all the same, so they are not told as unknown.
. "$ROOT/tests/golden/lib.sh"
n=0
say() {
	n=$((n + 1))
	printf '{"id":"P-%d","title":"%s","abstract":"【課題】%s。"}\n' "$n" "$1" "$2"
}
{
	say 送風機 長靴の中の風量が足りない
	i=0
	while [ $i -lt 60 ]; do i=$((i + 1)); say "乾燥の棚" "棚が湿る"; done
} >few.jsonl
tensen index -q few.jsonl -o few.tensen >/dev/null || echo "code $?"
tensen show few.tensen --text '長靴は風量が足りず、湿り、浴衣は乾かない' --json | sed -n '/"unknown_terms"/,/\]/p'
