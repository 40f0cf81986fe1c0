#!/bin/sh
# data/demo.sh - what `make demo` runs: index the demonstration corpus, take in what a large
# language model read of three of its patents (data/README.md), then ask where one of them could be
# used.  BUILD: folder of the program.
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build/release}

printf '$ %s\n' "$BUILD/tensen index -o $BUILD/demo.tensen data/demo/*.jsonl"
"$BUILD/tensen" index -o "$BUILD/demo.tensen" data/demo/*.jsonl
echo
printf '$ %s\n' "$BUILD/tensen readings $BUILD/demo.tensen --import data/demo-readings.jsonl"
rm -f "$BUILD/demo.tensen.readings.jsonl" "$BUILD/demo.tensen.readings.at"
"$BUILD/tensen" readings "$BUILD/demo.tensen" --import data/demo-readings.jsonl
echo
printf '$ %s\n' "$BUILD/tensen ideas $BUILD/demo.tensen DEMO-13-006 -k 3 --unread 2"
"$BUILD/tensen" ideas "$BUILD/demo.tensen" DEMO-13-006 -k 3 --unread 2
echo
echo "これらの用途仮説は、架空の特許を大規模言語モデルが前もって読んだものです。自分の特許を読ませるには:"
echo "  $BUILD/tensen model http://127.0.0.1:8080 --keep FILE && $BUILD/tensen read FILE ID"
echo "言語モデルがなくても、--aspect で観点を足し、評点を付けて --grades で読み戻せば用途仮説になります（README）。"
