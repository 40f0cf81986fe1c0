# Of JSONL and own tables the last record of an id counts whole, also across files in the order given;
# base and change together come to what they come to one after the other.
. "$ROOT/tests/input/lib.sh"

line() { # ID TITLE [ABSTRACT]
	printf '{"id":"%s","title":"%s","abstract":"%s","ipc":["F16F 15/02"]}\n' "$1" "$2" "${3:-振動を抑える。}"
}
abstract() { tensen show --format json "$1" "$2" | sed -n 's/^ *"title": "\(.*\)",*$/\1/p' | head -n 1; }
is() { # INDEX ID TITLE
	[ "$(abstract "$1" "$2")" = "$3" ] || fail "$1, $2: \"$(abstract "$1" "$2")\", expected \"$3\""
}

{ line A 長い題名の振動装置; line B ばね; line C 台; line D 柱; } >base.jsonl
{ line A 短い; line C 台; line E 新しい梁; } >change.jsonl
printf 'id,title,abstract\nB,表のばね,短い\n' >own.csv
tensen index -q -o base.tensen base.jsonl >/dev/null || fail "base"
tensen index -q -o both.tensen --report report.jsonl base.jsonl change.jsonl own.csv >account || fail "both"
is both.tensen A 短い
is both.tensen B 表のばね
is both.tensen D 柱
grep -qF '{"differs":"A"}' report.jsonl && grep -qF '{"differs":"B"}' report.jsonl || fail "--report: $(cat report.jsonl)"
grep -qF '{"differs":"C"}' report.jsonl && fail "C is called different"
cp base.tensen after.tensen
tensen update -q after.tensen change.jsonl own.csv >/dev/null || fail "update"
for id in A B C D E; do
	tensen show both.tensen $id --format json | grep -v '"source"\|"index"' >x
	tensen show after.tensen $id --format json | grep -v '"source"\|"index"' >y
	[ "$(grep '"title"\|"abstract"' x)" = "$(grep '"title"\|"abstract"' y)" ] || fail "$id: $(diff x y)"
done
tensen index -q -o order.tensen change.jsonl base.jsonl >/dev/null || fail "order"
is order.tensen A 長い題名の振動装置
tensen index -q --on-duplicate first -o first.tensen base.jsonl change.jsonl >/dev/null || fail "first"
is first.tensen A 長い題名の振動装置
tensen index -q --on-duplicate merge -o merge.tensen change.jsonl base.jsonl >/dev/null || fail "merge"
is merge.tensen A 長い題名の振動装置
tensen index -q --lang en --on-duplicate newest -o x.tensen base.jsonl 2>err && fail "a rule that is none"
grep -q 'expected last, first or merge' err || fail "$(cat err)"

# ids to delete: a byte order mark is dropped, an id that is not there is named
printf '\357\273\277A\r\nNOPE\r\n' >ids
tensen update -q --lang en after.tensen --delete @ids >account || fail "--delete"
grep -q 'not in the index: NOPE$' account || fail "--delete: $(cat account)"
tensen show after.tensen A >/dev/null 2>&1 && fail "A is still there"

# a column that nothing reads is named once
printf 'id,title,shelf\nZ,棚,3\nY,棚,4\n' >shelf.csv
tensen index -q -o z.tensen --report report.jsonl shelf.csv >/dev/null || fail "shelf"
[ "$(grep -c 'nothing reads.*shelf' report.jsonl)" = 1 ] || fail "the column: $(cat report.jsonl)"
exit 0
