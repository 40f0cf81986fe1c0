/* cli/userdic.c - see userdic.h.
 *
 * The tool (Debian: mecab-utils) is a program and not part of libmecab, so it is run.
 * What it says is not for people: its exit code is. */
#include "cli/userdic.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <tensen/index.h>
#include <unistd.h>

#define TOOL "/usr/lib/mecab/mecab-dict-index"
#define DIC_MAGIC 0xef718f77u /* xor of a compiled file's size and its first number */

/* 1 compiled, 0 not, -1 with errno. */
static int
is_compiled(const char *path)
{
	struct stat sb;
	uint32_t first = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = fstat(fd, &sb) == 0 ? read(fd, &first, sizeof first) : -1;
	close(fd);
	return n < 0 ? -1 : n == sizeof first && (first ^ DIC_MAGIC) == (uint64_t)sb.st_size;
}

/* The exit code of the tool, -1 if it did not run. */
static int
run_tool(const char *csv, const char *out, const char *dictionary)
{
	const char *argv[] = {"mecab-dict-index", "-d", dictionary, "-u", out, "-f", "utf-8", "-t",
	    "utf-8", csv, NULL};
	char *none[] = {NULL};
	posix_spawn_file_actions_t quiet;
	int status = -1, failed;
	pid_t pid;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
	failed = posix_spawn(&pid, TOOL, &quiet, NULL, (char *const *)(uintptr_t)argv, none);
	posix_spawn_file_actions_destroy(&quiet);
	if (failed)
		return -1;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

exit_code
userdic_begin(userdic *u, const char **file, const char *dictionary)
{
	int compiled = *file ? is_compiled(*file) : 1, code;

	u->fd = -1;
	if (compiled < 0)
		return report_errno(*file, errno, EXIT_SYSTEM); /* as a missing dictionary */
	if (compiled)
		return EXIT_OK;
	if (access(TOOL, X_OK) != 0)
		return report_refusal(EXIT_SYSTEM, TOOL,
		    "is needed to compile a user dictionary (apt install mecab-utils)");
	if ((u->fd = memfd_create("tensen-user-dic", MFD_CLOEXEC)) < 0)
		return report_errno("memfd", errno, EXIT_SYSTEM);
	/* by the number of this process: the tool has another /proc/self */
	snprintf(u->path, sizeof u->path, "/proc/%ld/fd/%d", (long)getpid(), u->fd);
	code = run_tool(*file, u->path, dictionary ? dictionary : TENSEN_DEFAULT_DICTIONARY);
	if (code != 0 || is_compiled(u->path) != 1) {
		userdic_end(u);
		return report_refusal(EXIT_INPUT, *file,
		    "is neither a compiled user dictionary nor CSV as mecab-dict-index takes it "
		    "(word,left id,right id,cost,features)");
	}
	*file = u->path;
	return EXIT_OK;
}

void
userdic_end(userdic *u)
{
	if (u->fd >= 0)
		close(u->fd);
	u->fd = -1;
}
