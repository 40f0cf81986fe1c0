/* engine/ideas/candidate_fill.h - candidates as people read them, in a result's arena. */
#pragma once
#include "engine/base/query.h"
#include "engine/ideas/pair_words.h"
#include "engine/ideas/triage.h"
#include "result/ideas/ideas_result.h"

typedef struct candidate_filler {
	tensen_result *base;
	tensen_searcher *s;
	const triage *t;
	int quote; /* 1: also the sentence that met the aspect, which costs more than all else */
	const tensen_aspect *asked; /* as fill_aspects() made them */
	sentence_terms effect;      /* of the last candidate */
} candidate_filler;

/* A row read from the store: valid until the next is read. */
typedef struct read_row {
	uint32_t row;
	document doc;
	document_sections parts;
} read_row;

tensen_status read_row_of(
    read_row *out, tensen_searcher *searcher, uint32_t row, tensen_error *err);
void fill_document(tensen_document_ref *out, tensen_result *base, const tensen_searcher *searcher,
    const read_row *one);
/* What products it is about: by its title, else by its class. */
void fill_application(const char *out[2], tensen_result *base, const tensen_searcher *searcher,
    const tensen_document_ref *ref);

/* The query's sentence to be read beside a document that this aspect found (TENSEN_NO_ASPECT: none
 * did): never what a model or the asker said of it.  Of patents that are combined, one of each, a line
 * each behind its number. */
const char *effect_beside(
    tensen_result *base, const triage *grades, const query *asked, uint32_t number);

/* Of the result; NULL: out of memory. */
const tensen_judgement *judgement_copy(tensen_result *result, const tensen_judgement *judged);

/* What was asked, before any document is filled. */
tensen_status fill_aspects(candidate_filler *fill, candidate_list *out, tensen_error *err);
/* One document of the list. */
tensen_status fill_candidate(
    candidate_filler *fill, tensen_candidate *out, const triage_doc *doc, tensen_error *err);
/* The first `most` of the list. */
tensen_status fill_candidates(
    candidate_filler *fill, candidate_list *out, uint32_t most, tensen_error *err);
/* 1: of the query only a title (and classes) is known. */
int query_title_only(const query *q, const tensen_searcher *searcher);

/* The patents that a query came from, as a sheet shows them: the document or the text. */
tensen_status idea_source_of_query(ideas_result *result, const query *q, tensen_error *err);
/* Several documents of the index: the first IDEA_SOURCES_MAX of them. */
#define IDEA_SOURCES_MAX 6
tensen_status idea_sources_of_rows(ideas_result *result, tensen_searcher *searcher,
    const uint32_t *rows_of, size_t n, tensen_error *err);
