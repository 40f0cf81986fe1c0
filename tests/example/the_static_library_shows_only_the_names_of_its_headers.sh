#!/bin/sh
# libtensen.a defines, for others, the functions of include/tensen/ and nothing else: a program
# may have functions of the names that the library uses inside.
set -eu
nm --defined-only --extern-only "$BUILD/libtensen.a" | awk 'NF == 3 { print $3 }' | sort >shown
sed -n '/TENSEN_API/,/;/p' "$ROOT"/include/tensen/*.h | grep -o 'tensen_[a-z0-9_]*(' | tr -d '(' | sort -u >promised
[ -s promised ]
comm -23 shown promised >extra
[ ! -s extra ] || { echo "shown, but in no header:"; cat extra; exit 1; }
comm -13 shown promised >lacking
[ ! -s lacking ] || { echo "in a header, but not in the library:"; cat lacking; exit 1; }

# Its own names are free for others.
inside=$(nm "$BUILD/libtensen.a" | awk '$2 == "t" && $3 ~ /^[a-z]+_[a-z]+$/ { print $3 }' | sort -u | head -n 500)
[ "$(echo "$inside" | wc -l)" -gt 100 ]
{
	echo '#include <stdio.h>'
	echo '#include <tensen/tensen.h>'
	for name in $inside; do echo "int $name(void); int $name(void) { return 7; }"; done
	echo 'int main(void) { return puts(tensen_version()) < 0; }'
} >mine.c
san=
! nm "$BUILD/libtensen.a" | grep -q __asan_init || san='-fsanitize=address,undefined'
pkgs=$(sed -n 's/^\(PKGS\|LATE_LIB\) *= *//p' "$ROOT/Makefile")
# shellcheck disable=SC2046,SC2086
cc $san -I"$ROOT/include" mine.c "$BUILD/libtensen.a" $(pkg-config --libs $pkgs) $(mecab-config --libs | sed "s/-lstdc++//") \
	-lcsv -lstemmer -lm -lpthread -o mine
[ "tensen $(./mine)" = "$(tensen --version)" ]
