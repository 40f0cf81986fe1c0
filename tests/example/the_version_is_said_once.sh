#!/bin/sh
# Command, library, pkg-config, man page, newest entry of CHANGELOG and the servers say one version.
set -eu
version=$(sed -n 's/^#define TENSEN_VERSION "\([0-9.]*\)".*/\1/p' "$ROOT/include/tensen/version.h")
[ -n "$version" ]
[ "$(tensen --version)" = "tensen $version" ]
make -s -C "$ROOT" install BUILD="$BUILD" MODE="$(basename "$BUILD")" PREFIX="$PWD/usr" >install.log 2>&1
[ "$(PKG_CONFIG_PATH=$PWD/usr/lib/pkgconfig pkg-config --modversion tensen)" = "$version" ]
grep -q "^\.TH .*\"tensen $version\"" usr/share/man/man1/tensen.1
[ "$(sed -n 's/^## \([0-9.]*\) - .*/\1/p' "$ROOT/CHANGELOG.md" | head -n 1)" = "$version" ]
# nobody else says it by hand
! grep -rn "[^0-9.]$(echo "$version" | sed 's/\./\\./g')[^0-9.]" "$ROOT/src" "$ROOT/Makefile" --include='*.[ch]' --include=Makefile \
	--include='*.json' | grep -v '"127\.' || exit 1
