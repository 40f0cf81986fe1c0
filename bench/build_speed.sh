#!/bin/sh
# bench/build_speed.sh - `tensen index` against two bare `mecab -Owakati` over the same text.
#
#   sh bench/build_speed.sh [-n ROUNDS] INPUT...      (whatever the index reads, folders too)
#
# All real Japanese samples in one index, then each kind:
#   sh bench/build_speed.sh ../shared/data/jplatpat ../shared/data/gazette ../shared/data/volume
#
# The text is what the index understands of each document, as our readers give it
# (bench/readers --dump; bench/readers_check.py compares them with Python's): title, abstract,
# problem, means, effect, products, the first claim, the first 128 KB of the description, where
# engine/reading.c stops (six of the 9.7 MB of the 60 gazettes lie behind that: nine are very
# long); a sentence a line (mecab cuts long lines).  It is dealt into two halves, one for each mecab; the index is built with two
# threads.  Rounds alternate, medians are compared: the ratio is mecab's time over ours,
# once by the clock and once by processor time (what counts on a busy machine).  Needs python3,
# mecab, GNU time.
#
# MEASURED on two quiet cores, before views were encoded side by side and without the gazettes (by
# the clock, by processor time): a million generated documents
# 0.90, 0.98 (one round), 20,000 of them 0.72, 0.78 (three), 62 MB of real Japanese 0.80, 0.82
# (three), the 34,013 records of J-PlatPat, mostly titles, 0.36, 0.36 (five): what does not grow
# with the corpus (learning the weights of the fit, training of codes) takes most of so short
# a run, and understanding alone costs what mecab does.  Records parsed on all cores gave J-PlatPat
# a tenth by the clock, the others nothing: not taken.
# With views side by side, on an uneven host: 62 MB of real Japanese 0.87, 0.89 (two rounds), all
# real samples in one index (48,807 documents, 71.5 MB) 0.70, 0.70 (one), J-PlatPat 0.29, 0.33 (two).
set -eu
ROUNDS=3
[ "${1-}" = -n ] && { ROUNDS=$2; shift 2; }
[ $# -ge 1 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
TENSEN=${TENSEN:-build/release/tensen}
READERS=${READERS:-build/release/bench/readers}
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
