# --side orders by its own score; --explain names terms.
. "$ROOT/tests/golden/lib.sh"
tensen search "$DEMO" DEMO-18-005 -k 20 --side dense --json | json_values dense | sort -c -g -r && echo "dense in order"
tensen search "$DEMO" DEMO-18-005 -k 20 --side lexical --json | json_values lexical | sort -c -g -r && echo "lexical in order"
tensen search "$DEMO" DEMO-18-005 -k 20 --json | json_values score | sort -c -g -r && echo "fused in order"
[ "$(tensen search "$DEMO" DEMO-18-005 -k 3 --explain --json | grep -c '"term":')" -gt 3 ] && echo explained
[ "$(tensen search "$DEMO" DEMO-18-005 -k 3 --json | grep -c '"term":')" -eq 0 ] && echo "only when asked"
