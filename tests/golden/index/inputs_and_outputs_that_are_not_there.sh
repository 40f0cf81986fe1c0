# A missing input is 3, a missing folder for the output 5, a missing dictionary 5.
. "$ROOT/tests/golden/lib.sh"
small_index old.tensen; remember old.tensen
refused 3 tensen index -o old.tensen no-such-file.jsonl
refused 3 tensen index -o old.tensen small.jsonl no-such-file.jsonl
refused 5 tensen index -o no-such-folder/t.tensen small.jsonl
refused 3 tensen index -o old.tensen --dictionary no-such-dictionary small.jsonl
# MeCab 0.996 itself leaks when a user dictionary cannot be opened
ASAN_OPTIONS=detect_leaks=0 refused 3 tensen index -o old.tensen --user-dic no-such.dic small.jsonl
refused 3 tensen index -o old.tensen --models no-such-folder small.jsonl
unharmed old.tensen
