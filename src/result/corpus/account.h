/* result/corpus/account.h - the result of a build, an update or a merge: records read, merged and
 * refused; of a merge, which reads no records, the united files. */
#pragma once
#include <stdint.h>
#include "result/result.h"

#define ACCOUNT_REASONS 5 /* refusals shown per file; --report lists all */

typedef struct refusal {
	unsigned long long at; /* record or line, 1-based */
	const char *why;
} refusal;

typedef struct account_file {
	const char *path, *format, *encoding;
	uint64_t records, read, merged, no_text, refused;
	uint64_t noted; /* notes: the record was read, but part of it was wrong */
	refusal reasons[ACCOUNT_REASONS];
	uint32_t n_reasons;
	const char *passed_over; /* NULL, or why the file is no data */
	refusal note;            /* the first one; why NULL: none */
} account_file;

/* A file that was cut, damaged, or no data where data was expected. */
typedef struct account_bad {
	const char *path, *why;
	unsigned long long at; /* line, 0: the file as a whole */
} account_bad;

/* An index file that a merge united with others. */
typedef struct account_part {
	const char *path;
	uint64_t documents;
} account_part;

#define ACCOUNT_UNKNOWN 20 /* unknown ids shown; --report lists all */

/* What an update did; a part of its account. */
typedef struct account_update {
	uint64_t added, replaced, unchanged, deleted,
	    unknown; /* unknown: ids to delete that the index does not have */
	const char *unknown_ids[ACCOUNT_UNKNOWN];
	double known, all;    /* weight of the words of added and replaced documents */
	uint64_t changed;     /* documents added or replaced since the model was trained */
	double unknown_share; /* unknown words of those documents, by weight */
	int retrained;
} account_update;

/* records = read + merged + no_text + refused, in every line and in the sum;
 * account.linked counts those of `read` and `merged` that joined a patent as its licence. */
typedef struct account {
	tensen_result base;
	account_file *files; /* in the arena */
	uint32_t n_files, cap_files;
	account_bad *bad; /* in the arena; without skip_bad the call has failed by them */
	uint32_t n_bad, cap_bad;
	int stopped; /* 1: the call has failed by its input, and nothing is written */
	uint64_t linked, differing;
	uint64_t title_alone; /* documents without any text but the title */
	uint64_t unknown_words, words;
	uint32_t documents, open, in_fields, terms, dims;
	double energy;  /* share of the matrix's energy in the LSA basis */
	uint64_t bytes; /* of the finished index */
	double seconds;
	account_update *update; /* NULL: a build or a merge */
	account_part *parts;    /* NULL: a build or an update */
	uint32_t n_parts;
} account;

extern const result_class account_class;
/* The end of a call that began at `start`: *out (may be NULL) gets the account if it was written or tells
 * of bad input, else it is freed.  The value is st. */
tensen_status account_end(account *acct, tensen_status st, double start, tensen_result **out);
/* Add a line; NULL when out of memory. */
account_file *account_add(
    account *acct, const char *path, const char *format, const char *encoding);
/* Add a bad file. */
void account_add_bad(account *acct, const char *path, unsigned long long at, const char *why);
account_file account_sum(const account *acct);
/* The keys of what was read of a file, or of all. */
void account_counts_json(json *out, const account_file *file);
