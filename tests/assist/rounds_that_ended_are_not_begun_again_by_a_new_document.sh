#!/bin/sh
# The first statements of a patent found nothing good, so others were asked for once.  A new document of a
# later night that is good begins no new round: its lists would be of old documents.  A run that
# ended before all was graded has not seen what the statements found.
. "$ROOT/tests/assist/lib.sh"
need python3
answer_with refuses-all
read_patent
[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
[ "$(asked_as say)" -eq 1 ] && [ "$(asked_as again)" -eq 1 ] || wrong "not asked once more, or rounds go on that brought nothing"
[ "$(grep -c '"role":"judge"' $READINGS)" -gt 0 ] || wrong "nothing was read"
grades $READINGS | grep -q ' [23]$' && wrong "something is good"
printf '%s\n' '{"id":"NEW-1","title":"冷凍ショーケースの扉","problem":"冷凍ショーケースのガラス扉の結露を、ヒータに通電せずに防ぎ、商品を見せたい。","means":"扉に膜を貼る。"}' >new.jsonl
tensen update -q index.tensen new.jsonl >account.txt || wrong "no update"
answer_with likes
read_patent
grades $READINGS | grep -q '^NEW-1 2$' || wrong "the new document is not good: $(grades $READINGS)"
[ "$(asked_as again)" -eq 0 ] || wrong "a new document begins another round"
[ "$(grades $READINGS | grep -c ' 2$')" -eq 1 ] || wrong "old documents are read again"

cp "$DEMO" index.tensen
rm -f $READINGS
answer_with likes
read_patent --calls 2
[ "$(grep -c '"enough":true' $READINGS)" -eq 0 ] || wrong "a budget that ended is taken for enough"
read_patent
[ "$(asked_as again)" -ge 1 ] || wrong "no second round after a budget"
finish
