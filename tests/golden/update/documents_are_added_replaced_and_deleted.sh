# By id: what says the same is skipped, what says something else is replaced, new ones
# are added; ids to delete come from the command line or a file; unknown ones are counted.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
{ small_corpus | sed -n '1p'; small_corpus | sed -n '2s/結露が生じて曇る/霜が付いて曇る/p'
  echo '{"id":"T-7","title":"霜を取る刷毛","problem":"窓に霜が付く。","means":"刷毛を回す。","ipc":["B60S 1/04"]}'; } >night.jsonl
printf 'T-4\r\nT-99\n\n' >gone.txt
account update t.tensen night.jsonl --delete T-3,T-98 --delete @gone.txt
tensen verify t.tensen >/dev/null && echo verified
ids t.tensen --text 霜が付いて窓が曇る -k 9 | only '^T-[12567]$' | sort
tensen show t.tensen T-3 >/dev/null 2>&1; echo "T-3: code $?"
tensen search t.tensen T-4 2>&1; echo "code $?"
cp t.tensen same.tensen
account update same.tensen night.jsonl
cmp t.tensen same.tensen && echo "nothing changed, nothing written"
