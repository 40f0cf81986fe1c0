#!/bin/sh
# Of the readings of the demonstration, a scan as Markdown and HTML has the rows of its JSON in their order, in
# both languages; the report has the best idea of each patent that was read, no subclass twice, at most as
# many as asked for, of open patents alone; without readings it has none.
set -eu
command -v python3 >/dev/null || { echo "python3 is not installed" >&2; exit 77; }
cp "$DEMO" demo.tensen
tensen report demo.tensen --json >unread.json
tensen readings demo.tensen --import "$ROOT/data/demo-readings.jsonl" >out.txt
tensen report demo.tensen --json >report.json
tensen report demo.tensen --json --ideas 1 >one.json
tensen report demo.tensen --json --patents 1 >asked.json
for lang in ja en; do
	for format in json md html; do
		tensen scan demo.tensen -q -o scan-$lang.jsonl --lang $lang --format $format >scan-$lang.$format
	done
	for format in md html; do tensen report demo.tensen --format $format --lang $lang >report-$lang.$format; done
done
# another reading of a patent that is not open
closed=$(grep -h -m 1 '"open": *false' "$DATA"/demo/*.jsonl | sed 's/.*"id": *"\([^"]*\)".*/\1/')
printf '{"query":"%s","document":"DEMO-12-007","grade":3}\n' "$closed" >more.jsonl
tensen readings demo.tensen --import more.jsonl --by anna >out.txt
tensen report demo.tensen --json >closed.json
python3 - <<'END'
import html, json, re
def load(name): return json.load(open(name, encoding="utf-8"))
def text(name): return open(name, encoding="utf-8").read()
for lang in "ja", "en":
    rows = load(f"scan-{lang}.json")["rows"]
    assert [r["document"]["id"] for r in rows][:1] == ["DEMO-01-007"] and len(rows) == 2, rows
    md = [line for line in text(f"scan-{lang}.md").splitlines() if re.match(r"\| *\d", line)]
    page = re.findall(r"<tr><td class=num>.*?</tr>", text(f"scan-{lang}.html"), re.S)
    assert len(md) == len(page) == len(rows), (md, page)
    for row, line, cells in zip(rows, md, page):
        plain = html.unescape(re.sub(r"<[^>]*>", " ", cells))
        for value in row["id"], row["title"], row["application"], row["transfer"], row["document"]["id"], row["document"]["title"], row["document"]["subclass_name"], str(row["grade"]):
            assert value.replace("|", "\\|") in line.replace("\\-", "-"), (value, line)
            assert value in plain, (value, plain)
r = load("report.json")
assert (r["asked"], [i["document"]["id"] for i in r["ideas"]]) == (2, ["DEMO-01-007", "DEMO-35-004"]), r["ideas"]
assert len({i["document"]["subclass"] for i in r["ideas"]}) == 2 and [i["grade"] for i in r["ideas"]] == [3, 2]
assert [i["document"]["id"] for i in load("one.json")["ideas"]] == ["DEMO-01-007"]
assert load("asked.json")["asked"] == 1 == len(load("asked.json")["ideas"])
assert load("unread.json")["ideas"] == [] and load("unread.json")["asked"] == 0
assert load("closed.json")["ideas"] == r["ideas"] and load("closed.json")["asked"] == 2
for lang in "ja", "en":
    for i in r["ideas"]:
        page = html.unescape(text(f"report-{lang}.html"))
        assert i["id"] in text(f"report-{lang}.md") and i["application"] in text(f"report-{lang}.md"), lang
        assert page.count(i["transfer"]) == 2 and i["objection"] in page, (lang, "the card and the sheet of", i["id"])
END
