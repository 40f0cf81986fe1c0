#!/bin/sh
# Every quotation in the transcript of an assistant stands literally in the document of its id.
. "$ROOT/tests/assist/lib.sh"
sed -n 's/^> \(DEMO-[0-9-]*\): 「\(.*\)」.*$/\1 \2/p' "$ROOT/tests/assist/transcript.md" >quotes.txt
[ "$(wc -l <quotes.txt)" -ge 8 ] || wrong "only $(wc -l <quotes.txt) quotations"
while read -r id quote; do
	tensen show "$DEMO" "$id" --json | grep -qF "$quote" || wrong "$id does not say: $quote"
done <quotes.txt
finish
