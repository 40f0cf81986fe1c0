# A character that CP932 does not have: 〓, and how many there were on stderr.
. "$ROOT/tests/golden/lib.sh"
small_corpus | sed 's/振動を抑える架台/振動を抑える架台😀①〜/' >in.jsonl
tensen index -q -o t.tensen in.jsonl >/dev/null
tensen search t.tensen T-6 -k 5 --format csv --encoding cp932 >out.csv
iconv -f CP932 -t UTF-8 out.csv | grep 架台 | tr -d '\r' | without_signature
tensen search t.tensen T-6 -k 5 --format csv --encoding utf8 | grep -c 😀
