/* engine/query/idea_sources.c - see idea_sources.h. */
#include "engine/base/document_ref.h"
#include "engine/query/understand.h"
#include "engine/query/idea_sources.h"
#include "result/write/quote.h"
#include "util/fail.h"

#define SECTION_COLUMNS                                                                            \
	600 /* of a section of a document: a little over five lines of a sheet of A4 */
#define CLASSES_SHOWN 8

/* The first of the wanted sections that there is; a text without any has SEC_OTHER. */
static const char *
section_text(tensen_result *result, const document_sections *read, section wanted, section instead)
{
	const section order[] = {wanted, instead, SEC_OTHER};
	buf b = BUF_INIT;

	for (size_t k = 0; k < sizeof order / sizeof *order; k++)
		for (size_t i = 0; i < read->n && b.n == 0; i++)
			if (read->v[i].what == order[k])
				quote_shorten(&b, read->v[i].text, SECTION_COLUMNS, NO_HIGHLIGHTS);
	return result_text(result, &b);
}

static void
fill_source(
    idea_source *out, tensen_result *result, const document *doc, const document_sections *read)
{
	/* CPC only where neither of the others is: it repeats them */
	const span_list *classes = doc->ipc.n ? &doc->ipc : doc->fi.n ? &doc->fi : &doc->cpc;

	ref_of_document(&out->document, result, doc);
	out->classes = texts_joined(result, classes, ", ", CLASSES_SHOWN);
	out->problem = section_text(result, read, SEC_PROBLEM, SEC_EFFECT);
	out->means = section_text(result, read, SEC_MEANS, SEC_CLAIMS);
}

tensen_status
idea_source_of_query(ideas_result *result, const query *q, tensen_error *err)
{
	idea_source *x = arena_alloc(&result->base.mem, sizeof *x);

	if (!x)
		return tensen_fail_nomem(err);
	fill_source(x, &result->base, &q->doc, &q->sections);
	result->sources = x;
	result->n_sources = 1;
	return TENSEN_OK;
}

tensen_status
idea_sources_of_rows(ideas_result *result, tensen_searcher *searcher, const uint32_t *rows_of,
    size_t n, tensen_error *err)
{
	size_t most = n < IDEA_SOURCES_MAX ? n : IDEA_SOURCES_MAX;
	idea_source *x = arena_alloc(&result->base.mem, IDEA_SOURCES_MAX * sizeof *x);
	tensen_status st = x ? TENSEN_OK : tensen_fail_nomem(err);

	for (size_t i = 0; i < most && st == TENSEN_OK; i++) {
		document d;
		document_sections read;
		if ((st = stored_document(searcher, rows_of[i], &d, err)) < 0 ||
		    (st = document_sections_of(
			 &read, &d, searcher->ix->sectioner, &searcher->mem, err)) < 0)
			break;
		fill_source(&x[i], &result->base, &d, &read);
	}
	result->sources = x;
	result->n_sources = st == TENSEN_OK ? most : 0;
	return st;
}
