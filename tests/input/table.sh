#!/bin/sh
# tests/input/table.sh - print what comes of each kind of input (tests/input/lib.sh) in each way of
# reading it: the code, what was written, the words of the reason.  "-": not tried (by root, a file
# without permission where no setpriv is).  It fails where the tests do; without tensen-mpi that column is left out.
#
#   BUILD   folder of the built programs (build/release)
cd "$(dirname "$0")/../.." || exit 2
ROOT=$PWD
BUILD=$ROOT/${BUILD:-build/release}
PATH=$BUILD:$PATH
here=$(mktemp -d) || exit 2
trap 'rm -rf "$here"' EXIT
cd "$here" || exit 2
ways="named folder update skip_bad update_skip"
if [ -x "$BUILD/tensen-mpi" ] && command -v mpirun >/dev/null; then
	. "$ROOT/tests/mpi/lib.sh"
	ways="$ways mpi"
fi
. "$ROOT/tests/input/lib.sh"
make_inputs
# shellcheck disable=SC2046,SC2086
printf '%-22s %-12s %-12s %-12s %-12s %-12s %s\n' input $ways
# shellcheck disable=SC2086
try_inputs $ways
