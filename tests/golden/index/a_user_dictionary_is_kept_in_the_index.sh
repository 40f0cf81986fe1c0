# --user-dic takes MeCab's CSV; the index keeps what was compiled, and questions are cut by it.
. "$ROOT/tests/golden/lib.sh"
[ -x /usr/lib/mecab/mecab-dict-index ] || { echo "mecab-dict-index is not installed" >&2; exit 77; }
echo '粘性ダンパー,1285,1285,-5000,名詞,一般,*,*,*,*,粘性ダンパー,ネンセイダンパー,ネンセイダンパー' >u.csv
small_corpus >small.jsonl
tensen index -q -o plain.tensen small.jsonl >/dev/null
tensen index -q --user-dic u.csv -o u.tensen small.jsonl >/dev/null; echo "code $?"
has_part() { tensen show "$@" --json | json_values term | grep -cx '粘性'; }
echo "without: 粘性 $(has_part plain.tensen T-6) times, with: $(has_part u.tensen T-6)"
tensen show u.tensen --text '粘性ダンパーで支える。' --json | json_values term | grep -x '粘性ダンパ[ー]*'
tensen verify u.tensen >/dev/null && echo "whole"
echo '粘性ダンパー,words' >bad.csv
refused 3 tensen index -q --user-dic bad.csv -o v.tensen small.jsonl
refused 3 tensen index -q --user-dic none.csv -o v.tensen small.jsonl
[ -e v.tensen ] || echo "no index was made"
