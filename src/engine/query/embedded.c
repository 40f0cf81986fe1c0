/* engine/query/embedded.c - see embedded.h; and the texts that a model is given. */
#include "engine/query/embedded.h"
#include <math.h>
#include <tensen/messages.h>
#include <tensen/vectors.h>
#include "engine/query/understand.h"
#include "util/fail.h"

#define CHARACTERS 2000 /* of a query, when the index does not know how many its documents had */

/* ---- the text for a model ---- */

static void
add_section(buf *out, const document_sections *d, section what)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].what == what) {
			if (out->n)
				buf_char(out, '\n');
			buf_span(out, d->v[i].text);
		}
}

/* A document that says nothing but its title and claims gives these. */
static void
put_text(buf *out, const document_sections *d, uint32_t characters)
{
	static const section told[] = {SEC_PROBLEM, SEC_MEANS, SEC_EFFECT, SEC_OTHER};
	size_t title, at = 0;

	add_section(out, d, SEC_TITLE);
	title = out->n;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		add_section(out, d, told[i]);
	if (out->n == title)
		add_section(out, d, SEC_CLAIMS);
	for (; at < out->n; at++)
		if (((unsigned char)out->p[at] & 0xc0) != 0x80 && characters-- == 0)
			break;
	if (!out->failed && out->n)
		out->n = at;
}

tensen_status
tensen_vector_text(
    tensen_text *out, tensen_searcher *s, uint32_t row, uint32_t characters, tensen_error *err)
{
	document_sections sections;
	document d;
	buf text = BUF_INIT;
	tensen_status st;

	*out = (tensen_text){.p = NULL};
	if (row >= s->ix->store->rows.n)
		return tensen_fail(err, TENSEN_E_ARG, "row %u of %u", row, s->ix->store->rows.n);
	arena_reset(&s->mem);
	if ((st = stored_document(s, row, &d, err)) < 0 ||
	    (st = document_sections_of(&sections, &d, s->ix->sectioner, &s->mem, err)) < 0)
		return st;
	put_text(&text, &sections, characters);
	buf_cstr(&text);
	if (text.failed) {
		buf_clear(&text);
		return tensen_fail_nomem(err);
	}
	out->p = text.p;
	out->n = text.n;
	return TENSEN_OK;
}

/* ---- the vector of a query ---- */

float
embedded_share(const tensen_index *ix, float cosine)
{
	const float floor = (float)ix->store->embedded.floor;

	return cosine > floor ? (cosine - floor) / (1 - floor) : 0;
}

/* Of a text: the caller's model, asked with the words as they were written. */
static tensen_status
of_text(float *out, int *known, tensen_searcher *s, const query *a, tensen_error *err)
{
	const store_embedded *e = &s->ix->store->embedded;
	uint32_t dim = vecset_dim(e->v);
	buf text = BUF_INIT;
	tensen_error why;
	tensen_status st = TENSEN_OK;

	*known = 0;
	put_text(&text, &a->sections, e->characters ? e->characters : CHARACTERS);
	if (text.failed)
		st = tensen_fail_nomem(err);
	else if (text.n)
		*known =
		    s->ix->embed(s->ix->embed_payload, text.p, text.n, dim, out, &why) == TENSEN_OK;
	for (uint32_t d = 0; *known && d < dim; d++)
		*known = isfinite(out[d]) != 0;
	buf_clear(&text);
	return st;
}

int
embedded_may_ask(const tensen_searcher *s, const query *a, tensen_side side)
{
	return side == TENSEN_EMBEDDINGS || (side == TENSEN_FUSED && s->embedded && s->ix->embed &&
						s->embed_weight > 0 && a->is_short);
}

tensen_status
embedded_query(
    const float **out, tensen_searcher *s, const query *a, tensen_side side, tensen_error *err)
{
	const vecset *v = s->ix->store->embedded.v;
	int alone = side == TENSEN_EMBEDDINGS, known = 0;
	float *x;
	tensen_status st = TENSEN_OK;

	*out = NULL;
	if (!v)
		return alone ? tensen_fail(err, TENSEN_E_ARG, SAY_INDEX_HAS_NO) : TENSEN_OK;
	if (!alone && (side != TENSEN_FUSED || !a->is_short || s->embed_weight <= 0))
		return TENSEN_OK;
	if (!(x = arena_alloc(&s->mem, vecset_dim(v) * sizeof *x)))
		return tensen_fail_nomem(err);
	if (a->row != ROW_NONE && (known = vecset_has(v, a->row)))
		vecset_get(v, a->row, x);
	else if (a->row == ROW_NONE && s->ix->embed)
		st = of_text(x, &known, s, a, err);
	if (st == TENSEN_OK && alone && !known)
		return tensen_fail(err, TENSEN_E_ARG, SAY_QUERY_HAS_NO);
	*out = known ? x : NULL;
	return st;
}
