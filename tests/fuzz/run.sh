#!/bin/sh
# tests/fuzz/run.sh TARGET [SECONDS] - fuzz one reader by libFuzzer under ASan and UBSan.
#
# TARGET is one of targets.h, a folder of tests/fuzz/corpus.  New inputs
# go to build/fuzz/TARGET, findings to build/fuzz/TARGET-*; `minimize` as the second word
# instead of seconds merges what adds coverage into tests/fuzz/corpus/TARGET (inputs of at
# most 2000 bytes, so that the kept corpus stays small).  Needs clang: make deps-fuzz.
set -eu
cd "$(dirname "$0")/../.."
target=$1
seconds=${2:-600}
out=build/fuzz
make -s fuzz
mkdir -p "$out/$target" "tests/fuzz/corpus/$target"
options="-max_len=20000 -timeout=20 -rss_limit_mb=3000 -artifact_prefix=$out/$target-"
if [ "$seconds" = minimize ]; then
	# shellcheck disable=SC2086
	exec "$out/fuzz_$target" $options -max_len=2000 -merge=1 "tests/fuzz/corpus/$target" "$out/$target"
fi
# shellcheck disable=SC2086
exec "$out/fuzz_$target" $options -max_total_time="$seconds" -print_final_stats=1 \
	"$out/$target" "tests/fuzz/corpus/$target"
