/* ideas/account.h - the result of a build: what became of every record. */
#ifndef IDEAS_ACCOUNT_H
#define IDEAS_ACCOUNT_H
#include <stdint.h>
#include "ideas/result.h"

#define ACCOUNT_REASONS 5 /* refusals told per file; all of them go to the report */

typedef struct refusal {
	unsigned long long at; /* record or line, 1-based */
	const char *why;
} refusal;

typedef struct account_file {
	const char *path, *format, *encoding;
	uint64_t records, read, merged, no_text, refused;
	uint64_t noted; /* oddities that cost no record */
	refusal reasons[ACCOUNT_REASONS];
	uint32_t n_reasons;
} account_file;

/* records = read + merged + no_text + refused, in every line and in the sum;
 * account.linked counts those of `read` and `merged` that joined a patent as its licence. */
typedef struct account {
	tensen_result base;
	account_file *files; /* in the arena */
	uint32_t n_files, cap_files;
	uint64_t linked, differing;
	uint64_t unknown_words, words;
	uint32_t documents, open, in_fields, terms, dims;
	double energy;  /* share of the matrix's energy in the LSA basis */
	uint64_t bytes; /* of the finished index */
	double seconds;
} account;

account *account_new(void);
/* Add a line; NULL when out of memory. */
account_file *account_add(account *a, const char *path, const char *format, const char *encoding);
account_file account_sum(const account *a);

#endif
