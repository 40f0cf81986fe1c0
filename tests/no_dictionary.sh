# tests/no_dictionary.sh - NO_DICTIONARY, for LD_PRELOAD: a machine without the default dictionary;
# sourced, not run.
# shellcheck shell=sh
NO_DICTIONARY=$(pwd)/no_dictionary.so
"${CC:-cc}" -shared -fPIC -o "$NO_DICTIONARY" "$ROOT/tests/no_dictionary.c" -ldl || exit 1
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0 # it is loaded before the sanitizer
export ASAN_OPTIONS
