#!/bin/sh
# data/demo.sh - what `make demo` runs: index the demonstration corpus, then ask
# where one of its open patents could be used.  BUILD: folder of the program.
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build/release}

run() { # print a command as one would type it, then run it
	printf '$ %s\n' "$*"
	"$@"
}
PATH=$BUILD:$PATH
case $BUILD in /*) ;; *) PATH=$(pwd)/$PATH ;; esac

printf '$ tensen index -o %s data/demo/*.jsonl\n' "$BUILD/demo.tensen"
tensen index -o "$BUILD/demo.tensen" data/demo/*.jsonl
echo
run tensen ideas "$BUILD/demo.tensen" DEMO-35-012 -k 4
