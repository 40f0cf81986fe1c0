#!/bin/sh
# Man pages and completion come from the tables of options: what --help lists, they have, and
# nothing else; in both languages; and man finds nothing wrong with the pages.
set -eu
sh "$ROOT/src/install/manual.sh" man "$TENSEN"
commands=$(tensen --help=words | cut -f1)
[ "$(tensen --help --lang en | sed -n 's/^  \([a-z]*\) .*/\1/p')" = "$commands" ]
options() { sed -n 's/^  *\(-[a-zA-Z], \)*\(--[a-z0-9-]*\).*/\2/p' | sort; }
for command in $commands; do
	tensen "$command" --help | sed '/^[^ ]*$/d' | options | sort -u >help.txt
	tensen "$command" --help=words | cut -f1 | grep -v '^--help$' | sort >words.txt
	comm -13 help.txt words.txt >extra.txt
	[ ! -s extra.txt ] || { echo "$command: not in --help:"; cat extra.txt; exit 1; }
	for page in man/man1 man/ja/man1; do
		sed -n 's/^\(\\fB\\-[a-zA-Z]\\fR, \)*\\fB\\-\\-\([^\\]*\(\\-[^\\]*\)*\)\\fR.*/--\2/p' "$page/tensen-$command.1" |
			sed 's/\\-/-/g' | sort >page.txt
		cmp words.txt page.txt || { echo "$page/tensen-$command.1 differs"; exit 1; }
	done
done
grep -q '^\.B index$' man/man1/tensen.1
grep -q 'tensen-nightly\|tensen\\-nightly' man/man1/tensen-nightly.1
if command -v groff >/dev/null; then
	for page in man/man1/*.1 man/ja/man1/*.1; do
		groff -man -Tutf8 -Kutf8 -ww -z "$page" 2>complaints.txt || :
		[ ! -s complaints.txt ] || { echo "$page:"; cat complaints.txt; exit 1; }
	done
fi

# bash
command -v bash >/dev/null || exit 0
cat >try.sh <<'END'
. "$ROOT/src/install/tensen.bash"
try() {
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	_tensen tensen "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
	echo "${COMPREPLY[*]}"
}
try tensen sear
try tensen search x --out-of
try tensen search x --format c
try tensen search x --format = htm
try tensen search ''
END
bash try.sh >tried.txt
printf 'search\n--out-of-field\ncsv\nhtml\n\n' | cmp - tried.txt

# zsh: _describe and compadd, which only a shell at a terminal has, print what they are given.
command -v zsh >/dev/null || exit 0
cat >try.zsh <<'END'
_describe() { eval "print -l -- \${(P)@[-1]}" | sed 's/:.*//' }
compadd() { shift; print -l -- $@ }
compset() { PREFIX=${PREFIX#*=} }
_files() { print files }
try() { words=("$@"); CURRENT=$#; PREFIX=${@[-1]}; () { source "$ROOT/src/install/_tensen" } }
try tensen sear | grep -x search
try tensen search x --out-of | grep -x -- --out-of-field
try tensen search x --format c | grep -x csv
try tensen search x --format=c | grep -x csv
try tensen search ''
END
zsh -f try.zsh >tried.txt
printf 'search\n--out-of-field\ncsv\ncsv\nfiles\n' | cmp - tried.txt
