#!/bin/sh
# data/demo.sh - what `make demo` runs: index the demonstration corpus, then ask
# where one of its open patents could be used.  BUILD: folder of the program.
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build/release}

printf '$ %s\n' "$BUILD/tensen index -o $BUILD/demo.tensen data/demo/*.jsonl"
"$BUILD/tensen" index -o "$BUILD/demo.tensen" data/demo/*.jsonl
echo
printf '$ %s\n' "$BUILD/tensen ideas $BUILD/demo.tensen DEMO-35-012 --unread 5"
"$BUILD/tensen" ideas "$BUILD/demo.tensen" DEMO-35-012 --unread 5
