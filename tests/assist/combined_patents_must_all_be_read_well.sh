#!/bin/sh
# What was read of each of the combined patents counts together as the worst of it: a document is an
# idea of both when both were graded well with it, and not when one was graded badly or not at all.
. "$ROOT/tests/assist/lib.sh"
OTHER=DEMO-01-006
held() { # the ids of the ideas of both, in one line
	tensen combine index.tensen $PATENT $OTHER --json --lang en >out.txt 2>err.txt || wrong "combine: $(cat err.txt)"
	python3 -c 'import json; print(" ".join(i["document"]["id"] + ":" + str(i["grade"]) for i in json.load(open("out.txt"))["ideas"]))'
}
taken() { # QUERY DOCUMENT GRADE
	printf 'query\tdocument\tgrade\n%s\t%s\t%s\n' "$1" "$2" "$3" >mine.tsv
	tensen readings index.tensen --import mine.tsv --by anna --lang en >out.txt 2>err.txt || wrong "import: $(cat err.txt)"
}
need python3
rm -f $READINGS
[ -z "$(held)" ] || wrong "ideas without readings: $(held)"
taken $PATENT DEMO-12-002 3
[ -z "$(held)" ] || wrong "one of the two is enough: $(held)"
taken $OTHER DEMO-12-002 2
[ "$(held)" = "DEMO-12-002:2" ] || wrong "both read well: $(held)"
taken $OTHER DEMO-12-002 1
[ -z "$(held)" ] || wrong "one is bad: $(held)"
tensen ideas index.tensen $PATENT --json | grep -q '"id": "DEMO-12-002"' || wrong "the patent alone has it no more"
finish
