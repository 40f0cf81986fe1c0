# The engine's row beside the baselines; the same figures for any thread count.
. "$ROOT/tests/golden/lib.sh"
tensen eval "$DEMO" --hidden-field --bootstrap 100 -j 1 --json >1.json; echo "code $?"
tensen eval "$DEMO" --hidden-field --bootstrap 100 -j 2 --json | sed '/second/d' >2.json
sed '/second/d' 1.json | cmp - 2.json && echo "same with two threads"
json_values name <1.json | sort -u
tensen eval "$DEMO" --hidden-field --bootstrap 100 --lang en | grep -ci 'hit@1'
tensen eval "$DEMO" --hidden-field --bootstrap 50 --max-docs 20 --seed 3 --json | json_values documents | sed -n 1p
