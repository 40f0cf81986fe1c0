/* Make the n-th call of one function of the C library fail; for LD_PRELOAD.
 *
 *   FAULT_CALL  write, short (a write of half), pwrite, pread, fsync, rename, ftruncate,
 *               mmap (of a file), alloc (malloc, calloc or realloc by the program itself)
 *   FAULT_AT    1, 2, ...: which call; 0: none, only count
 *   FAULT_LOG   file that gets a line "fired" when the fault was given, and at the
 *               end "calls N"
 * With NO_ALLOC defined there is no alloc: the sanitizers have their own malloc and must not free
 * memory of another one. alloc: allocations by libraries succeed; MeCab, ICU and OpenBLAS end the
 * process when it does not.  Only calls that go through the dynamic linker are seen: those of the
 * program and of its libraries, not those inside the C library. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static atomic_long calls;

static void
note(const char *line)
{
	const char *log = getenv("FAULT_LOG");
	int fd = log ? open(log, O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;
	ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");

	if (fd >= 0 && real(fd, line, strlen(line)) < 0)
		abort();
	if (fd >= 0)
		close(fd);
}

/* 1 when this call of `name` is the one that fails. */
static int
fails(const char *name)
{
	const char *call = getenv("FAULT_CALL"), *at = getenv("FAULT_AT");

	if (!call || !at || strcmp(call, name) != 0)
		return 0;
	if (atomic_fetch_add(&calls, 1) + 1 != atol(at))
		return 0;
	note("fired\n");
	return 1;
}

__attribute__((destructor)) static void
tell(void)
{
	char line[40];

	snprintf(line, sizeof line, "calls %ld\n", atomic_load(&calls));
	note(line);
}

/* ---- allocation ---- */

#ifndef NO_ALLOC

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

static uintptr_t program_from, program_to; /* the program's own code */
static atomic_int wants_alloc;             /* 0 unknown, 1 no, 2 yes */
static _Thread_local int inside;

/* The first object is the program. */
static int
note_program(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	(void)data;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		if (p->p_type != PT_LOAD || !(p->p_flags & PF_X))
			continue;
		program_from = info->dlpi_addr + p->p_vaddr;
		program_to = program_from + p->p_memsz;
	}
	return 1;
}

static int
alloc_fails(const void *caller)
{
	int no = 0;

	if (wants_alloc == 1 || inside)
		return 0;
	inside = 1;
	if (wants_alloc == 0) {
		const char *call = getenv("FAULT_CALL");
		int want = call && strcmp(call, "alloc") == 0 ? 2 : 1;
		if (want == 2)
			dl_iterate_phdr(note_program, NULL);
		wants_alloc = want;
	}
	if (wants_alloc == 2 && (uintptr_t)caller >= program_from && (uintptr_t)caller < program_to)
		no = fails("alloc");
	inside = 0;
	if (no)
		errno = ENOMEM;
	return no;
}

void *
malloc(size_t n)
{
	return alloc_fails(__builtin_return_address(0)) ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return alloc_fails(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return alloc_fails(__builtin_return_address(0)) ? NULL : __libc_realloc(p, n);
}
#endif

/* ---- files ---- */

/* Standard output and error are not tested. */
ssize_t
write(int fd, const void *p, size_t n)
{
	ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");

	if (fd > 2 && fails("write")) {
		errno = ENOSPC;
		return -1;
	}
	if (fd > 2 && n > 1 && fails("short"))
		return real(fd, p, n / 2);
	return real(fd, p, n);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	ssize_t (*real)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite");

	if (fails("pwrite")) {
		errno = EIO;
		return -1;
	}
	return real(fd, p, n, at);
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	ssize_t (*real)(int, void *, size_t, off_t) = dlsym(RTLD_NEXT, "pread");

	if (fails("pread")) {
		errno = EIO;
		return -1;
	}
	return real(fd, p, n, at);
}

int
fsync(int fd)
{
	int (*real)(int) = dlsym(RTLD_NEXT, "fsync");

	if (fails("fsync")) {
		errno = EIO;
		return -1;
	}
	return real(fd);
}

int
rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");

	if (fails("rename")) {
		errno = EACCES;
		return -1;
	}
	return real(from, to);
}

int
ftruncate(int fd, off_t n)
{
	int (*real)(int, off_t) = dlsym(RTLD_NEXT, "ftruncate");

	if (fails("ftruncate")) {
		errno = EIO;
		return -1;
	}
	return real(fd, n);
}

void *
mmap(void *at, size_t n, int prot, int flags, int fd, off_t from)
{
	void *(*real)(void *, size_t, int, int, int, off_t) = dlsym(RTLD_NEXT, "mmap");

	if (fd >= 0 && fails("mmap")) {
		errno = ENOMEM;
		return MAP_FAILED;
	}
	return real(at, n, prot, flags, fd, from);
}
