#!/bin/sh
# tests/run.sh - run every kind of test; `make test` and `make check` call it.
#
#   BUILD   folder of the built programs (build/release)
#   ONE     run only what has this in its name, e.g. ONE=unit/test_span,
#           ONE=golden/index, ONE=a_name_of_a_cmocka_test (runs its program)
#   LIMIT   seconds that a script may take (900)
#   JOBS    how many run side by side (as many as there are processors)
#   TIMES   a file that gets a line "SECONDS PROCESSOR-SECONDS NAME" of each
#   UPDATE  1: golden cases rewrite their expected output instead of comparing
#
# KINDS
#   tests/{unit,property,recall,corrupt,fuzz}/test_*.c   cmocka programs; each of
#       their tests counts.  A crash, or no closing line, counts as failed.
#   tests/golden/COMMAND/CASE.sh   what a user sees: stdout against CASE.out, stderr
#       against CASE.err (no file: nothing).  The script itself ends with 0.
#   tests/{crash,serve,fuzz,assist,mpi,input}/*_*.sh, tests/example/*.sh   pass when they exit 0
#       (example: the installed library, and what the README says; serve: the HTTP server;
#       assist: a language model asked, and the tools of an assistant; mpi: tensen-mpi; input: what is read and what is bad);
#       lib.sh beside them is sourced.
#   tests/browser/test_page.py   what people do with the page of `tensen serve`, in
#       headless Chromium; each of its tests counts.  `make deps-browser` brings what it
#       needs; where that is missing it is skipped.
# A script runs in a fresh folder with `tensen` on PATH and TENSEN, BUILD, ROOT, DATA
# and DEMO (an index of data/demo, made once; not to be written to) set.
# Exit code 77 means skipped, the last line of stderr says why.
#
# Each runs in a process of its own (run.sh --unit KIND PATH), with a folder of its own.
# The last line is "N passed, N failed", with ", N skipped" behind it if any were.
set -u
cd "$(dirname "$0")/.." || exit 2
ROOT=$(pwd)
BUILD=${BUILD:-build/release}
case $BUILD in /*) ;; *) BUILD=$ROOT/$BUILD ;; esac
ONE=${ONE:-}
UPDATE=${UPDATE:-}
TENSEN=$BUILD/tensen
DATA=$ROOT/data
LIMITED="timeout -k 10 ${LIMIT:-900}"
exec </dev/null

passed=0
failed=0
skipped=0

pass() { passed=$((passed + 1)); }
fail() { # NAME WHY
	failed=$((failed + 1))
	echo "FAILED $1: $2"
}
skip() { # NAME WHY
	skipped=$((skipped + 1))
	echo "skipped $1: $2"
}
wanted() { case $1 in *"$ONE"*) return 0 ;; esac; return 1; }
name_of() { # PATH
	name=${1#tests/}
	name=${name%.*}
}

# The number N of "[  WORD  ] N test(s)" in a cmocka log, summed; 0 if none.
count_of() { # WORD LOG
	sed -n "s/^\[ *$1 *\] \([0-9][0-9]*\) test(s).*/\1/p" "$2" | awk '{ n += $1 } END { print n + 0 }'
}

run_cmocka() { # SOURCE
	name_of "$1"
	if [ ! -x "$BUILD/tests/$name" ]; then
		fail "$name" "not built"
		return
	fi
	run_counted "$name" "$BUILD/tests/$name"
}

# A program that ends as cmocka's do.
run_counted() { # NAME COMMAND...
	name=$1
	shift
	$LIMITED "$@" >"$WORK/log" 2>&1
	code=$?
	if [ $code -eq 77 ]; then
		skip "$name" "$(tail -n 1 "$WORK/log")"
		return
	fi
	good=$(count_of PASSED "$WORK/log")
	bad=$(count_of FAILED "$WORK/log")
	out=$(count_of SKIPPED "$WORK/log")
	closed=$(grep -c '^\[==========\] .*run\.' "$WORK/log")
	passed=$((passed + good))
	failed=$((failed + bad))
	if [ "$out" -gt 0 ]; then
		skipped=$((skipped + out))
		grep -v '^\[\|^ *$\|SKIPPED TEST' "$WORK/log" | head -n 3
		sed -n "s|^\[  SKIPPED \] \([a-z].*\)|skipped $name: \1|p" "$WORK/log" | sort -u
	fi
	if [ "$bad" -gt 0 ]; then
		echo "FAILED $name:"
		cat "$WORK/log"
	elif [ "$closed" -eq 0 ] || [ $code -ne 0 ]; then
		cat "$WORK/log"
		fail "$name" "ended with code $code$([ "$closed" -eq 0 ] && echo ', before its closing line')"
	fi
}

