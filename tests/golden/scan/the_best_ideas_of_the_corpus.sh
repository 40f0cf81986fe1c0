# One row per patent, numbers over all patents; the second run finds the file finished.
tensen scan "$DEMO" -q -o out.jsonl --top 3
tensen scan "$DEMO" -q -o out.jsonl --top 1; echo "code $?"
tensen scan "$DEMO" -q -o en.jsonl --top 2 --lang en
sed -n 1p out.jsonl | sed 's/"index":"[0-9a-f]*"/"index":"X"/'
