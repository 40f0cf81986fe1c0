#!/bin/sh
# A patent of which the first reading liked something and the second one held nothing is no example
# of info and none of a report's patents; with one held idea it is.
. "$ROOT/tests/assist/lib.sh"
first_example() {
	tensen info index.tensen --json | sed -n '/"examples"/,/"id"/s/.*"id": "\([^"]*\)".*/\1/p'
}
asked_in_report() {
	tensen report index.tensen --json | sed -n 's/^ "asked": \([0-9]*\),/\1/p'
}
answer_with doubts
read_patent
[ $code -eq 0 ] || wrong "code $code: $(cat err.txt)"
grades $READINGS | grep -q ' 2$' || wrong "the first reading likes nothing"
[ "$(first_example)" != $PATENT ] || wrong "what was refused is an example"
[ "$(asked_in_report)" = 0 ] || wrong "the report asks about $(asked_in_report) patents"
rm $READINGS
answer_with ''
read_patent
[ "$(first_example)" = $PATENT ] || wrong "what was held is no example: $(first_example)"
[ "$(asked_in_report)" = 1 ] || wrong "the report asks about $(asked_in_report) patents, not one"
finish
