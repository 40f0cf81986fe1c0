/* tests/fuzz/fuzz.c - one libFuzzer program; -DTARGET=fuzz_jsonl chooses the target.
 * `make fuzz` builds the programs, tests/fuzz/run.sh runs one. */
#include "targets.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	TARGET(p, n);
	return 0;
}
