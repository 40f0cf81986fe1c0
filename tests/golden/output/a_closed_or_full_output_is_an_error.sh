# Data that could not be written is never passed over in silence: 5.
. "$ROOT/tests/golden/lib.sh"
for c in "info $DEMO" "ideas $DEMO DEMO-35-012" "--help" "index -h"; do
	tensen $c >/dev/full; echo "code $?"
done 2>&1
tensen info "$DEMO" >&-; echo "code $?"
{ sleep 0.3; tensen info "$DEMO" 2>err.txt; echo "code $?" >code.txt; } | :
cat code.txt err.txt
