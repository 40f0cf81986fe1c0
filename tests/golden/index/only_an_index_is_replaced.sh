# A slip with -o must not cost a corpus or a device.
. "$ROOT/tests/golden/lib.sh"
small_corpus >small.jsonl
cp small.jsonl copy.jsonl
refused 2 tensen index -q -o small.jsonl copy.jsonl
cmp small.jsonl copy.jsonl && echo kept
refused 2 tensen index -q -o /dev/null small.jsonl
refused 2 tensen index -q -o . small.jsonl
: >empty.tensen
tensen index -q -o empty.tensen small.jsonl >/dev/null && echo "an empty file is replaced"
tensen index -q --replace -o copy.jsonl small.jsonl >/dev/null && echo "--replace replaces"
