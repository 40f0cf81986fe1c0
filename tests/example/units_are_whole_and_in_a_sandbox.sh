#!/bin/sh
# The units that are installed: systemd finds nothing wrong, counts little exposure, and calls
# programs that are installed.
set -eu
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is not installed" >&2; exit 77; }
prefix=$PWD/usr
make -s -C "$ROOT" install BUILD="$BUILD" MODE="$(basename "$BUILD")" PREFIX="$prefix" >install.log 2>&1 ||
	{ cat install.log; exit 1; }
cd "$prefix/lib/systemd/system"
! grep -n '@' ./*.service ./*.timer | grep -v '@system-service\|@privileged' || exit 1
systemd-analyze verify --man=no ./tensen.service ./tensen-nightly.service ./tensen-nightly.timer >said 2>&1 || { cat said; exit 1; }
[ ! -s said ] || { cat said; exit 1; }
for unit in tensen.service tensen-nightly.service; do
	# in tenths: 20 is 2.0 of 10
	systemd-analyze security --offline=true --threshold=20 --no-pager ./$unit >said 2>&1 || { tail -n 3 said; exit 1; }
	sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' $unit | while read -r program; do [ -x "$program" ]; done
done

# What the sandbox forbids is not wanted: no memory that is writable and runs.
readelf -lW "$TENSEN" | grep 'GNU_STACK.* RW ' >/dev/null
