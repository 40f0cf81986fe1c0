# CSV of every command that has it: column names and cells in both languages.  The byte
# order mark and the carriage returns are there, and are taken off to be read here.
. "$ROOT/tests/golden/lib.sh"
plain_csv() {
	"$@" >out.csv || echo "code $?"
	head -c 3 out.csv | od -An -tx1
	awk 'BEGIN { RS = "\""; ORS = "" } NR % 2' out.csv >outside # of quotes: within a cell a break is LF
	[ "$(tr -cd '\r' <outside | wc -c)" -eq "$(wc -l <outside)" ] || echo "a line without CR LF"
	tail -c +4 out.csv | tr -d '\r' | without_signature
}
printf 'query\tdocument\tgrade\nDEMO-34-005\tDEMO-32-006\t2\nDEMO-34-005\tDEMO-01-006\t0\n' >judged.tsv
for lang in ja en; do
	plain_csv tensen ideas "$DEMO" DEMO-35-012 --unread 1 --format csv --lang $lang | head -n 2
	plain_csv tensen combine "$DEMO" DEMO-35-012 DEMO-01-006 --unread 1 --format csv --lang $lang | head -n 2
	plain_csv tensen match "$DEMO" --text '粉が湿気で固まって困っている' -k 2 --format csv --lang $lang
	plain_csv tensen search "$DEMO" DEMO-35-012 -k 2 --format csv --lang $lang
	plain_csv tensen eval "$DEMO" --judged judged.tsv --format csv --lang $lang | head -n 5
	plain_csv tensen scan -q "$DEMO" -o out.$lang --top 2 --lang $lang --format csv
done
