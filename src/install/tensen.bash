# Completion of tensen for bash.  The words come from the program's own tables of options, in its
# language; where it has none to offer, names of files are completed.
_tensen() {
	local program=$1 word=$2 before=$3 command=${COMP_WORDS[1]} words
	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		words=$("$program" --help=words 2>/dev/null | cut -f1)
	elif [[ $word == -* ]]; then
		words=$("$program" "$command" --help=words 2>/dev/null | cut -f1)
	else
		# bash cuts --format=json at its sign
		[[ $word == = ]] && word=
		[[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]}
		[[ $before == --* ]] && words=$("$program" "$command" --help=words 2>/dev/null |
			awk -F'\t' -v name="$before" '$1 == name { print $3 }')
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o default -F _tensen tensen
