# A published application of unknown state has an applicant and a number; nobody knows that it was granted.
. "$ROOT/tests/golden/lib.sh"
sed 's/"status" *: *"[a-z]*"/"status":"unknown"/; s/"open" *: *true/"open":false/' "$ROOT"/data/demo/*.jsonl >unknown.jsonl
tensen index -q -o unknown.tensen unknown.jsonl >/dev/null
for index in "$DEMO" unknown.tensen; do
	for lang in ja en; do
		tensen ideas $index DEMO-35-012 -k 1 --lang $lang --format md | grep -e '権利者' -e '出願人' -e '^- owner' -e '^- applicant' | head -1
		tensen ideas $index DEMO-35-012 -k 1 --lang $lang --format html | grep -o -e '<dt>権利者' -e '<dt>出願人' -e '<dt>Owner' -e '<dt>Applicant' | sort | uniq -c
	done
	tensen ideas $index DEMO-35-012 -k 1 --format csv | head -1 | grep -c -e '特許番号' -e '"権利者"'
	tensen report $index --format md --ideas 1 2>/dev/null | sed -n 3p
done
