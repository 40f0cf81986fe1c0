# Judgements as CSV, Markdown and HTML; a path that is HTML stays text.
. "$ROOT/tests/golden/lib.sh"
printf '{"id":"DEMO-35-012","field":1,"plausible":true,"new":true}\n{"id":"DEMO-35-012","field":26,"plausible":false}\n' >'a<b>.jsonl'
for form in csv md; do
	tensen eval "$DEMO" --decisions 'a<b>.jsonl' --format $form --encoding utf8 | tr -d '\r' | without_signature
	tensen eval "$DEMO" --decisions 'a<b>.jsonl' --format $form --encoding utf8 --lang en | tr -d '\r' | head -n 3
done
tensen eval "$DEMO" --decisions 'a<b>.jsonl' --format html --lang en | sed -n '/<h1>/,/<footer/p' | sed '/<footer/d'
