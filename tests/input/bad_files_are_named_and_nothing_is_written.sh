# Every kind of tests/input/lib.sh, named, in a folder, in an update, and with --skip-bad (index
# and update): the code,
# what stderr says, what was written.
. "$ROOT/tests/input/lib.sh"
make_inputs
try_inputs named folder update skip_bad update_skip
