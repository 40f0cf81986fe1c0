#!/bin/sh
# Of the readings of the demonstration the report has the best idea of each patent that was read, with its sheet,
# no subclass twice, at most as many as asked for, of open patents alone; without readings it has none.
set -eu
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
cp "$DEMO" demo.tensen
tensen report demo.tensen --json >unread.json
tensen readings demo.tensen --import "$ROOT/data/demo-readings.jsonl" >out.txt
tensen report demo.tensen --json >report.json
tensen report demo.tensen --json --ideas 1 >one.json
tensen report demo.tensen --json --patents 1 >asked.json
for lang in ja en; do tensen report demo.tensen --format html --lang $lang >report-$lang.html; done
# another reading of a patent that is not open
closed=$(grep -h -m 1 '"open": *false' "$DATA"/demo/*.jsonl | sed 's/.*"id": *"\([^"]*\)".*/\1/')
printf '{"query":"%s","document":"DEMO-12-007","grade":3}\n' "$closed" >more.jsonl
tensen readings demo.tensen --import more.jsonl --by anna >out.txt
tensen report demo.tensen --json >closed.json
python3 - <<'END'
import html, json, re
def load(name): return json.load(open(name, encoding="utf-8"))
r = load("report.json")
assert (r["asked"], [i["document"]["id"] for i in r["ideas"]]) == (3, ["DEMO-12-002", "DEMO-29-005", "DEMO-26-001"]), r["ideas"]
assert len({i["document"]["subclass"] for i in r["ideas"]}) == 3 and [i["grade"] for i in r["ideas"]] == [3, 3, 3]
assert [i["document"]["id"] for i in load("one.json")["ideas"]] == ["DEMO-12-002"]
assert load("asked.json")["asked"] == 1 == len(load("asked.json")["ideas"])
assert load("unread.json")["ideas"] == [] and load("unread.json")["asked"] == 0
assert load("closed.json")["ideas"] == r["ideas"] and load("closed.json")["asked"] == 3
for lang in "ja", "en":
    page = html.unescape(re.sub("</?mark[^>]*>", "", open(f"report-{lang}.html", encoding="utf-8").read()))
    for i in r["ideas"]:
        assert i["id"] in page and page.count(i["transfer"]) == 2 and i["objection"] in page, (lang, "the card and the sheet of", i["id"])
END
