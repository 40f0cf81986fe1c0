/* engine/evidence_tell.c - evidence in words: quotes, bridges, whom to ask, statement. */
#include <math.h>
#include <stdlib.h>
#include "engine/evidence.h"
#include "engine/marks.h"
#include "engine/shared.h"
#include "ideas/statement.h"
#include "util/fail.h"

#define BRIDGES 6
#define APPLICANTS 4

/* What is collected over the documents of one idea. */
typedef struct teller {
	ideas_result *r;
	tensen_searcher *s;
	const asked *a;
	shared_term *bridges; /* summed over documents, unordered */
	uint32_t n_bridges, cap_bridges;
} teller;

static tensen_status
add_bridges(teller *t, const shared_term *v, uint32_t n, tensen_error *err)
{
	if (t->n_bridges + n > t->cap_bridges) {
		uint32_t cap = (t->n_bridges + n) * 2;
		shared_term *grown = arena_alloc(&t->s->mem, cap * sizeof *grown);
		if (!grown)
			return tensen_fail_nomem(err);
		if (t->n_bridges)
			memcpy(grown, t->bridges, t->n_bridges * sizeof *grown);
		t->bridges = grown;
		t->cap_bridges = cap;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = 0;
		while (k < t->n_bridges && t->bridges[k].term != v[i].term)
			k++;
		if (k == t->n_bridges)
			t->bridges[t->n_bridges++] = (shared_term){v[i].term, 0};
		t->bridges[k].weight += v[i].weight;
	}
	return TENSEN_OK;
}

/* The text of a document that a view reads first. */
static span
text_for(const reading *r, view v)
{
	static const section order[2][4] = {{SEC_PROBLEM, SEC_EFFECT, SEC_OTHER, SEC_TITLE},
	    {SEC_MEANS, SEC_CLAIMS, SEC_OTHER, SEC_TITLE}};
	const section *wanted = order[v == VIEW_MEANS];

	for (int k = 0; k < 4; k++)
		for (size_t i = 0; i < r->n; i++)
			if (r->v[i].what == wanted[k])
				return r->v[i].text;
	return (span){"", 0};
}

static tensen_status
tell_one(teller *t, tensen_evidence *out, const witness *w, view v, int bridge, tensen_error *err)
{
	tensen_searcher *s = t->s;
	const rows *rw = &s->ix->store->rows;
	shared_term *shared;
	uint32_t n;
	document d;
	reading r;
	tensen_status st = shared_terms(s, t->a, w->row, v, &shared, &n, err);

	if (st < 0 || (bridge && (st = add_bridges(t, shared, n, err)) < 0) ||
	    (st = stored_document(s, w->row, &d, err)) < 0 ||
	    (st = reading_of(&r, &d, s->ix->sectioner, &s->mem, err)) < 0)
		return st;
	*out = (tensen_evidence){.id = result_copy(&t->r->base, rows_id(rw, w->row)),
	    .title = result_copy(&t->r->base, rows_title(rw, w->row)),
	    .quote = result_copy(&t->r->base, telling_sentence(s, text_for(&r, v), shared, n)),
	    .problem = w->cosine[VIEW_PROBLEM],
	    .means = w->cosine[VIEW_MEANS],
	    .date = rw->date[w->row],
	    .status = rw->status[w->row],
	    .open = (rw->flags[w->row] & ROW_OPEN) != 0};
	return marks_find(&out->marks, &out->n_marks, &t->r->base, &s->ix->store->vocab,
	    span_of(out->quote), shared, n, err);
}

static tensen_status
tell_list(teller *t, const tensen_evidence **out, size_t *n_out, const evidence *e,
    const uint32_t *which, uint32_t n, view v, tensen_error *err)
{
	tensen_evidence *list = arena_alloc(&t->r->base.mem, (n + (size_t)1) * sizeof *list);
	tensen_status st = list ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = tell_one(t, &list[i], &e->all[which[i]], v, 1, err);
	*out = list;
	*n_out = n;
	return st;
}

static int
heavier(const void *a, const void *b)
{
	const shared_term *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->term > y->term) - (x->term < y->term);
}

/* A term that only repeats part of one already chosen, or the other way round. */
static int
says_nothing_new(const vocab *v, uint32_t t, const uint32_t *chosen, size_t n)
{
	span x = vocab_term(v, t);

	for (size_t i = 0; i < n; i++) {
		span y = vocab_term(v, chosen[i]);
		if (span_find(y, x, 0) != (size_t)-1 || span_find(x, y, 0) != (size_t)-1)
			return 1;
	}
	return 0;
}

