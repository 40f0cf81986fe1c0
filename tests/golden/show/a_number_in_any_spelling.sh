# A patent is found by its number in whatever spelling.
. "$ROOT/tests/golden/lib.sh"
small_corpus | sed 's/"T-1"/"特開2010-000068"/; s/"T-2"/"JP7203250B2"/' >numbers.jsonl
tensen index -q -o n.tensen numbers.jsonl >/dev/null
for n in 特開2010-000068 JP2010-000068A 特開2010-68 特開２０１０－００００６８ 特開2010-000068号公報 特許第7203250号; do
	tensen show n.tensen "$n" --json | json_values id | sed "s|^|$n: |"
done
tensen ideas n.tensen JP2010000068A -k 1 --json | json_values id | sed -n 1p
tensen search n.tensen 特開2010-68 --json | json_values query
tensen combine n.tensen JP2010-68A 特許7203250 --json 2>&1 | grep -c "no document" | sed "s/^/combine, numbers not found: /"
refused 1 tensen show n.tensen 特開2010-69
