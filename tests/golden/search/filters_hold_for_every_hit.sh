# Each filter alone and together; what matches nothing is code 1.
. "$ROOT/tests/golden/lib.sh"
ids "$DEMO" DEMO-09-008 --field 34 -k 100 >f.txt; only '^DEMO-' <f.txt; [ -s f.txt ] && echo "some in field 34"
tensen search "$DEMO" DEMO-09-008 --field 34 -k 100 --json | tr -d ' \n' | grep -o '"fields":\[[0-9,]*\]' |
	grep -v '[[,]34[],]' | grep -v '"query' && echo "a hit outside field 34"
tensen search "$DEMO" DEMO-09-008 --not-field 9 --not-field 34 -k 400 --json | tr -d ' \n' |
	grep -o '"fields":\[[0-9,]*\]' | grep -E '[[,](9|34)[],]' && echo "a hit in field 9 or 34"
tensen search "$DEMO" DEMO-09-008 --open -k 400 --json | grep '"open": false' && echo "one is not open"
tensen search "$DEMO" DEMO-09-008 --alive -k 400 --json | json_values status | sort -u
tensen search "$DEMO" DEMO-09-008 --alive=or-unknown -k 400 --json | json_values status | sort -u
tensen search "$DEMO" DEMO-09-008 --since 2015 --until 2016-06 -k 400 --json | json_values date |
	awk '$1 < 20150101 || $1 > 20160631 { print "out of range", $1 } END { print (NR > 0 ? "some dates" : "none") }'
a=$(tensen search "$DEMO" DEMO-09-008 -k 400 --json | json_values applicants | sed -n 1p)
tensen search "$DEMO" DEMO-09-008 --applicant "$a" -k 400 --json | json_values applicants | grep -vF "$a" &&
	echo "another applicant"
# the last one is the query itself
for by in wipo35 ipc3 ipc4; do
	ids "$DEMO" DEMO-09-008 --out-of-field=$by -k 400 | grep -c . | awk -v n=$by '{ print n, ($1 > 0 && $1 < 411 ? "leaves some out" : "is wrong: " $1) }'
done
ids "$DEMO" DEMO-09-008 --out-of-field -k 400 >alone.txt; ids "$DEMO" DEMO-09-008 --out-of-field=wipo35 -k 400 | cmp - alone.txt
tensen search "$DEMO" DEMO-09-008 --since 2999; echo "code $?"
tensen search "$DEMO" DEMO-09-008 --applicant 存在しない会社; echo "code $?"
ids "$DEMO" DEMO-09-008 --class 'g02c, A47B' -k 400 >c.txt
for i in $(cat c.txt); do tensen show "$DEMO" "$i" --json | grep '"classes"' | grep -vE 'G02C|A47B'; done
[ -s c.txt ] && echo "some of these classes"
ids "$DEMO" DEMO-09-008 --class 'F16F15/02' -k 400 >c.txt; ids "$DEMO" DEMO-09-008 --class 'F16F 15' -k 400 | cmp - c.txt
ids "$DEMO" DEMO-09-008 --must 振動 -k 400 >m.txt
for i in $(cat m.txt); do tensen show "$DEMO" "$i" --json | grep -q '振動' || echo "$i does not have the word"; done
ids "$DEMO" DEMO-09-008 --must '振動 騒音' -k 400 | grep -vxFf m.txt && echo "two words find more than one"
awk 'END { print (NR > 10 && NR < 200 ? "some with the word" : "wrong: " NR) }' m.txt
tensen search "$DEMO" DEMO-09-008 --must zzzqqq; echo "code $?"
# an empty name names nobody: no filter, as in an address of the server
ids "$DEMO" DEMO-09-008 --applicant '' -k 400 >a.txt; ids "$DEMO" DEMO-09-008 -k 400 | cmp - a.txt
refused 2 tensen search "$DEMO" DEMO-09-008 --since -999
tensen search "$DEMO" DEMO-35-012 --class -F16F -k 50 --format jsonl >without.txt; echo "a class left out: code $?"
refused 2 tensen search "$DEMO" DEMO-35-012 --class -9999
