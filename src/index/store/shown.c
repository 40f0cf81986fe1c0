/* index/store/shown.c - see shown.h. */
#include "index/store/shown.h"
#include <stdlib.h>
#include "text/analyzer.h"
#include "util/bytes.h"
#include "util/fail.h"

void
shown_add(buf *out, uint32_t term_id, uint32_t *before, span word)
{
	buf_varint(out, term_id + 1 - *before);
	buf_varint(out, word.n);
	buf_span(out, word);
	*before = term_id + 1;
}

tensen_status
shown_open(shown *out, buf *bytes, uint32_t n_terms, tensen_error *err)
{
	cursor c;
	uint64_t next = 0;

	out->bytes = *bytes;
	*bytes = (buf)BUF_INIT;
	out->n_terms = n_terms;
	out->words = calloc(n_terms + (size_t)1, sizeof *out->words);
	if (!out->words)
		return tensen_fail_nomem(err);
	c = cursor_of(out->bytes.p, out->bytes.n);
	while (cursor_left(&c) > 0) {
		uint64_t delta = cursor_varint(&c);
		span word = cursor_span(&c);
		if (c.failed || delta == 0 || delta > n_terms || (next += delta) > n_terms)
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "section show: an entry is broken");
		out->words[next - 1] = word;
	}
	return TENSEN_OK;
}

void
shown_close(shown *view_of)
{
	free(view_of->words);
	view_of->words = NULL;
	buf_clear(&view_of->bytes);
}

static span
word_of(const shown *view_of, const vocab *terms, uint32_t id)
{
	return view_of->words && view_of->words[id].n ? view_of->words[id] : vocab_term(terms, id);
}

void
shown_write(buf *out, const shown *view_of, const vocab *terms, uint32_t term_id)
{
	span canonical = vocab_term(terms, term_id);
	size_t mark = span_find(canonical, SPAN_LIT(">"), 0);
	uint32_t object;
	buf better = BUF_INIT;

	if (terms->kind[term_id] == TERM_FUNCTION && view_of->words && view_of->words[term_id].n) {
		term_display(out, view_of->words[term_id], TERM_FUNCTION);
		return;
	}
	if (terms->kind[term_id] != TERM_FUNCTION || mark == (size_t)-1) {
		buf_span(out, word_of(view_of, terms, term_id));
		return;
	}
	object = vocab_find(terms, span_sub(canonical, 0, mark));
	if (object != VOCAB_NONE) {
		buf_span(&better, word_of(view_of, terms, object));
		buf_add(&better, canonical.p + mark, canonical.n - mark);
		canonical = (span){better.p, better.n};
	}
	term_display(out, canonical, TERM_FUNCTION);
	out->failed |= better.failed;
	buf_clear(&better);
}
