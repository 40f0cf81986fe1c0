# The last of many numbers and applicants leads to its document, and the last of many classes
# keeps it out of a search beyond the classes of the query.
. "$ROOT/tests/golden/lib.sh"
many() { # FORMAT: 100 strings of JSON
	i=0
	while [ $i -lt 100 ]; do
		[ $i -eq 0 ] || printf ,
		# shellcheck disable=SC2059
		printf "\"$1\"" $i
		i=$((i + 1))
	done
}
{
	printf '{"id":"MANY","title":"振動を抑える架台","numbers":[%s],"applicants":[%s],"ipc":[%s,"G06Q 10/00"]}\n' \
		"$(many '特開2010-1%05d')" "$(many '架空%03d株式会社')" "$(many 'A01B %d/00')"
	echo '{"id":"LAST","title":"振動を抑える架台","ipc":["G06Q 10/00"]}'
	small_corpus
} >in.jsonl
tensen index -q -o t.tensen in.jsonl >account.txt || cat account.txt
tensen show t.tensen 特開2010-100099 --json | json_values id
ids t.tensen LAST --applicant 架空099
ids t.tensen LAST | grep -x MANY
ids t.tensen LAST --out-of-field=ipc4 | grep -x MANY && echo "it shares a class"
exit 0
