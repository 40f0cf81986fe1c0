/* engine/query/source.c - see source.h. */
#include "engine/query/source.h"
#include "result/write/quote.h"
#include "util/fail.h"

#define SECTION_COLUMNS 600 /* of a section that is told: five lines of a sheet and to spare */
#define CLASSES_TOLD 8

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
section_text(tensen_result *r, const reading *read, section wanted, section instead)
{
	const section order[] = {wanted, instead, SEC_OTHER};
	buf b = BUF_INIT;

	for (size_t k = 0; k < sizeof order / sizeof *order; k++)
		for (size_t i = 0; i < read->n && b.n == 0; i++)
			if (read->v[i].what == order[k])
				quote_shorten(&b, read->v[i].text, SECTION_COLUMNS, NO_MARKS);
	return result_text(r, &b);
}

static void
tell(idea_source *out, tensen_result *r, const document *d, const reading *read)
{
	/* CPC only where neither of the others is: it repeats them */
	const span_list *classes = d->ipc.n ? &d->ipc : d->fi.n ? &d->fi : &d->cpc;

	*out = (idea_source){.id = result_copy(r, d->id),
	    .title = result_copy(r, d->title),
	    .license_id = result_copy(r, d->license_id),
	    .license_terms = result_copy(r, d->license_terms),
	    .applicants = joined(r, &d->applicants, "、", UINT32_MAX),
	    .classes = joined(r, classes, ", ", CLASSES_TOLD),
	    .problem = section_text(r, read, SEC_PROBLEM, SEC_EFFECT),
	    .means = section_text(r, read, SEC_MEANS, SEC_CLAIMS),
	    .date = d->date,
	    .status = d->status,
	    .open = d->open};
}

tensen_status
source_asked(ideas_result *r, const asked *a, tensen_error *err)
{
	idea_source *x = arena_alloc(&r->base.mem, sizeof *x);

	if (!x)
		return tensen_fail_nomem(err);
	tell(x, &r->base, &a->doc, &a->reading);
	r->sources = x;
	r->n_sources = 1;
	return TENSEN_OK;
}

tensen_status
source_documents(
    ideas_result *r, tensen_searcher *s, const uint32_t *rows_of, size_t n, tensen_error *err)
{
	size_t most = n < SOURCES_TOLD ? n : SOURCES_TOLD;
	idea_source *x = arena_alloc(&r->base.mem, SOURCES_TOLD * sizeof *x);
	tensen_status st = x ? TENSEN_OK : tensen_fail_nomem(err);

	for (size_t i = 0; i < most && st == TENSEN_OK; i++) {
		document d;
		reading read;
		if ((st = stored_document(s, rows_of[i], &d, err)) < 0 ||
		    (st = reading_of(&read, &d, s->ix->sectioner, &s->mem, err)) < 0)
			break;
		tell(&x[i], &r->base, &d, &read);
	}
	r->sources = x;
	r->n_sources = st == TENSEN_OK ? most : 0;
	return st;
}
