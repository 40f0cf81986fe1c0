# A licence record opens the patent of the index that it names; the patent keeps it when
# it is replaced; the licence's number among the ids to delete closes the patent again.
. "$ROOT/tests/golden/lib.sh"
echo '{"id":"特開2010-000001","title":"曇りを防ぐ窓","problem":"窓が曇る。","means":"水膜を広げる。","ipc":["B60J 1/00"]}' >p.jsonl
echo '{"id":"L2099000001","license":{"id":"L2099000001","terms":"可"},"open":true,"title":"窓の技術","products":"車の窓","numbers":["特開2010-000001"]}' >l.jsonl
tensen index -q -o t.tensen p.jsonl >/dev/null
open() { tensen search t.tensen --text 曇る窓 --open >/dev/null; echo "open patents: code $?"; }
open
account update t.tensen l.jsonl | sed -n '/^追加/p'
open
tensen show t.tensen L2099000001 | sed -n 1p
sed 's/水膜を広げる/熱線を張る/' p.jsonl >p2.jsonl
account update t.tensen p2.jsonl | sed -n '/^追加/p'
open
account update t.tensen --delete L2099000001 | sed -n '/^追加/p'
open
tensen show t.tensen 特開2010-000001 | sed -n 1p
