# Sections, terms, functions and fields of one patent.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
tensen show t.tensen T-6 | sed 's|0\.[0-9]*|W|g'; echo "code $?"
tensen show t.tensen T-6 --lang en >en.txt && [ -s en.txt ] && echo "English too"
