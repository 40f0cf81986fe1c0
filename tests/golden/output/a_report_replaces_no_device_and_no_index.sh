# What is renamed into place must not take the place of a pipe, a device or the index itself.
. "$ROOT/tests/golden/lib.sh"
small_index t.tensen
remember t.tensen
mkfifo pipe
refused 2 tensen report t.tensen -o pipe
refused 2 tensen search t.tensen --queries small.jsonl --run pipe
[ -p pipe ] && echo "the pipe is still one"
refused 2 tensen report t.tensen -o ./t.tensen
refused 2 tensen search t.tensen --queries small.jsonl --run t.tensen
unharmed t.tensen
