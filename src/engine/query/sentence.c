/* engine/query/sentence.c - see sentence.h. */
#include "engine/base/query.h"
#include "engine/query/sentence.h"
#include "engine/query/highlights.h"
#include "util/fail.h"

/* The texts of problem, effect and means of a document, one after another; its title if it has no
 * more. */
static tensen_status
text_of(span *out, const document_sections *sections, arena *mem, tensen_error *err)
{
	static const section order[] = {SEC_PROBLEM, SEC_EFFECT, SEC_OTHER, SEC_MEANS, SEC_PRODUCTS,
	    SEC_CLAIMS, SEC_DESCRIPTION};
	buf b = BUF_INIT;
	tensen_status st;

	*out = (span){"", 0};
	for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
		if (order[k] == SEC_DESCRIPTION && b.n)
			break;
		for (size_t i = 0; i < sections->n; i++)
			if (sections->v[i].what == order[k]) {
				buf_span(&b, sections->v[i].text);
				buf_char(&b, '\n');
			}
	}
	for (size_t i = 0; i < sections->n && !b.n; i++)
		if (sections->v[i].what == SEC_TITLE)
			*out = sections->v[i].text;
	if (b.n)
		*out = arena_copy(mem, b.p, b.n);
	st = b.failed || !out->p ? tensen_fail_nomem(err) : TENSEN_OK;
	buf_clear(&b);
	return st;
}

tensen_status
sentence_of_sections(met_sentence *out, tensen_result *result, tensen_searcher *searcher,
    const query *q, uint32_t row, const document_sections *parts, tensen_error *err)
{
	weighted_term *t;
	uint32_t n;
	span text;
	tensen_status st = term_overlap(searcher, q, row, VIEW_TOPIC, &t, &n, err);

	*out = (met_sentence){.sentence = ""};
	if (st < 0 || (st = text_of(&text, parts, &searcher->mem, err)) < 0 ||
	    (st = heaviest_sentence(&out->sentence, result, searcher, text, t, n, err)) < 0)
		return st;
	return highlights_find(&out->highlights, &out->n_highlights, result,
	    &searcher->ix->store->vocab, span_of(out->sentence), t, n, err);
}

tensen_status
sentence_met(met_sentence *out, tensen_result *result, tensen_searcher *searcher, const query *q,
    uint32_t row, tensen_error *err)
{
	document d;
	document_sections parts;
	span record;
	tensen_status st;

	*out = (met_sentence){.sentence = ""};
	/* Not copied: no other document is read meanwhile, and a gazette is long. */
	if ((st = docstore_get(searcher->ix->store->docs, searcher->docs, row, &record, err)) < 0 ||
	    (st = document_read(&d, &searcher->mem, record, err)) < 0 ||
	    (st = document_sections_of(&parts, &d, searcher->ix->sectioner, &searcher->mem, err)) <
		0)
		return st;
	return sentence_of_sections(out, result, searcher, q, row, &parts, err);
}
