# A text may stand in a column that nobody reads: the account names these columns, in each language.
. "$ROOT/tests/golden/lib.sh"
printf 'id,title,abstract,要約文,remark\nX-1,damper,damps the vibration of a floor,床,2\n' >own.csv
account index -o t.tensen own.csv
tensen index -q -o t.tensen own.csv --lang en | grep 要約文
tensen index -q -o t.tensen own.csv --json | grep -A 3 '"notes"' | grep '"why"'
tensen index -q -o t.tensen own.csv --column abstract=要約文 | grep -c 要約文 || :
