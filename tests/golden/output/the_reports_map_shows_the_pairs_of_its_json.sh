# Cells of the map: fields, pairs that share documents, pairs that lack them; beside each the count of the JSON.
. "$ROOT/tests/golden/lib.sh"
tensen report -q "$DEMO" --json >report.json
tensen report -q "$DEMO" --format html >report.html
cells() { # CLASS
	grep -c "^<rect class=$1[0-9] .*<title>" report.html
}
count() { # EXPRESSION of a = field, b = lower field, both, missing
	python3 -c "
import json
v = json.load(open('report.json'))['fields']
print(sum(1 for a in range(len(v)) for b in range(a) for both, missing in [(v[a]['both'][b], v[a]['missing'][b])] if $1))"
}
echo "fields $(cells d)"
echo "shared $(cells o) $(count 'both > 0')"
echo "missing $(cells m) $(count 'missing > 0')"
python3 -c "
import json
r = json.load(open('report.json'))
v = r['fields']
print(all(v[a][k][b] == v[b][k][a] for k in ('both', 'missing') for a in range(35) for b in range(35)))
print([l['missing'] for l in r['links']] == sorted((v[a]['missing'][b] for a in range(35) for b in range(a)), reverse=True)[:10])"
