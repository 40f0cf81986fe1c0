# Labels stand apart from what they label, in both languages.
. "$ROOT/tests/golden/lib.sh"
for l in ja en; do
	tensen ideas "$DEMO" DEMO-35-012 -k 3 --lang $l >$l.txt
	grep -oE '^     (根拠文献|合った観点|相談先|lead document|aspect met|ask) +' $l.txt | tr -d ' ' | sort -u
done