# The page in a real browser.  PART is a quarter, 1/4 to 4/4, or a part of the name of one of its tests.
run_browser() { # PART
	name=browser/test_page
	if ! command -v python3 >"$WORK/log"; then
		skip "$name" "python3 is not installed (make deps-browser)"
		return
	fi
	run_counted "$name" python3 -B tests/browser/test_page.py "$1"
}

run_in_fresh_folder() { # SCRIPT; sets code; output in $WORK/out and $WORK/err
	rm -rf "$WORK/here"
	mkdir "$WORK/here"
	(cd "$WORK/here" && exec $LIMITED sh "$ROOT/$1") >"$WORK/out" 2>"$WORK/err"
	code=$?
}

run_script() { # SCRIPT
	name_of "$1"
	run_in_fresh_folder "$1"
	case $code in
	0) pass ;;
	77) skip "$name" "$(tail -n 1 "$WORK/err")" ;;
	*)
		cat "$WORK/out" "$WORK/err"
		fail "$name" "ended with code $code"
		;;
	esac
}

# What a case prints, with the temporary folder's name taken out.
plain() { sed -e "s|$WORK/here|HERE|g" -e "s|$WORK|WORK|g" -e "s|$TOP|WORK|g" -e "s|$ROOT|ROOT|g" "$1"; }

update_case() { # CASE (without .sh)
	cp "$WORK/out.plain" "$1.out"
	rm -f "$1.err"
	[ -s "$WORK/err.plain" ] && cp "$WORK/err.plain" "$1.err"
	pass
}

compare_case() { # NAME CASE
	why=
	[ $code -eq 0 ] || why="exit code $code"
	for stream in out err; do
		file=$2.$stream
		[ -f "$file" ] || file=/dev/null
		diff -u "$file" "$WORK/$stream.plain" >"$WORK/diff" && continue
		why="${why:+$why; }std$stream differs"
		cat "$WORK/diff"
	done
	[ -f "$2.out" ] || why="${why:+$why; }no $2.out (make golden-update writes it)"
	if [ -n "$why" ]; then fail "$1" "$why"; else pass; fi
}

run_golden() { # SCRIPT
	name_of "$1"
	run_in_fresh_folder "$1"
	if [ $code -eq 77 ]; then
		skip "$name" "$(tail -n 1 "$WORK/err")"
		return
	fi
	plain "$WORK/out" >"$WORK/out.plain"
	plain "$WORK/err" >"$WORK/err.plain"
	if [ -n "$UPDATE" ] && [ $code -eq 0 ]; then update_case "${1%.sh}"; else compare_case "$name" "${1%.sh}"; fi
}

# Of the shell and of what it waited for: `times` prints a line of both, as 1m2.34s.
processor_seconds() { # FILE
	awk '{ for (i = 1; i <= NF; i++) { split($i, t, /[ms]/); s += 60 * t[1] + t[2] } } END { printf "%.1f\n", s }' "$1"
}

# One unit, in a folder of its own; what it says is written at once, so that units do not mix.
run_unit() { # KIND PATH
	WORK=$TOP/$$
	mkdir "$WORK" || exit 2
	TMPDIR=$WORK # what a test that crashed leaves behind goes with it
	export TMPDIR
	began=$(date +%s)
	"run_$1" "$2" >"$WORK/said" 2>&1
	cat "$WORK/said"
	echo "$passed $failed $skipped" >>"$TOP/counts"
	[ -z "${TIMES:-}" ] || { times >"$WORK/times" && echo "$(($(date +%s) - began)) $(processor_seconds "$WORK/times") $2" >>"$TIMES"; }
	rm -rf "$WORK"
}

