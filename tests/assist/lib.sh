# tests/assist/lib.sh - what tests of the assistant share; sourced, not run.
# shellcheck shell=sh
#
# $DEMO is the index of data/demo; a copy that has a journal beside it is index.tensen.
wrong() {
	echo "$*" >>wrong.txt
}
finish() {
	[ ! -e wrong.txt ] || { cat wrong.txt; exit 1; }
	exit 0
}
need() { # PROGRAM PACKAGE
	command -v "$1" >/dev/null && return
	echo "$1 is not installed (apt-get install $2)" >&2
	exit 77
}
