# A character that CP932 does not have: 〓 or its number, and how many there were on stderr.
. "$ROOT/tests/golden/lib.sh"
small_corpus | sed 's/振動を抑える架台/振動を抑える架台😀①〜/' >in.jsonl
tensen index -q -o t.tensen in.jsonl >/dev/null
for how in geta number; do
	tensen search t.tensen T-6 -k 5 --format csv --encoding cp932 --fallback $how >out.csv
	iconv -f CP932 -t UTF-8 out.csv | grep 架台 | tr -d '\r' | without_signature
done
tensen search t.tensen T-6 -k 5 --format csv --encoding utf8 | grep -c 😀
