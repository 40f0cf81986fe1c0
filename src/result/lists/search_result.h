/* result/lists/search_result.h - the result of a search. */
#ifndef RESULT_LISTS_SEARCH_RESULT_H
#define RESULT_LISTS_SEARCH_RESULT_H
#include <tensen/index.h>
#include "fields/fields.h"
#include "result/query_words.h"
#include "result/result.h"

/* What one term added to one hit (search --explain). */
typedef struct hit_term {
	const char *term; /* for people to read */
	float weight;     /* its addend to the lexical score */
} hit_term;

typedef struct hit_detail {
	const char *applicants;
	const char *field_names[2]; /* joined short names, [TENSEN_JA], [TENSEN_EN] */
	const hit_term *terms;      /* heaviest first */
	uint32_t n_terms;
	const char *class_symbol, *sentence; /* of search --quote, else NULL */
	const char *const *highlights;       /* pieces of the sentence that the query met */
	size_t n_highlights;
} hit_detail;

/* One group of a search by field or class; its hits are consecutive. */
typedef struct hit_group {
	const char *symbol;  /* "26", "F16" or "F16F" */
	const char *name[2]; /* [TENSEN_JA], [TENSEN_EN]; "" if it has none (F16) */
	uint64_t documents;  /* documents of the group that pass the filter */
	size_t first, n;
} hit_group;

typedef struct search_result {
	tensen_result base;
	const char *query; /* id, or "" for a text */
	const tensen_hit *hits;
	const hit_detail *details; /* as many as hits */
	size_t n_hits;
	tensen_per per;
	const hit_group *groups;          /* unless per is TENSEN_PER_NONE */
	size_t n_groups, all_groups;      /* groups in the result; groups that have a hit */
	uint64_t total;                   /* documents that pass the filter */
	uint64_t per_field[N_FIELDS + 1]; /* of them, by field; [0]: without a field */
	uint32_t offset;
	uint64_t query_fields;
	int fields_guessed; /* 1: the query has no class symbols; its fields were guessed from its
			       text */
	query_words words;
} search_result;

search_result *search_result_new(void);
/* "電気・電力、計測" for the fields of a mask, in the result's arena. */
const char *field_list(tensen_result *result, const fields *names, uint64_t mask, tensen_lang lang);

/* search_lists.c */

/* The lists of a result: a single one with group NULL, or one per group.  `rank` is the rank of
 * its first hit. */
typedef struct hit_range {
	const hit_group *group;
	size_t first, end, rank;
} hit_range;
size_t search_lists(const search_result *result);
hit_range search_list(const search_result *result, size_t i);
/* "分野ごと", "" for one list. */
const char *search_per(const search_result *result, tensen_lang lang);
/* "ほか 12 サブクラス" when the result does not hold all groups, else nothing. */
void search_more(buf *out, const search_result *result, tensen_lang lang);
/* "26 機械要素（12 件）" */
void search_heading(buf *out, const hit_group *group_of, tensen_lang lang);

/* search_forms.c */
void search_csv(const tensen_result *result, const tensen_style *style, buf *out);
void search_markdown(const tensen_result *result, const tensen_style *style, buf *out);
void search_html(const tensen_result *result, const tensen_style *style, buf *out);

#endif