static tensen_status
tell_bridges(teller *t, tensen_idea *out, tensen_error *err)
{
	const vocab *v = &t->s->ix->store->vocab;
	const char **words = arena_alloc(&t->r->base.mem, BRIDGES * sizeof *words);
	uint32_t chosen[BRIDGES];
	size_t n = 0;
	buf b = BUF_INIT;

	if (!words)
		return tensen_fail_nomem(err);
	if (t->n_bridges)
		qsort(t->bridges, t->n_bridges, sizeof *t->bridges, heavier);
	for (uint32_t i = 0; i < t->n_bridges && n < BRIDGES; i++) {
		uint32_t id = t->bridges[i].term;
		if (says_nothing_new(v, id, chosen, n))
			continue;
		chosen[n] = id;
		buf_reset(&b);
		shown_write(&b, &t->s->ix->store->shown, v, id);
		words[n++] = result_copy(&t->r->base, (span){b.p ? b.p : "", b.n});
	}
	buf_clear(&b);
	out->bridges = words;
	out->n_bridges = n;
	return TENSEN_OK;
}

static tensen_status
tell_applicants(teller *t, tensen_idea *out, const evidence *e, tensen_error *err)
{
	const rows *r = &t->s->ix->store->rows;
	const char **names = arena_alloc(&t->r->base.mem, APPLICANTS * sizeof *names);
	uint32_t seen[APPLICANTS], n = 0;

	if (!names)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < e->n_needs; i++) {
		uint32_t k, count;
		const uint32_t *v = rows_applicants(r, e->all[e->needs[i]].row, &count);
		for (uint32_t j = 0; j < count && n < APPLICANTS; j++) {
			for (k = 0; k < n && seen[k] != v[j]; k++)
				;
			if (k < n)
				continue;
			seen[n] = v[j];
			names[n++] = result_copy(&t->r->base, rows_applicant_name(r, v[j]));
		}
	}
	out->applicants = names;
	out->n_applicants = n;
	return TENSEN_OK;
}

#define BALLOTS 64

typedef struct ballot {
	const subclass_info *sub;
	int votes;
} ballot;

/* Each subclass that a document has in the field gets `votes`. */
static uint32_t
cast(const teller *t, uint32_t row, unsigned field, int votes, ballot *b, uint32_t n)
{
	const rows *r = &t->s->ix->store->rows;
	uint32_t count;
	const uint32_t *v = rows_groups(r, row, &count);

	for (uint32_t i = 0; i < count; i++) {
		class_symbol c;
		const subclass_info *x;
		uint32_t k = 0;
		if (!class_symbol_parse(&c, rows_group_name(r, v[i])) ||
		    fields_of(t->s->ix->fields, &c) != field ||
		    !(x = fields_subclass(t->s->ix->fields, c.subclass)) ||
		    memcmp(x->symbol + 1, "99Z", 3) == 0)
			continue;
		while (k < n && b[k].sub != x)
			k++;
		if (k == n && n < BALLOTS)
			b[n++] = (ballot){x, 0};
		if (k < n)
			b[k].votes += votes;
	}
	return n;
}

/* The subclass of the target field that the evidence is in, the best needs counting most. */
static const subclass_info *
subclass_of(const teller *t, const evidence *e, unsigned field)
{
	ballot b[BALLOTS];
	const ballot *best = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; i < e->n_needs; i++)
		n = cast(t, e->all[e->needs[i]].row, field, 2 * (int)(e->n_needs - i), b, n);
	for (uint32_t i = 0; i < e->n_precedents; i++)
		n = cast(t, e->all[e->precedents[i]].row, field, 1, b, n);
	for (uint32_t i = 0; i < n; i++)
		if (!best || b[i].votes > best->votes)
			best = &b[i];
	return best ? best->sub : NULL;
}

/* Cosine of a term's own place in the LSA space with a view of the query. */
static double
nearness(const teller *t, uint32_t id, view v)
{
	const store *st = t->s->ix->store;
	const float *x = st->basis + (size_t)id * st->meta.dims, *q = t->a->view[v];
	double dot = 0, square = 0;

	for (uint32_t d = 0; d < st->meta.dims; d++) {
		dot += (double)x[d] * (double)q[d];
		square += (double)x[d] * (double)x[d];
	}
	return square > 0 ? dot / sqrt(square) : 0;
}

/* The last character of s is one of the hiragana of `set` (each of 3 bytes). */
static int
ends_in(span s, const char *set)
{
	for (const char *p = set; s.n >= 3 && *p; p += 3)
		if (memcmp(s.p + s.n - 3, p, 3) == 0)
			return 1;
	return 0;
}

/* A verb where a thing is expected (曇る>抑制) makes no phrase; nor is a harm
 * (視界>失う), told in a problem, what anybody wants. */
static int
is_a_purpose(const teller *t, span canonical)
{
	size_t at = span_find(canonical, SPAN_LIT(">"), 0);

	return at != (size_t)-1 && !ends_in(span_sub(canonical, 0, at), "るうくすつぬむぶぐ") &&
	       strtab_find(&t->s->ix->purposes, span_sub(canonical, at + 1, canonical.n)) !=
		   STRTAB_NONE;
}

