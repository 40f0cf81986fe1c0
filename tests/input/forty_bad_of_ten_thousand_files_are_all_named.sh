# 10,000 files of which 40 are bad: all 40 are named, within two seconds of processor time, nothing is
# written.  (The clock of a machine that does other work is no measure.)
. "$ROOT/tests/input/lib.sh"
mkdir files
i=0
while [ $i -lt 10000 ]; do
	case $((i % 250)) in
	17) echo '<html><body>log in</body></html>' >"files/f$i.jsonl" ;;
	*) record "N$i" >"files/f$i.jsonl" ;;
	esac
	i=$((i + 1))
done
for i in 267 1017 1767; do record X | head -c 40 >"files/f$i.jsonl"; done
cat files/* >/dev/null
(
	tensen index -q --lang en --json -o out.tensen --report report.jsonl files >account 2>err
	code=$?
	times >all; tail -n 1 all >times # of the children: 0m0.4s 0m0.5s
	exit $code
)
[ $? = 3 ] || fail "not code 3: $(cat err)"
[ "$(grep -c '^{"bad"' report.jsonl)" = 40 ] || fail "--report names $(grep -c '^{"bad"' report.jsonl)"
[ "$(sed -n '/"bad_files"/,/\]/p' account | grep -c '"path"')" = 40 ] || fail "JSON names others"
[ "$(grep -c 'f[0-9]*.jsonl' err)" = 20 ] && grep -q 'and 20 more' err || fail "stderr: $(cat err)"
[ -e out.tensen ] && fail "an index was written"
case $BUILD in *asan*) most=8 ;; *) most=2 ;; esac # a sanitizer takes its own time
sed 's/[ms]/ /g' times | awk -v most="$most" '{ if ($1 * 60 + $2 + $3 * 60 + $4 > most) exit 1 }' || fail "slow: $(cat times)"
exit 0
