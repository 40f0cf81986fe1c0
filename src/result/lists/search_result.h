/* result/lists/search_result.h - the result of a search. */
#pragma once
#include <tensen/index.h>
#include "fields/fields.h"
#include "result/query_words.h"
#include "result/result.h"

typedef struct search_result {
	tensen_result base;
	const char *query; /* id, or "" for a text */
	const tensen_hit *hits;
	size_t n_hits;
	tensen_per per;
	tensen_hit_group *groups;         /* unless per is TENSEN_PER_NONE */
	size_t n_groups, all_groups;      /* groups in the result; groups that have a hit */
	uint64_t total;                   /* documents that pass the filter */
	uint64_t per_field[N_FIELDS + 1]; /* of them, by field; [0]: without a field */
	uint64_t query_fields;
	int fields_guessed; /* 1: the query has no class symbols; its fields were guessed from its
			       text */
	query_words words;
} search_result;

search_result *search_result_new(tensen_per per);
/* search_forms.c */

/* The lists of a result: a single one without a group, or one per group. */
size_t search_lists(const search_result *result);
tensen_hit_group search_list(const search_result *result, size_t i);
/* "分野ごと", "" for one list. */
const char *search_per(const search_result *result, tensen_lang lang);
/* "ほか 12 サブクラス" when the result does not hold all groups, else nothing. */
void search_more(buf *out, const search_result *result, tensen_lang lang);
/* "26 機械要素（12 件）" */
void search_heading(buf *out, const tensen_hit_group *group_of, tensen_lang lang);
/* "粉 0.21、湿気 0.10": what each term added to a hit. */
void search_terms(buf *out, const void *hit, tensen_lang lang);

void search_markdown(const tensen_result *result, const tensen_style *style, buf *out);
void search_html(const tensen_result *result, const tensen_style *style, buf *out);
