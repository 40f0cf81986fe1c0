/* engine/query/idea_sources.c - see idea_sources.h. */
#include "engine/query/understand.h"
#include "engine/query/idea_sources.h"
#include "result/write/quote.h"
#include "util/fail.h"

#define SECTION_COLUMNS                                                                            \
	600 /* of a section of a document: a little over five lines of a sheet of A4 */
#define CLASSES_SHOWN 8

static const char *
joined(tensen_result *r, const span_list *l, const char *with, uint32_t most)
{
	buf b = BUF_INIT;

	for (uint32_t i = 0; i < l->n && i < most; i++) {
		if (i)
			buf_str(&b, with);
		buf_span(&b, span_trim(l->v[i]));
	}
	return result_text(r, &b);
}

/* The first of the wanted sections that there is; a text without any has SEC_OTHER. */
static const char *
section_text(tensen_result *r, const document_sections *read, section wanted, section instead)
{
	const section order[] = {wanted, instead, SEC_OTHER};
	buf b = BUF_INIT;

	for (size_t k = 0; k < sizeof order / sizeof *order; k++)
		for (size_t i = 0; i < read->n && b.n == 0; i++)
			if (read->v[i].what == order[k])
				quote_shorten(&b, read->v[i].text, SECTION_COLUMNS, NO_HIGHLIGHTS);
	return result_text(r, &b);
}

static void
fill_source(idea_source *out, tensen_result *r, const document *d, const document_sections *read)
{
	/* CPC only where neither of the others is: it repeats them */
	const span_list *classes = d->ipc.n ? &d->ipc : d->fi.n ? &d->fi : &d->cpc;

	*out = (idea_source){.id = result_copy(r, d->id),
	    .title = result_copy(r, d->title),
	    .license_id = result_copy(r, d->license_id),
	    .license_terms = result_copy(r, d->license_terms),
	    .applicants = joined(r, &d->applicants, "、", UINT32_MAX),
	    .classes = joined(r, classes, ", ", CLASSES_SHOWN),
	    .problem = section_text(r, read, SEC_PROBLEM, SEC_EFFECT),
	    .means = section_text(r, read, SEC_MEANS, SEC_CLAIMS),
	    .date = d->date,
	    .status = d->status,
	    .open = d->open};
}

tensen_status
idea_source_of_query(ideas_result *r, const query *a, tensen_error *err)
{
	idea_source *x = arena_alloc(&r->base.mem, sizeof *x);

	if (!x)
		return tensen_fail_nomem(err);
	fill_source(x, &r->base, &a->doc, &a->sections);
	r->sources = x;
	r->n_sources = 1;
	return TENSEN_OK;
}

tensen_status
idea_sources_of_rows(
    ideas_result *r, tensen_searcher *s, const uint32_t *rows_of, size_t n, tensen_error *err)
{
	size_t most = n < IDEA_SOURCES_MAX ? n : IDEA_SOURCES_MAX;
	idea_source *x = arena_alloc(&r->base.mem, IDEA_SOURCES_MAX * sizeof *x);
	tensen_status st = x ? TENSEN_OK : tensen_fail_nomem(err);

	for (size_t i = 0; i < most && st == TENSEN_OK; i++) {
		document d;
		document_sections read;
		if ((st = stored_document(s, rows_of[i], &d, err)) < 0 ||
		    (st = document_sections_of(&read, &d, s->ix->sectioner, &s->mem, err)) < 0)
			break;
		fill_source(&x[i], &r->base, &d, &read);
	}
	r->sources = x;
	r->n_sources = st == TENSEN_OK ? most : 0;
	return st;
}
