# The file of format 4.0 has no table of how near the fields are; updated, it has one.
old=$ROOT/tests/corrupt/kept/4.0.tensen
tensen report -q "$old" --format table --lang en | sed -n '/^missing/,/^$/p'
tensen report -q "$old" --format table --lang ja | sed -n '/^足りない/,/^$/p'
for lang in ja en; do
	for format in md html; do
		tensen report -q "$old" --format $format --lang $lang | grep -c -e 'older program' -e '古いプログラム'
	done
done
tensen report -q "$old" --json | grep unmapped
tensen report -q "$DEMO" --json | grep -c unmapped
tensen report -q "$DEMO" --format html --lang en | grep -c 'older program'
true
