#!/bin/sh
# `make fuzz` builds a libFuzzer program for every target of targets.h, and each of them
# reads its kept corpus and mutations of it, 500 or five seconds, without a finding.  Not optimized: compiling
# takes longer than so few runs.
echo 'int LLVMFuzzerTestOneInput(const char *p, unsigned long n) { return !p && n; }' >try.c
clang -fsanitize=fuzzer,address try.c -o try 2>/dev/null ||
	{ echo "no clang with libFuzzer: make deps-fuzz" >&2; exit 77; }
set -e
make -s -C "$ROOT" fuzz FUZZ_BUILD=build/fuzz-plain FUZZ_OPT=-O0
for target in $(ls "$ROOT/tests/fuzz/corpus"); do
	mkdir "$target"
	cp "$ROOT/tests/fuzz/corpus/$target"/* "$target"
	"$ROOT/build/fuzz-plain/fuzz_$target" -seed=1 -runs=500 -max_total_time=5 -max_len=20000 -timeout=60 \
		-rss_limit_mb=3000 "$target" >log 2>&1 || { cat log >&2; exit 1; }
done
