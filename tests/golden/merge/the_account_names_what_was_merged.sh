# A merge reads no records: its account says which files were united, and how many documents each had.
. "$ROOT/tests/golden/lib.sh"
small_index part.tensen
tensen merge -o one.tensen part.tensen 2>line | sed 's/[0-9.]* 秒/N 秒/'
grep -o '文献 [0-9]* 件' line
tensen merge -q -o one.tensen part.tensen --lang en | sed 's/[0-9.]* s$/N s/'
tensen merge -q -o one.tensen part.tensen --json | sed -n '/"parts"/,/\]/p'
