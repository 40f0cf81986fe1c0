/* tests/no_dictionary.c - a machine without the Japanese-English dictionary; for LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER "/usr/share/edict/"

int
stat(const char *restrict path, struct stat *restrict sb)
{
	int (*real)(const char *, struct stat *) = dlsym(RTLD_NEXT, "stat");

	if (strncmp(path, FOLDER, strlen(FOLDER)) == 0) {
		errno = ENOENT;
		return -1;
	}
	return real(path, sb);
}
