/* cli/late.c - the functions of one shared library, which is loaded when the first of them is called.
 *
 * WHY.  Five libraries (libcurl, libmicrohttpd, libarchive, libxlsxwriter, OpenBLAS) bring 36 others, and
 * to load and relocate them takes four fifths of the time in which the program starts; most commands
 * call none of them.
 * HOW.  Compiled once for each (Makefile) with LATE_FILE, the library's file, and LATE_NAMES, a file of
 * one NAME(function) for each that is called.  Each is a jump through a slot.  At first the slot leads
 * to late_enter, which keeps the arguments, has all slots filled and jumps again.
 * RULES.  For the command alone: a library never prints or ends its program, so who links libtensen
 * links these five as usual.  One that is missing ends the program with the code and words of the
 * dynamic linker.  Where there is no code for the machine below, the command links them as usual. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#define NAME(f) #f,
static const char *const late_names[] = {
#include LATE_NAMES
};
#undef NAME
#define LATE_COUNT (sizeof late_names / sizeof *late_names)
extern void *late_slots[LATE_COUNT] __attribute__((visibility("hidden")));

/* Called by late_enter.  Threads that come here at once write the same. */
__attribute__((used)) static void
late_fill(void)
{
	void *library = dlopen(LATE_FILE, RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; i < LATE_COUNT; i++) {
		void *found = library ? dlsym(library, late_names[i]) : NULL;

		if (!found) {
			fprintf(stderr, "error while loading shared libraries: %s\n", dlerror());
			_Exit(127);
		}
		__atomic_store_n(&late_slots[i], found, __ATOMIC_RELEASE);
	}
}

#if defined __x86_64__
#define JUMP "jmp *1f(%rip)\n 2: lea 1f(%rip), %r11\n jmp late_enter\n"
#define ENTER                                                                                      \
	".irp r, r11, rax, rdi, rsi, rdx, rcx, r8, r9\n push %\\r\n .endr\n sub $136, %rsp\n"      \
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7\n movups %xmm\\n, 16*\\n(%rsp)\n .endr\n"                  \
	"call late_fill\n"                                                                         \
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7\n movups 16*\\n(%rsp), %xmm\\n\n .endr\n"                  \
	"add $136, %rsp\n .irp r, r9, r8, rcx, rdx, rsi, rdi, rax, r11\n pop %\\r\n .endr\n"       \
	"jmp *(%r11)\n"
#elif defined __aarch64__
#define JUMP                                                                                       \
	"adrp x16, 1f\n ldr x17, [x16, :lo12:1f]\n br x17\n"                                       \
	"2: adrp x16, 1f\n add x16, x16, :lo12:1f\n b late_enter\n"
#define ENTER                                                                                      \
	".macro late_all op\n"                                                                     \
	"\\op x0, x1, [sp, 16]\n \\op x2, x3, [sp, 32]\n \\op x4, x5, [sp, 48]\n"                  \
	"\\op x6, x7, [sp, 64]\n \\op x8, x16, [sp, 80]\n \\op q0, q1, [sp, 96]\n"                 \
	"\\op q2, q3, [sp, 128]\n \\op q4, q5, [sp, 160]\n \\op q6, q7, [sp, 192]\n .endm\n"       \
	"stp x29, x30, [sp, -224]!\n late_all stp\n bl late_fill\n late_all ldp\n"                 \
	"ldp x29, x30, [sp], 224\n ldr x17, [x16]\n br x17\n"
#endif

#define NAME(f)                                                                                    \
	".globl " #f "\n .hidden " #f "\n .type " #f ", %function\n " #f ": " JUMP                 \
	".pushsection .data\n 1: .quad 2b\n .popsection\n"
__asm__(".data\n .balign 8\n late_slots:\n .text\n"
#include LATE_NAMES
	"late_enter:\n" ENTER);
