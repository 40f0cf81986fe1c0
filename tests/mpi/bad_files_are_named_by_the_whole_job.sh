# Every kind of tests/input/lib.sh on two ranks: the code and stderr of one process.
. "$ROOT/tests/mpi/lib.sh"
. "$ROOT/tests/input/lib.sh"
make_inputs
try_inputs mpi
ranks 2 index -q --lang en --skip-bad -o out good.jsonl html_as_csv/login.csv gzip_cut/cut.jsonl.gz >/dev/null 2>err
[ $? = 6 ] && [ "$(grep -c 'login.csv\|cut.jsonl.gz' err)" = 2 ] || fail "--skip-bad: $(cat err)"
exit 0
