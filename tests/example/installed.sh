#!/bin/sh
# What `make install` puts down is enough for a stranger's program: the 60-line
# example is built with pkg-config against an installed copy, shared and static,
# and both print the same ideas.
set -eu
prefix=$(pwd)/usr
make -s -C "$ROOT" install BUILD="$BUILD" MODE="$(basename "$BUILD")" PREFIX="$prefix" >install.log 2>&1 ||
	{ cat install.log; exit 1; }
PKG_CONFIG_PATH=$prefix/lib/pkgconfig
export PKG_CONFIG_PATH
source=$ROOT/tests/example/ideas_example.c
warn='-std=c11 -Wall -Wextra -Werror'
# a sanitized library needs its program to bring the sanitizer
san=
! nm "$prefix/lib/libtensen.a" | grep -q __asan_init || san='-fsanitize=address,undefined'

# shellcheck disable=SC2046,SC2086
cc $warn $san "$source" $(pkg-config --cflags --libs tensen) -Wl,-rpath,"$prefix/lib" -o shared
# shellcheck disable=SC2046,SC2086
cc $warn $san "$source" $(pkg-config --cflags --static --libs tensen |
	sed 's/-ltensen/-l:libtensen.a/') -o static

! ldd static | grep libtensen || { echo "the static program still wants libtensen.so"; exit 1; }
ldd shared | grep -q "$prefix/lib/libtensen.so.0" || { echo "the shared program does not use it"; exit 1; }

./shared "$DEMO" DEMO-35-012 >shared.out
./static "$DEMO" DEMO-35-012 >static.out
cmp shared.out static.out
[ "$(grep -c '^unread' shared.out)" -ge 3 ] || { cat shared.out; echo "fewer than three documents"; exit 1; }

# a failure is a message and not a crash
if ./static "$DEMO" NO-SUCH-ID 2>err.txt; then exit 1; fi
[ "$(wc -l <err.txt)" -eq 1 ]

# only what the headers promise is visible
nm -D --defined-only "$prefix/lib/libtensen.so.0" | awk '{ print $3 }' | grep -v '^tensen_' >extra || :
[ ! -s extra ] || { echo "names that leak out of libtensen.so:"; cat extra; exit 1; }

# and uninstall leaves nothing
make -s -C "$ROOT" uninstall PREFIX="$prefix"
[ -z "$(find "$prefix" ! -type d)" ] || { find "$prefix" ! -type d; exit 1; }
