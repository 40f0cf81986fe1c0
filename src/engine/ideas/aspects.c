/* engine/ideas/aspects.c - see aspects.h. */
#include "engine/ideas/aspects.h"
#include "util/fail.h"

#define AREAS_SHOWN 8 /* classes named in the text of the aspect */

static tensen_status
add_given(aspects *to, tensen_searcher *s, const tensen_asking *asking, tensen_error *err)
{
	const char *const *given = asking->aspects;
	size_t n = 0;

	while (given && given[n])
		n++;
	for (size_t i = 0; i < n; i++) {
		span text = span_trim(span_of(given[i]));
		tensen_aspect_kind kind =
		    i + asking->n_said < n ? TENSEN_ASPECT_GIVEN : TENSEN_ASPECT_SAID;
		tensen_status st;
		if (!text.n)
			return tensen_fail(err, TENSEN_E_ARG, "aspect %zu is empty", i + 1);
		if (text.n > TENSEN_ASPECT_BYTES)
			return tensen_fail(err, TENSEN_E_ARG,
			    "aspect %zu has %zu bytes, at most %d", i + 1, text.n,
			    TENSEN_ASPECT_BYTES);
		text = arena_copy(&s->mem, text.p, text.n);
		if (!text.p)
			return tensen_fail_nomem(err);
		if ((st = aspects_add(to, s, kind, text, err)) < 0)
			return st;
	}
	return TENSEN_OK;
}

/* The counts outside the description, where there is anything outside it: a description repeats its
 * examples, and the query would search for these. */
static int
leave_description(term_count *t)
{
	uint32_t left = 0;

	t->in[SEC_DESCRIPTION] = 0;
	for (int k = 0; k < N_SECTIONS; k++)
		left += t->in[k];
	return left > 0;
}

static tensen_status
ask_whole(aspect *x, tensen_searcher *s, const query *a, tensen_error *err)
{
	term_count *t = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *t);
	uint32_t n = 0;

	if (!t)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n_terms; i++) {
		t[n] = a->terms[i];
		n += leave_description(&t[n]) != 0;
	}
	x->query = *a;
	if (n == 0 || n == a->n_terms || a->words)
		return TENSEN_OK; /* only a description, no text, or moved by feedback */
	x->query.terms = t;
	x->query.n_terms = n;
	return query_project(&x->query, s, err);
}

static tensen_status
add_whole(aspects *to, tensen_searcher *s, const query *a, tensen_error *err)
{
	/* outside its subclasses, of all, and outside by plain BM25 */
	static const struct {
		float share;
		int outside;
		aspect_search search;
	} ways[] = {{1.0f, 1, SEARCH_FUSED}, {0.5f, 0, SEARCH_WORDS}, {0.5f, 1, SEARCH_PLAIN}};
	tensen_status st = TENSEN_OK;
	span text = a->doc.title.n ? a->doc.title : a->doc.abstract;

	for (size_t i = 0; i < sizeof ways / sizeof *ways && st == TENSEN_OK; i++) {
		aspect *x = aspects_push(to, TENSEN_ASPECT_WHOLE, text);
		if (!x)
			break;
		x->outside = ways[i].outside;
		x->search = ways[i].search;
		x->weight *= ways[i].share;
		st = ask_whole(x, s, a, err);
	}
	return st;
}

/* The whole again, among the documents of areas where its means may travel: in the list of all
 * documents the own product family comes before them. */
static tensen_status
add_areas(aspects *to, tensen_searcher *s, const query *a, tensen_error *err)
{
	buf b = BUF_INIT;
	aspect *x;
	span text;

	for (uint32_t i = 0; i < to->areas.n && i < AREAS_SHOWN; i++) {
		if (i)
			buf_str(&b, ", ");
		buf_str(&b, to->areas.v[i].symbol);
	}
	text = arena_copy(&s->mem, b.p ? b.p : "", b.n);
	buf_clear(&b);
	if (!text.p)
		return tensen_fail_nomem(err);
	if (!to->areas.n || !(x = aspects_push(to, TENSEN_ASPECT_AREA, text)))
		return TENSEN_OK;
	x->areas = &to->areas;
	return ask_whole(x, s, a, err);
}

tensen_status
aspects_make(aspects *out, tensen_searcher *s, const query *a, const own_classes *own,
    const tensen_asking *asking, tensen_error *err)
{
	class_source v[SOURCES_MAX];
	uint32_t n = class_sources(v, s, a->row, own);
	tensen_status st;

	out->n = 0;
	out->of = a;
	out->v = arena_calloc(&s->mem, (TENSEN_ASPECTS_MAX + ASPECTS_MADE_MAX) * sizeof *out->v);
	if (!out->v)
		return tensen_fail_nomem(err);
	areas_of(&out->areas, s, v, n);
	if ((st = add_given(out, s, asking, err)) < 0 || (asking->only_given && out->n))
		return st;
	if ((st = add_whole(out, s, a, err)) < 0 || (st = add_areas(out, s, a, err)) < 0)
		return st;
	if ((st = aspect_sources(out, s, a, err)) < 0)
		return st;
	return scenes_add(out, s, v, n, err);
}
