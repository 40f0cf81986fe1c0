# --text, --file and - ask the same; a missing file is 3.
. "$ROOT/tests/golden/lib.sh"
text='【課題】冷えた鏡に結露が生じて曇る。【解決手段】親水性の微細な突起で水膜を広げる。'
printf '%s' "$text" >q.txt
tensen ideas "$DEMO" --text "$text" --json >text.json; echo "code $?"
tensen ideas "$DEMO" --file q.txt --json | cmp - text.json
tensen ideas "$DEMO" - --json <q.txt | cmp - text.json
tensen ideas "$DEMO" --file - --json <q.txt | cmp - text.json
refused 3 tensen ideas "$DEMO" --file no-such.txt
refused 3 tensen ideas "$DEMO" --file .
