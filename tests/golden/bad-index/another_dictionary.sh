# An index answers only with the dictionary and the word lists it was made with: 4.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
index=$(command -v mecab-dict-index || ls /usr/lib/mecab/mecab-dict-index "$(mecab-config --libexecdir)/mecab-dict-index" 2>/dev/null | sed -n 1p)
[ -x "$index" ] || { echo "mecab-dict-index is not installed" >&2; exit 77; }
echo '粘性ダンパー,1285,1285,3000,名詞,一般,*,*,*,*,粘性ダンパー,ネンセイダンパー,ネンセイダンパー' >u.csv
"$index" -d "$(mecab-config --dicdir)/ipadic-utf8" -u u.dic -f utf-8 -t utf-8 u.csv >/dev/null 2>&1 ||
	"$index" -d /var/lib/mecab/dic/ipadic-utf8 -u u.dic -f utf-8 -t utf-8 u.csv >/dev/null 2>&1
refused 4 tensen ideas t.tensen --user-dic u.dic T-1
refused 4 tensen info t.tensen --user-dic u.dic
tensen index -q --user-dic u.dic -o u.tensen small.jsonl >/dev/null; echo "code $?"
tensen search u.tensen --user-dic u.dic T-1 >/dev/null; echo "code $?"
mkdir words; for f in "$ROOT"/models/stop*; do { cat "$f"; echo 架空語; } >words/"$(basename "$f")"; done
refused 4 tensen ideas t.tensen --models words T-1
refused 3 tensen ideas t.tensen --dictionary no-such-dictionary T-1
refused 2 tensen verify t.tensen --dictionary no-such-dictionary # it opens none
tensen verify t.tensen >/dev/null; echo "code $?"
