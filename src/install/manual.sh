#!/bin/sh
# manual.sh FOLDER TENSEN [TENSEN_MPI] - every man page into FOLDER/man1 and FOLDER/ja/man1: of the
# commands by their tables of options, of tensen-nightly by its first comment.
set -eu
out=$1
tensen=$2
mpi=${3:-}
rm -rf "$out"
mkdir -p "$out/man1" "$out/ja/man1"
page() { # NAME PROGRAM [COMMAND]
	name=$1
	shift
	"$@" --help=man --lang en >"$out/man1/$name.1"
	"$@" --help=man --lang ja >"$out/ja/man1/$name.1"
}
page tensen "$tensen"
for command in $("$tensen" --help=words | cut -f1); do page "tensen-$command" "$tensen" "$command"; done
if [ -n "$mpi" ]; then page tensen-mpi-index "$mpi" index; fi
awk 'NR == 1 { next }
	!/^#/ { exit }
	{ sub(/^# ?/, ""); gsub(/\\/, "\\e"); gsub(/-/, "\\-") }
	NR == 2 { use = $0; sub(/ \\- .*/, "", use); what = $0; sub(/.* \\- /, "", what)
		print ".TH tensen\\-nightly 1\n.SH NAME\ntensen\\-nightly \\- " what "\n.SH SYNOPSIS\n" use "\n.SH DESCRIPTION\n.nf"; next }
	{ print }
	END { print ".fi\n.SH SEE ALSO\n.BR tensen (1)" }' "$(dirname "$0")/tensen-nightly" >"$out/man1/tensen-nightly.1"
