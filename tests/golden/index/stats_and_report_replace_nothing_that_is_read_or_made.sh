# --stats and --report name files of their own: not the index, not what is read, not each other.
. "$ROOT/tests/golden/lib.sh"
mkdir in
small_corpus >a.jsonl
cp a.jsonl in/b.jsonl
tensen index -q -o t.tensen a.jsonl >/dev/null
remember t.tensen
for option in --stats --report; do
	refused 2 tensen index -q --lang en -o t.tensen "$option" t.tensen a.jsonl
	refused 2 tensen index -q --lang en -o new.tensen "$option" new.tensen a.jsonl
	refused 2 tensen index -q --lang en -o t.tensen "$option" ./a.jsonl a.jsonl
	refused 2 tensen index -q --lang en -o t.tensen "$option" in/b.jsonl a.jsonl in
	refused 2 tensen update -q --lang en t.tensen "$option" in/new.json in
	refused 2 tensen update -q --lang ja t.tensen "$option" t.tensen in
done
refused 2 tensen index -q --lang en -o t.tensen --stats one --report one a.jsonl
cmp a.jsonl in/b.jsonl
unharmed t.tensen
tensen index -q -o t.tensen --stats in.json --report in.jsonl a.jsonl in >/dev/null && echo "files of their own are written"
ls in* t.*
