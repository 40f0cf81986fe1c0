# --skip-bad where every file is bad: an index cannot be made of nothing (3, and --skip-bad is not
# advised to who gave it); an update leaves the index as it is (6).
. "$ROOT/tests/input/lib.sh"
page >a.jsonl
page >b.jsonl
for files in a.jsonl 'a.jsonl b.jsonl'; do
	kind=$files way=index
	# shellcheck disable=SC2086
	index_of out.tensen $files --skip-bad
	[ $code -eq 3 ] || bad "code $code"
	[ ! -e out.tensen ] || bad "an index of nothing"
	grep -q 'a.jsonl: an HTML page' err && grep -q 'nothing remains' err || bad "not said"
	! grep -q 'skip-bad' err || bad "advised what was done"
done
# Of every failure there is an object {"kind":"error"} on stdout of --json; of what is written with
# gaps there is none.
for way in 'index -o out.tensen' 'update base.tensen'; do
	kind='error of --json'
	[ "$way" = 'index -o out.tensen' ] || { record G1 >one.jsonl; tensen index -q -o base.tensen one.jsonl >/dev/null; }
	# shellcheck disable=SC2086
	tensen $way a.jsonl b.jsonl --json --lang en >json 2>err
	[ $? -eq 3 ] || bad "not 3"
	grep -A6 '"error": {' json | tr -d '\n' |
		grep -q '"kind": "error".*"code": 3.*"message": "an HTML page.*"where": "a.jsonl".*"at": [0-9]' || bad "no error object"
	[ "$(grep -c '"kind"' json)" -eq 2 ] || bad "several errors"
done
tensen update base.tensen a.jsonl --skip-bad --json >json 2>err
! grep -q '"error"' json || bad "an error where bad files were to be left out"
for i in 1 2 3; do record "G$i"; done >good.jsonl
tensen index -q -o base.tensen good.jsonl >/dev/null || fail "the good file alone: code $?"
for files in a.jsonl 'a.jsonl b.jsonl'; do
	kind=$files way=update
	cp base.tensen out.tensen
	# shellcheck disable=SC2086
	tensen update -q --lang en out.tensen $files --skip-bad >/dev/null 2>err
	code=$?
	[ $code -eq 6 ] || bad "code $code"
	cmp -s base.tensen out.tensen || bad "the index changed"
	grep -q 'a.jsonl: an HTML page' err && grep -q 'left out' err || bad "not said"
	! grep -q 'written' err || bad "says that something is written"
done
[ $wrong -eq 0 ] || fail "$wrong wrong"
