# Archives beyond the limits of size, number of members, names and nesting are bad and named, nothing is
# written, in bounded memory (768 MB) and time (30 s of a processor); names with .. or / write nothing either.
. "$ROOT/tests/input/lib.sh"
command -v python3 >/dev/null && command -v zstd >/dev/null || { echo "python3 and zstd are not installed" >&2; exit 77; }
for i in 1 2 3 4 5 6; do record "G$i"; done >good.jsonl
python3 -B "$ROOT/tests/input/archives_beyond_limits.py" good.jsonl work >table || fail "$(cat table)"
