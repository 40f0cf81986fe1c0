# A folder stands for what it holds; - is standard input.
. "$ROOT/tests/golden/lib.sh"
mkdir -p in/deep
small_corpus | head -n 3 >in/deep/a.jsonl
small_corpus | tail -n 3 >in/b.jsonl
account index -o t.tensen in
small_corpus | account index -o s.tensen - && tensen verify s.tensen >/dev/null && echo verified
