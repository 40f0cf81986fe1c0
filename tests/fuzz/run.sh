#!/bin/sh
# tests/fuzz/run.sh TARGET [SECONDS] - fuzz one reader by libFuzzer under ASan and UBSan.
#
# TARGET is one of targets.h (auto jsonl table gazette text record number).  New inputs
# go to build/fuzz/TARGET, findings to build/fuzz/TARGET-*; `minimize` as the second word
# instead of seconds merges what adds coverage into tests/fuzz/corpus/TARGET (inputs of at
# most 2000 bytes, so that the kept corpus stays small).  Needs clang.
set -eu
cd "$(dirname "$0")/../.."
target=$1
seconds=${2:-600}
out=build/fuzz
mkdir -p "$out/$target" "tests/fuzz/corpus/$target"
packages='icu-uc icu-i18n libzstd zlib json-c expat'
# shellcheck disable=SC2046
clang -std=c11 -D_GNU_SOURCE -DTARGET="fuzz_$target" -g -O1 \
	-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
	-Iinclude -Isrc -Itests/fuzz $(pkg-config --cflags $packages) \
	tests/fuzz/fuzz.c src/corpus/*.c src/util/arena.c src/util/buf.c src/util/fail.c \
	src/text/utf8.c src/util/json/json.c src/util/json/json_read.c src/util/span.c -o "$out/fuzz_$target" $(pkg-config --libs $packages) -lcsv
options="-max_len=20000 -timeout=20 -rss_limit_mb=3000 -artifact_prefix=$out/$target-"
if [ "$seconds" = minimize ]; then
	# shellcheck disable=SC2086
	exec "$out/fuzz_$target" $options -max_len=2000 -merge=1 "tests/fuzz/corpus/$target" "$out/$target"
fi
# shellcheck disable=SC2086
exec "$out/fuzz_$target" $options -max_total_time="$seconds" -print_final_stats=1 \
	"$out/$target" "tests/fuzz/corpus/$target"
