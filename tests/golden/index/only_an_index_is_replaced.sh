# A slip with -o must not cost a corpus or a device.
. "$ROOT/tests/golden/lib.sh"
small_corpus >small.jsonl
cp small.jsonl copy.jsonl
refused 2 tensen index -o small.jsonl copy.jsonl
cmp small.jsonl copy.jsonl && echo kept
refused 2 tensen index -o /dev/null small.jsonl
refused 2 tensen index -o . small.jsonl
: >empty.tensen
tensen index -o empty.tensen small.jsonl >/dev/null && echo "an empty file is replaced"
tensen index --replace -o copy.jsonl small.jsonl >/dev/null && echo "--replace replaces"
