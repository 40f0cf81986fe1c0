# Every kind of tests/input/lib.sh on two ranks: the code and stderr of one process.
. "$ROOT/tests/mpi/lib.sh"
. "$ROOT/tests/input/lib.sh"
make_inputs
wrong=0
inputs >table
while IFS='|' read -r kind file named folder reason; do
	tried "$kind" "$named" || continue
	ranks 2 index -q --lang en -o out good.jsonl "$kind/$file" >/dev/null 2>err </dev/null
	code=$?
	echo "$reason" | tr '|' '\n' >reasons
	if [ $code != "$named" ] || { [ "$named" = 3 ] && { ! grep -qF "${file##*/}" err || ! grep -qFf reasons err; }; }; then
		echo "$kind: code $code, expected $named: $(cat err)" >&2
		wrong=$((wrong + 1))
	fi
	ls out 2>/dev/null | grep -q 'tensen$' && [ "$named" = 3 ] && fail "$kind: a shard was written"
	rm -rf out
done <table
ranks 2 index -q --lang en --skip-bad -o out good.jsonl html_as_csv/login.csv gzip_cut/cut.jsonl.gz >/dev/null 2>err
[ $? = 6 ] && [ "$(grep -c 'login.csv\|cut.jsonl.gz' err)" = 2 ] || fail "--skip-bad: $(cat err)"
[ $wrong = 0 ] || fail "$wrong wrong"
exit 0
