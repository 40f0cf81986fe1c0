# What a person wrote comes in with the grade (readings --import) and stands beside the idea afterwards, of a
# table and of a workbook.
. "$ROOT/tests/golden/lib.sh"
cp "$DEMO" one.tensen
printf 'query,document,grade,note\nDEMO-35-012,DEMO-01-003,3,"装置が軽いので, 訊く"\n' >kept.csv
tensen readings one.tensen --import kept.csv --by anna
tensen ideas one.tensen DEMO-35-012 --unread 1 --json | json_values note
for f in table md html; do tensen ideas one.tensen DEMO-35-012 --unread 1 --format $f | grep -c '装置が軽いので, 訊く'; done
tensen ideas one.tensen DEMO-35-012 --unread 1 --format xlsx >again.xlsx
cp "$DEMO" two.tensen
tensen readings two.tensen --import again.xlsx --by bruno
tensen ideas two.tensen DEMO-35-012 --unread 1 --json | json_values note
