# The CSV of the unread list is graded and read back: 3 and 2 are ideas, 0 is gone, and the forms
# show what the person wrote.
. "$ROOT/tests/golden/lib.sh"
ask() { tensen ideas "$DEMO" DEMO-35-012 --unread 3 "$@"; }
ask --format csv --lang en | tail -c +4 | tr -d '\r' >all.csv
awk -F, 'NR == 1 { print } NR > 1 { split("3 0 2", g, " "); sub(/,"","",/, "," g[NR - 1] ",\"\","); print }' all.csv >graded.csv
ask --grades graded.csv --json >r.json; echo "code $?"
json_values grade <r.json
sed -n '/"ideas": \[/,/"unread": \[/p' r.json | grep -c '"document": {'
for f in table md csv jsonl html; do ask --grades graded.csv --format $f | grep -c '評点 [23]\|"grade":[23]\|,[23],"区分の記載なし"\|grade [23]'; done
cut -d, -f2 all.csv | sed -n '3p' | tr -d '"' >bad.txt
grep -cFf bad.txt r.json || true
