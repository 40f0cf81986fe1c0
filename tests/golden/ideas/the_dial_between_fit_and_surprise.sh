# --boldness changes the order and nothing else; --evidence bounds the evidence.
. "$ROOT/tests/golden/lib.sh"
for b in 0 1; do tensen ideas "$DEMO" DEMO-35-012 --boldness $b -k 30 --json >$b.json; done
json_values fit <0.json | sort -c -g -r && echo "0: by fit"
json_values surprise <1.json | sort -c -g -r && echo "1: by surprise"
[ "$(tensen ideas "$DEMO" DEMO-35-012 --evidence 1 -k 1 --json | grep -c '"quote"')" -le 3 ] && echo "one of each kind"
tensen ideas "$DEMO" DEMO-35-012 --since 2999; echo "code $?"
