# --per: a list of each field, IPC class or subclass; the counts are those of the filter.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
tensen search t.tensen T-1 --per wipo35 -k 1 --open; echo "code $?"
tensen search t.tensen T-6 --per ipc4 --lang en --open
tensen search t.tensen T-6 --per ipc3 --open --format md --lang en | grep '^##'
tensen search "$DEMO" DEMO-35-012 --per ipc4 --out-of-field=ipc4 --open -k 1 | head -n 12
tensen search t.tensen T-1 --per ipc4 --field 13 --json | without_signature
tensen search t.tensen T-1 --per ipc4 --open --format jsonl | sed 's/.*"group"/"group"/'
tensen search t.tensen T-1 --per ipc4 --open --format csv | sed 's/.*,\(".*",".*",[0-9"].*\)$/\1/'
tensen search t.tensen T-1 --per wipo35 --format html | grep -c '<h2>'
# the counts of fields are those of the filter
tensen search "$DEMO" DEMO-35-012 --per wipo35 --alive --json >per.json
sed -n '/"per_field"/,/}/s/^ *"\([0-9]*\)": \([0-9]*\),\{0,1\}$/\1 \2/p' per.json | sort >filter.txt
sed -n 's/^ *"group": "\(.*\)",$/\1/p' per.json >groups.txt
json_values documents <per.json | paste -d ' ' groups.txt - | sort | cmp - filter.txt
# no group of the query, none at all, and what does not go together
tensen search "$DEMO" DEMO-35-012 --per wipo35 --out-of-field --json | grep -xE ' *"group": "(31|35)",'
tensen search t.tensen T-1 --per ipc4 --since 2999; echo "code $?"
tensen search t.tensen --text qwrtzpx --per ipc4; echo "code $?"
refused 2 tensen search t.tensen T-1 --per ipc4 --offset 3
refused 2 tensen search t.tensen T-1 --per field
refused 2 tensen search t.tensen --queries small.jsonl --run r.txt --per ipc4
# only the first groups
tensen search t.tensen T-1 --per wipo35 --groups 1 --open
tensen search t.tensen T-1 --per ipc3 --groups 1 --open --lang en --format md | grep more
tensen search t.tensen T-1 --per ipc4 --groups 2 --json | json_values groups_total
tensen search t.tensen T-1 --per ipc4 --groups 2 --json | grep -c '"group":'
tensen search t.tensen T-1 --per ipc4 --groups 99 | grep ほか
tensen search "$DEMO" DEMO-35-012 --per ipc4 | sed "s/…/./" | wider_than 80
refused 2 tensen search t.tensen T-1 --groups 2
