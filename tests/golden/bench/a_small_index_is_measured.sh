# It runs, in both forms and languages; figures differ from run to run and are taken out.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
figures() { sed 's/nan/N/g; s/[0-9][0-9.]*/N/g; s/  *N/ N/g'; }
tensen bench t.tensen --queries 6 --lang en | figures; echo "code $?"
tensen bench t.tensen --queries 6 -j 2 | figures
tensen bench t.tensen --queries 6 --json | without_signature | figures
# exact counts
tensen bench t.tensen --queries 60 --seed 3 --json >b.json
for key in documents queries cold_queries seed recall_queries; do echo "$key $(json_values $key <b.json)"; done
tensen bench "$DEMO" --queries 40 --json | json_values recall_at_10 | awk '{ print ($1 >= 0.98 ? "recall is high" : "recall is " $1) }'
refused 2 tensen bench
refused 2 tensen bench t.tensen --queries 0
refused 4 tensen bench no-such.tensen
