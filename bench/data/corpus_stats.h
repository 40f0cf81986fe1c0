/* bench/data/corpus_stats.h - statistics of corpora, one column for each input. */
#pragma once
#include <stddef.h>

#define MAX_COLUMNS 8

/* Reads each input (a file or folder of any format the library knows) and prints
 * the table.  Returns an exit code. */
int statistics(const char *const *inputs, size_t n);
