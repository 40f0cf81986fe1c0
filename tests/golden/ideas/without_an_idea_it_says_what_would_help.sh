# Nothing found is said in words, with what would help; a title that was asked says that it is one.
. "$ROOT/tests/golden/lib.sh"
for l in ja en; do
	tensen ideas "$DEMO" DEMO-35-012 --since 2999 --lang $l | sed -n '/^良い仮説/,$p; /^No good/,$p'
done
printf '{"id":"T1","title":"揺れ低減装置","ipc":["F16F 15/02"]}\n' >titles.jsonl
cat "$DATA"/demo/mechanical.jsonl >>titles.jsonl
tensen index -q -o t.tensen titles.jsonl >/dev/null 2>&1
for f in table md html; do tensen ideas t.tensen T1 --format $f | grep -om1 '名称しか登録されていないため' | head -n 1; done
