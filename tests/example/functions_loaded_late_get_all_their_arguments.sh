#!/bin/sh
# Functions of a library that is loaded by the first call of one of them (src/cli/late.c): numbers, pointers
# and floats beyond the registers arrive, of several threads at once too; on 64-bit ARM as well, where there
# is a compiler and an emulator.  A library that is not there ends the program with the dynamic linker's code.
set -eu
cat >main.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <string.h>
static void *
say(void *wrong)
{
	char text[200];

	snprintf(text, sizeof text, "%d %s %.1f %.1f %.1f %d %d %d %d %.1f %.1f %.1f %.1f %.1f %.1f %ld", 1, "two", 3.5, 4.5, 5.5,
	    6, 7, 8, 9, 10.5, 11.5, 12.5, 13.5, 14.5, 15.5, 1L << 40);
	*(int *)wrong |= strcmp(text, "1 two 3.5 4.5 5.5 6 7 8 9 10.5 11.5 12.5 13.5 14.5 15.5 1099511627776") != 0;
	return NULL;
}
int
main(int n, char **unused)
{
	pthread_t t[8];
	int wrong[8] = {0}, any = 0;

	(void)unused;
	for (int i = 0; n > 1 && i < 8; i++)
		pthread_create(&t[i], NULL, say, &wrong[i]);
	for (int i = 0; n > 1 && i < 8; i++) {
		pthread_join(t[i], NULL);
		any |= wrong[i];
	}
	say(&any);
	return any;
}
END
printf 'NAME(snprintf)\nNAME(printf)\n' >names
build() { # COMPILER FILE PROGRAM
	"$1" -std=gnu11 -O2 -fno-builtin -Wall -Wextra -Werror -fPIC -DLATE_NAMES="\"$PWD/names\"" -DLATE_FILE="\"$2\"" \
		"$ROOT/src/cli/late.c" main.c -o "$3" -lpthread
}
build gcc libc.so.6 own
./own
./own threads # which the emulator below cannot have
build gcc libnone.so.1 none
code=0
./none 2>err || code=$?
[ $code -eq 127 ] && grep -q '^error while loading shared libraries: libnone.so.1: ' err || { echo "code $code: $(cat err)"; exit 1; }
if command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64 >/dev/null; then
	build aarch64-linux-gnu-gcc libc.so.6 other
	qemu-aarch64 -L /usr/aarch64-linux-gnu ./other
fi
