/* tests/fuzz/fuzz.c - libFuzzer over one target of targets.h: that of the program's name, fuzz_jsonl.
 * `make fuzz` builds the programs, tests/fuzz/run.sh runs one. */
#include "targets.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const struct fuzz_target *chosen;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = strrchr((*argv)[0], '/');

	(void)argc;
	name = name ? name + 1 : (*argv)[0];
	for (size_t i = 0; i < N_FUZZ_TARGETS; i++)
		if (strncmp(name, "fuzz_", 5) == 0 && strcmp(name + 5, fuzz_targets[i].name) == 0)
			chosen = &fuzz_targets[i];
	MUST(chosen);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	chosen->run(p, n);
	return 0;
}
