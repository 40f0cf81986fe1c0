# What readings exports and serve logs takes the place of no file that they read.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
printf 'query\tdocument\tgrade\nT-1\tT-6\t2\n' >grades.tsv
tensen readings t.tensen --import grades.tsv --by anna --lang en
remember t.tensen
cp t.tensen.readings.jsonl readings.before
refused 2 tensen readings t.tensen --lang en --export t.tensen
refused 2 tensen readings t.tensen --lang en --export ./t.tensen.readings.jsonl
refused 2 tensen readings t.tensen --lang en --import grades.tsv --by anna --export grades.tsv
refused 2 timeout 20 tensen serve t.tensen --lang en --port 0 --access-log t.tensen
unharmed t.tensen
cmp t.tensen.readings.jsonl readings.before
tensen readings t.tensen --export out.jsonl && cmp out.jsonl readings.before && echo "exported"
tensen readings t.tensen --export - | cmp - readings.before
