# Labels stand apart from what they label, in both languages.
. "$ROOT/tests/golden/lib.sh"
for l in ja en; do
	tensen ideas "$DEMO" DEMO-18-005 -k 2 --lang $l >$l.txt
	sed -n 's/^     \([^ ]\{1,24\}\)  *[^ ].*/\1/p' $l.txt | grep -xE '課題|先例|既存|橋渡|相違|相談|裏付|成分|need|prec\.|exists|bridge|unlike|ask|backed|parts' | sort -u
done