/* 振動を抑制 -> 振動を抑制する; what ends in a verb (視界を失う) or in English stands. */
static void
function_phrase(buf *out, const store *st, uint32_t id)
{
	span s;

	shown_write(out, &st->shown, &st->vocab, id);
	s = (span){out->p, out->n};
	if (s.n && (unsigned char)s.p[s.n - 1] >= 0x80 && !ends_in(s, "るうくすつぬむぶぐ"))
		buf_str(out, "する");
}

/* The function among counted terms that says best what the sections of a view
 * want: nearest to the query's problem, and rather a rare one; as words, empty if there is none. */
static tensen_status
main_function(teller *t, span *out, const term_count *terms, uint32_t n, view v, tensen_error *err)
{
	const vocab *voc = &t->s->ix->store->vocab;
	double best = 0;
	uint32_t id = VOCAB_NONE;
	buf b = BUF_INIT;

	*out = (span){"", 0};
	for (uint32_t i = 0; i < n; i++) {
		double x;
		if (voc->kind[terms[i].term] != TERM_FUNCTION ||
		    !is_a_purpose(t, vocab_term(voc, terms[i].term)) ||
		    term_weighted(&terms[i], view_section_weights[v]) <= 0)
			continue;
		x = (double)vocab_idf(voc, terms[i].term) *
		    (1 + 4 * fmax(0, nearness(t, terms[i].term, VIEW_PROBLEM)));
		if (x > best) {
			best = x;
			id = terms[i].term;
		}
	}
	if (id == VOCAB_NONE)
		return TENSEN_OK;
	function_phrase(&b, t->s->ix->store, id);
	*out = arena_copy(&t->s->mem, b.p ? b.p : "", b.n);
	buf_clear(&b);
	return out->p ? TENSEN_OK : tensen_fail_nomem(err);
}

static tensen_status
tell_statement(teller *t, tensen_idea *out, const evidence *e, const subclass_info *sub,
    const idea_detail *d, unsigned variant, tensen_error *err)
{
	statement_parts p = {.source = t->a->doc.title};
	term_count *terms;
	uint32_t n;
	tensen_status st =
	    main_function(t, &p.function, t->a->terms, t->a->n_terms, VIEW_PROBLEM, err);

	if (st == TENSEN_OK && e->n_needs) {
		uint32_t row = e->all[e->needs[0]].row;
		p.need_title = span_of(out->needs[0].title);
		if ((st = row_terms(t->s, row, &terms, &n, err)) == TENSEN_OK)
			st = main_function(t, &p.need, terms, n, VIEW_PROBLEM, err);
	}
	for (int l = 0; l < 2 && st == TENSEN_OK; l++) {
		buf b = BUF_INIT;
		const char *s;
		p.subclass = sub ? sub->name[l] : span_of(d->field_name[l]);
		p.products = sub ? sub->products[l] : (span){"", 0};
		statement_write(&b, &p, (tensen_lang)l, variant);
		s = result_text(&t->r->base, &b);
		if (l == TENSEN_JA)
			out->statement_ja = s;
		else
			out->statement_en = s;
	}
	return st;
}

static void
name_target(teller *t, tensen_idea *out, idea_detail *d, const subclass_info *sub)
{
	const field_info *info = fields_info(t->s->ix->fields, out->field);

	for (int l = 0; l < 2; l++) {
		d->field_name[l] = result_copy(&t->r->base, info->name[l]);
		d->sector_name[l] = result_copy(&t->r->base, info->sector_name[l]);
		d->subclass_name[l] = sub ? result_copy(&t->r->base, sub->name[l]) : "";
		d->products[l] = sub ? result_copy(&t->r->base, sub->products[l]) : "";
	}
	out->subclass = sub ? result_copy(&t->r->base, span_of(sub->symbol)) : "";
	d->field_size = t->s->ix->map.size[out->field];
}

tensen_status
evidence_tell(tensen_idea *out, idea_detail *detail, ideas_result *r, tensen_searcher *s,
    const asked *a, const evidence *e, unsigned variant, tensen_error *err)
{
	teller t = {.r = r, .s = s, .a = a};
	const subclass_info *sub = subclass_of(&t, e, out->field);
	tensen_evidence *refutation;
	tensen_status st;

	name_target(&t, out, detail, sub);
	if ((st = tell_list(
		 &t, &out->needs, &out->n_needs, e, e->needs, e->n_needs, VIEW_PROBLEM, err)) < 0 ||
	    (st = tell_list(&t, &out->precedents, &out->n_precedents, e, e->precedents,
		 e->n_precedents, VIEW_MEANS, err)) < 0)
		return st;
	if (e->refutation < e->n) {
		refutation = arena_alloc(&r->base.mem, sizeof *refutation);
		if (!refutation)
			return tensen_fail_nomem(err);
		st = tell_one(&t, refutation, &e->all[e->refutation], VIEW_MEANS, 0, err);
		out->refutation = refutation;
	}
	if (st < 0 || (st = tell_bridges(&t, out, err)) < 0 ||
	    (st = tell_applicants(&t, out, e, err)) < 0)
		return st;
	return tell_statement(&t, out, e, sub, detail, variant, err);
}
