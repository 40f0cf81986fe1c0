# Data that could not be written is never passed over in silence: 5.
. "$ROOT/tests/golden/lib.sh"
for c in "info $DEMO" "ideas $DEMO DEMO-35-012" "--help" "index -h"; do
	tensen $c >/dev/full; echo "code $?"
done 2>&1
tensen info "$DEMO" >&-; echo "code $?"
{ until [ -e closed ]; do sleep 0.05; done; tensen info "$DEMO" 2>err.txt; echo "code $?" >code.txt; } | { exec <&-; : >closed; }
cat code.txt err.txt
