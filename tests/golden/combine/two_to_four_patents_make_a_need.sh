# Three patents together.  One patent, or five, are refused.
. "$ROOT/tests/golden/lib.sh"
tensen combine "$DEMO" DEMO-35-012 DEMO-01-006 DEMO-09-008 -k 2 --unread 1 | sed -n "1,2p"
refused 2 tensen combine "$DEMO" DEMO-35-012
refused 2 tensen combine "$DEMO" DEMO-35-012 DEMO-01-006 DEMO-09-008 DEMO-17-002 DEMO-17-004
