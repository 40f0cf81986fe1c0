# Every refusal is one line and leaves the file as it was.
. "$ROOT/tests/golden/lib.sh"
small_index small.tensen
tensen scan small.tensen -q -o good.jsonl >/dev/null
refuse() { # CODE OUT OPTION...
	code=$1
	file=$2
	shift 2
	cp "$file" before
	refused "$code" tensen scan small.tensen -q -o "$file" "$@"
	cmp "$file" before
}
refuse 3 good.jsonl -k 2
refuse 3 good.jsonl --lang en
refuse 3 good.jsonl --all
printf 'a letter\nto my aunt\n' >letter.txt
refuse 3 letter.txt
printf 'no newline' >letter.txt
refuse 3 letter.txt
tensen index -q -o other.tensen "$DATA/demo/electrical.jsonl" >index.log
tensen scan other.tensen -q -o other.jsonl >other.txt
refuse 3 other.jsonl 2>&1 | sed 's/index: [^)]*/index: X/'
sed '2s/"id":"T-[0-9]"/"id":"T-9"/' good.jsonl >wrong-id.jsonl
refuse 3 wrong-id.jsonl
sed '3s/"ideas"/"ideas" "/' good.jsonl >broken.jsonl
refuse 3 broken.jsonl
sed '2d' good.jsonl >missing.jsonl
refuse 3 missing.jsonl
head -n 3 good.jsonl >unfinished.jsonl
tensen scan small.tensen -q -o unfinished.jsonl >/dev/null; cmp good.jsonl unfinished.jsonl
head -n 3 good.jsonl >unfinished.jsonl
refused 3 tensen scan small.tensen -q -o new.jsonl --since unfinished.jsonl
refused 3 tensen scan small.tensen -q -o new.jsonl --since letter.txt
refused 3 tensen scan small.tensen -q -o new.jsonl --since absent.jsonl
refused 3 tensen scan small.tensen -q -o new.jsonl --since good.jsonl -k 2
refused 5 tensen scan small.tensen -q -o /absent/new.jsonl
refused 5 tensen scan small.tensen -q -o /dev/null
refused 2 tensen scan small.tensen
refused 4 tensen scan absent.tensen -q -o new.jsonl
ls new.jsonl 2>/dev/null
tensen scan small.tensen -q -o none.jsonl --applicant 存在しない; echo "no patent: code $?"
sed 1d none.jsonl
