#!/bin/sh
# The kernels for 64-bit ARM, which this machine is not, against plain C: the same test as
# for its own (tests/unit/test_kernels.c), cross-compiled and run by qemu.
cc=aarch64-linux-gnu-gcc
command -v $cc >/dev/null && command -v qemu-aarch64 >/dev/null || { echo "no cross compiler or no qemu: make deps-arm" >&2; exit 77; }
echo '#include <stddef.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
int main(void) { return 0; }' >try.c
$cc try.c -o try -lcmocka 2>/dev/null || { echo "no cmocka for arm64: make deps-arm" >&2; exit 77; }
$cc -std=c11 -O2 -Wall -Wextra -Werror -I"$ROOT/include" -I"$ROOT/src" \
	"$ROOT"/src/index/vectors/kernels*.c "$ROOT/tests/unit/test_kernels.c" -o kernels -lcmocka
qemu-aarch64 ./kernels >log 2>&1 || { cat log >&2; exit 1; }
aarch64-linux-gnu-nm kernels | grep -q vec_kernels_neon # it is those that were compared
