# Each listed form is printed; each other is refused before the index is opened or written.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
printf 'query\tdocument\tgrade\nT-1\tT-6\t3\n' >graded.tsv
forms_of() { # COMMAND LANG
	tensen help "$1" --lang "$2" | sed -n '/ --format/{N;s/.*[（(]\(table[^）)]*\)[）)].*/\1/p;}'
}
asked() { # COMMAND: the words it is asked with
	case $1 in
	index) echo -q -o new.tensen small.jsonl ;;
	update) echo -q t.tensen small.jsonl ;;
	ideas | search | show) echo t.tensen T-1 ;;
	match) echo t.tensen --text 振動 ;;
	combine) echo t.tensen T-1 T-4 ;;
	eval) echo t.tensen --judged graded.tsv ;;
	scan) echo t.tensen -q -o scan.jsonl ;;
	*) echo t.tensen ;;
	esac
}
for command in index update ideas search match combine scan report show fields eval bench info verify serve; do
	forms=$(forms_of $command ja)
	[ "$forms" = "$(forms_of $command en)" ] || echo "help of $command differs"
	echo "$command: $forms"
	[ $command = bench ] && continue # its figures take a while
	for form in table json jsonl csv md html; do
		case ", $forms," in
		*", $form,"*)
			tensen $command $(asked $command) --format $form >out.txt 2>err.txt
			code=$?
			[ $code -le 1 ] || { echo "$command --format $form: code $code"; cat err.txt; }
			;;
		*)
			refused 2 tensen $command $(asked $command) --format $form >refusal.txt
			grep -q -- '--format\|unknown' refusal.txt || cat refusal.txt
			;;
		esac
		rm -f new.tensen
	done
done
tensen index -q -o new.tensen small.jsonl --format csv 2>refusal.txt
[ ! -e new.tensen ] || echo "the index was made all the same"
