# Every kind of tests/input/lib.sh, named, in a folder, in an update, and with --skip-bad: the code,
# what stderr says, what was written.
. "$ROOT/tests/input/lib.sh"
make_inputs
wrong=0
kinds=0
bad() { echo "$kind, $1: $2: $(cat err)" >&2; wrong=$((wrong + 1)); }

# judge HOW CODE EXPECTED: stderr of bad input names the file and says the reason.
judge() {
	[ "$2" = "$3" ] || { bad "$1" "code $2, expected $3"; return; }
	case $3 in
	0) ! grep -q "bad file\|left out\|written" err || bad "$1" "stderr" ;;
	*)
		grep -qF "${file##*/}" err || bad "$1" "not named"
		echo "$reason" | tr '|' '\n' >reasons
		grep -qFf reasons err || bad "$1" "not \"$reason\""
		;;
	esac
}

inputs >table
while IFS='|' read -r kind file named folder reason; do
	if tried "$kind" "$named"; then
		kinds=$((kinds + 1))
		tensen index -q --lang en -o out.tensen good.jsonl "$kind/$file" >/dev/null 2>err
		judge named $? "$named"
		[ "$named" = 0 ] || [ ! -e out.tensen ] || bad named "an index was written"
		rm -f out.tensen
		cp base.tensen old.tensen
		tensen update -q --lang en old.tensen "$kind/$file" >/dev/null 2>err
		judge update $? "$named"
		[ "$named" = 0 ] || cmp -s base.tensen old.tensen || bad update "the index has changed"
	fi
	if tried "$kind" "$folder"; then
		cp good.jsonl "$kind/"
		tensen index -q --lang en -o out.tensen "$kind" >/dev/null 2>err
		judge folder $? "$folder"
		[ "$folder" = 0 ] || [ ! -e out.tensen ] || bad folder "an index was written"
		rm -f out.tensen "$kind/good.jsonl"
	fi
	if tried "$kind" "$named" && [ "$named" = 3 ]; then
		tensen index -q --lang en --skip-bad -o out.tensen good.jsonl "$kind/$file" >/dev/null 2>err
		judge "--skip-bad" $? 6
		tensen show out.tensen G3 >/dev/null 2>&1 || bad "--skip-bad" "the good file is not there"
		rm -f out.tensen
	fi
done <table
[ "$kinds" -ge 40 ] || fail "only $kinds kinds"
ls | grep -q 'tmp$' && fail "a temporary file was left: $(ls)"
[ "$wrong" = 0 ] || fail "$wrong wrong"
exit 0
