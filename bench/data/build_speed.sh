#!/bin/sh
# bench/data/build_speed.sh - `tensen index` against two bare `mecab -Owakati` over the same text.
#
#   sh bench/data/build_speed.sh [-n ROUNDS] INPUT...      (whatever the index reads, folders too)
#
# All real Japanese samples in one index, then each kind:
#   sh bench/data/build_speed.sh ../shared/data/jplatpat ../shared/data/gazette ../shared/data/volume
#
# The text is what the index understands of each document, as our readers give it
# (bench/data/readers --dump; bench/data/readers_check.py compares them with Python's): title, abstract,
# problem, means, effect, products, the first claim, the first 128 KB of the description, where
# engine/base/document_terms.c stops (six of the 9.7 MB of the 60 gazettes lie behind that: nine are very
# long); a sentence a line (mecab cuts long lines).  It is dealt into two halves, one for each mecab; the index is built with two
# threads.  Rounds alternate, medians are compared: the ratio is mecab's time over ours,
# once by the clock and once by processor time (what counts on a busy machine).  Needs python3,
# mecab, GNU time.
#
# MEASURED on two quiet cores (by the clock, by processor time; medians):
#
#   all real Japanese samples in one index, 48,807 documents, 71.5 MB   1.04  1.07
#   volume, 14,734 documents, 61.9 MB                                   1.15  1.22
#   60 gazettes, 3.4 MB                                                 0.71  0.75
#   J-PlatPat, 34,013 records, mostly titles, 6.2 MB                    0.35  0.38
#   a million generated documents, 1,764 MB (one round)                  0.88  0.96
#
# J-PlatPat is short text with much to each record: understanding alone costs what mecab does, and
# vectors, books of codes, model, rows do not shrink with the text.  Until cues were looked for in
# one walk over a sentence (text/sections.c) all samples together had 0.80, 0.83.
set -eu
ROUNDS=3
[ "${1-}" = -n ] && { ROUNDS=$2; shift 2; }
[ $# -ge 1 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
TENSEN=${TENSEN:-build/release/tensen}
READERS=${READERS:-build/release/bench/data/readers}
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT
"$READERS" --dump "$@" | python3 -c '
import json, sys
halves = [open(f"{sys.argv[1]}/{i}", "w", encoding="utf-8") for i in (0, 1)]
n = size = 0
for line in sys.stdin.buffer:
    d = json.loads(line)
    texts = [d[k] for k in ("title", "problem", "means", "effect", "abstract", "products")]
    texts += d["claims"][:1] + [d["description"].encode()[:131072].decode(errors="ignore")]
    text = "\n".join(t for t in texts if t).replace("。", "。\n")
    halves[n % 2].write(text + "\n")
    n += 1
    size += len(text.encode())
print(f"{n} documents, {size / 1e6:.1f} MB of text")' "$DIR"
# Seconds by the clock, seconds of processor.
timed() { # OUT COMMAND...
	out=$1; shift
	/usr/bin/time -f '%e %U %S' -a -o "$out" "$@"
}
i=0
while [ $i -lt "$ROUNDS" ]; do
	timed "$DIR/mecab" sh -c 'mecab -Owakati "$1/0" >"$1/a" & mecab -Owakati "$1/1" >"$1/b"; wait' - "$DIR" 2>/dev/null
	timed "$DIR/tensen" "$TENSEN" index -q -j 2 -o "$DIR/index" "$@" >/dev/null
	i=$((i + 1))
done
python3 - "$DIR" <<'PY'
import statistics, sys
def median(name):
    rows = [list(map(float, l.split())) for l in open(f"{sys.argv[1]}/{name}")]
    return statistics.median(r[0] for r in rows), statistics.median(r[1] + r[2] for r in rows)
m, t = median("mecab"), median("tensen")
print(f"two mecab     {m[0]:8.1f} s by the clock {m[1]:8.1f} s of processor")
print(f"tensen index  {t[0]:8.1f} s by the clock {t[1]:8.1f} s of processor")
print(f"speed         {m[0] / t[0]:8.2f}                {m[1] / t[1]:8.2f}   (1: as fast as mecab alone)")
PY
