# Grades of documents that the index does not hold: some are named, and none that it holds is refused.
. "$ROOT/tests/golden/lib.sh"
graded() { # ID...
	echo 'query,document,grade'
	for id; do echo "DEMO-35-012,$id,3"; done
}
graded DEMO-17-002 特開2001-000001 XX-9 >some.csv
graded 特開2001-000001 >none.csv
for command in ideas candidates; do
	for lang in en ja; do
		for file in some none; do
			tensen $command "$DEMO" DEMO-35-012 --grades $file.csv --lang $lang --json >out
			echo "$command $file $lang: code $?, $(grep -c '"grade": 3' out) graded"
		done
	done
done
