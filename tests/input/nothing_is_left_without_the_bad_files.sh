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
done
[ $wrong -eq 0 ] || fail "$wrong wrong"
