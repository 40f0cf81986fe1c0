# --offset: three pages are the first thirty.
. "$ROOT/tests/golden/lib.sh"
ids "$DEMO" DEMO-18-005 -k 30 >all.txt
for at in 0 10 20; do ids "$DEMO" DEMO-18-005 -k 10 --offset $at; done >pages.txt
cmp all.txt pages.txt && wc -l <pages.txt
ids "$DEMO" DEMO-18-005 -k 1000000 | wc -l
tensen search "$DEMO" DEMO-18-005 --offset 100000; echo "code $?"