if [ "${1:-}" = --unit ]; then
	run_unit "$2" "$3"
	exit 0
fi

TOP=$(mktemp -d) || exit 2
DEMO=$TOP/demo.tensen
# a python3 that is a script which looks for the right one (pyenv) is asked once, not a thousand times
python=$(python3 -c 'import os, sys; print(os.path.dirname(sys.executable))' 2>/dev/null)
PATH=$BUILD:${python:+$python:}$PATH
LC_ALL=C
export ROOT BUILD ONE UPDATE TENSEN DATA DEMO PATH LC_ALL TOP
unset LANG LANGUAGE LC_MESSAGES MAKEFLAGS MFLAGS MAKELEVEL
trap 'rm -rf "$TOP"' EXIT
trap 'exit 130' INT TERM

# The name of a program or of one of its tests.
cmocka_wanted() { # SOURCE
	name_of "$1"
	wanted "$name" || grep -q "cmocka_unit_test[a-z_]*([a-z0-9_]*$ONE" "$1"
}
# All of its tests take ten minutes of a quiet machine: a quarter each has the time of a script.
list_browser() { # QUARTER
	if wanted browser/test_page; then
		echo "browser $1/4"
	elif [ "$1" -gt 1 ]; then
		return
	elif grep -q "^def [a-z0-9_]*${ONE}[a-z0-9_]*(ja, en, base)" tests/browser/test_page.py ||
		grep -q "^def [a-z0-9_]*${ONE%_at_every_width}[a-z0-9_]*(b, c)" tests/browser/loop.py; then
		echo "browser $ONE"
	fi
}
list_scripts() { # KIND SCRIPT...
	kind=$1
	shift
	for script; do
		[ -f "$script" ] || continue
		name_of "$script"
		! wanted "$name" || echo "$kind $script"
	done
}
# A browser keeps more than one processor busy, so its quarters stand apart; short units come last.
list_units() {
	list_browser 1
	list_scripts script tests/assist/*_*.sh
	list_browser 2
	list_scripts script tests/input/*_*.sh tests/crash/*_*.sh
	list_browser 3
	list_scripts script tests/serve/*_*.sh tests/example/*.sh
	list_browser 4
	list_scripts script tests/fuzz/*_*.sh tests/mpi/*_*.sh
	for source in tests/fuzz/test_*.c tests/recall/test_*.c tests/property/test_*.c tests/corrupt/test_*.c tests/unit/test_*.c; do
		[ ! -f "$source" ] || ! cmocka_wanted "$source" || echo "cmocka $source"
	done
	list_scripts golden tests/golden/*/*.sh
}

# Scripts that use $DEMO read it, so it is made once, and only if one will run.
make_demo() {
	grep -q '^golden\|^script' "$TOP/units" || return 0
	"$TENSEN" index -q -o "$DEMO" "$DATA"/demo/*.jsonl >"$TOP/log" 2>&1 && return
	echo "FAILED demo-index: tensen index data/demo:"
	cat "$TOP/log"
	echo 0 1 0 >>"$TOP/counts"
}

: >"$TOP/counts"
list_units >"$TOP/units"
make_demo
xargs -r -P "${JOBS:-$(nproc)}" -n 2 sh tests/run.sh --unit <"$TOP/units"
if [ ! -s "$TOP/counts" ]; then
	echo "no test is called \"$ONE\"" >&2
	echo 0 1 0 >>"$TOP/counts"
fi
units=$(wc -l <"$TOP/units")
[ "$(wc -l <"$TOP/counts")" -ge "$units" ] || {
	echo "FAILED: of $units units some did not end"
	echo 0 1 0 >>"$TOP/counts"
}
awk '{ p += $1; f += $2; s += $3 }
	END { printf "%d passed, %d failed%s\n", p, f, s ? ", " s " skipped" : ""; exit f > 0 }' "$TOP/counts"
