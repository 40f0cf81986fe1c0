# No room for the new index: 5, one line, and the old one is as it was.
. "$ROOT/tests/golden/lib.sh"
[ "$(id -u)" = 0 ] || { echo "needs root for a small tmpfs" >&2; exit 77; }
mkdir full
mount -t tmpfs -o size=256k tmpfs full 2>/dev/null || { echo "tmpfs cannot be mounted here" >&2; exit 77; }
trap 'umount full' EXIT
small_corpus >small.jsonl
tensen index -q -o full/t.tensen small.jsonl >/dev/null || echo "code $?"
cp full/t.tensen before.tensen
refused 5 tensen index -q -o full/t.tensen "$DATA"/demo/*.jsonl
cmp full/t.tensen before.tensen && tensen verify full/t.tensen >/dev/null && echo "old index unharmed"
ls full
