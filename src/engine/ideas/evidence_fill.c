/* engine/ideas/evidence_fill.c - evidence in words: quotes, whom to ask, statement. */
#include <math.h>
#include <stdlib.h>
#include "engine/ideas/evidence.h"
#include "engine/query/marks.h"
#include "engine/query/shared.h"
#include "util/fail.h"

#define APPLICANTS 4
/* Cosine of a function with the query's problem: below it, the function is not named. */
#define BESIDE_THE_POINT 0.15
#define WORDS_SHARED 3     /* with the first need, for a statement to claim anything */
#define NEED_CLAIMED 0.75f /* and its likeness: read, two thirds of what lies below are wrong */

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
fill_evidence(
    teller *t, tensen_evidence *out, const witness *w, view v, int bridge, tensen_error *err)
{
	tensen_searcher *s = t->s;
	const rows *rw = &s->ix->store->rows;
	shared_term *shared;
	uint32_t n;
	document d;
	reading r;
	tensen_status st = shared_terms(s, t->a, w->row, v, &shared, &n, err);

	if (st < 0 || (bridge && (st = term_sums_add(&t->bridges, s, shared, n, err)) < 0) ||
	    (st = stored_document(s, w->row, &d, err)) < 0 ||
	    (st = reading_of(&r, &d, s->ix->sectioner, &s->mem, err)) < 0)
		return st;
	*out = (tensen_evidence){.id = result_copy(&t->r->base, rows_id(rw, w->row)),
	    .title = result_copy(&t->r->base, rows_title(rw, w->row)),
	    .need = w->need,
	    .problem = w->cosine[VIEW_PROBLEM],
	    .means = w->cosine[VIEW_MEANS],
	    .date = rw->date[w->row],
	    .status = rw->status[w->row],
	    .open = (rw->flags[w->row] & ROW_OPEN) != 0};
	st = telling_sentence(&out->quote, &t->r->base, s, text_for(&r, v), shared, n, err);
	return st < 0 ? st
		      : marks_find(&out->marks, &out->n_marks, &t->r->base, &s->ix->store->vocab,
			    span_of(out->quote), shared, n, err);
}

static tensen_status
fill_evidence_list(teller *t, const tensen_evidence **out, size_t *n_out, const evidence *e,
    const uint32_t *which, uint32_t n, view v, tensen_error *err)
{
	tensen_evidence *list = arena_alloc(&t->r->base.mem, (n + (size_t)1) * sizeof *list);
	tensen_status st = list ? TENSEN_OK : tensen_fail_nomem(err);

	*n_out = 0;
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		tensen_evidence *x = &list[*n_out];
		st = fill_evidence(t, x, &e->all[which[i]], v, 1, err);
		/* a title alone does not say by what means */
		*n_out += v != VIEW_MEANS || st < 0 || strcmp(x->quote, x->title) != 0;
	}
	*out = list;
	return st;
}

tensen_status
fill_applicants(
    teller *t, tensen_idea *out, const uint32_t *rows_told, uint32_t n_told, tensen_error *err)
{
	const rows *r = &t->s->ix->store->rows;
	const char **names = arena_alloc(&t->r->base.mem, APPLICANTS * sizeof *names);
	uint32_t seen[APPLICANTS], n = 0;

	if (!names)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n_told; i++) {
		uint32_t k, count;
		const uint32_t *v = rows_applicants(r, rows_told[i], &count);
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

/* The last character of s is one of the hiragana of `set` (each of 3 bytes). */
static int
ends_in(span s, const char *set)
{
	for (const char *p = set; s.n >= 3 && *p; p += 3)
		if (memcmp(s.p + s.n - 3, p, 3) == 0)
			return 1;
	return 0;
}

/* A verb where a thing is expected (曇る>抑制) makes no phrase, and a thing that is only more or
 * less of another (低下>抑制) says nothing without it; nor is a harm (視界>失う), told in a
 * problem, what anybody wants. */
static int
is_a_purpose(const teller *t, span canonical)
{
	size_t at = span_find(canonical, SPAN_LIT(">"), 0);

	return at != (size_t)-1 && !ends_in(span_sub(canonical, 0, at), "るうくすつぬむぶぐ") &&
	       strtab_find(&t->s->ix->vague, span_sub(canonical, 0, at)) == STRTAB_NONE &&
	       strtab_find(&t->s->ix->purposes, span_sub(canonical, at + 1, canonical.n)) !=
		   STRTAB_NONE;
}

/* The class of a function is an intransitive verb: one makes it happen (models/purposes.txt). */
static int
is_caused(const teller *t, uint32_t id)
{
	span canonical = vocab_term(&t->s->ix->store->vocab, id);
	size_t at = span_find(canonical, SPAN_LIT(">"), 0);

	return at != (size_t)-1 && strtab_find(&t->s->ix->caused,
				       span_sub(canonical, at + 1, canonical.n)) != STRTAB_NONE;
}

/* 振動を抑制 -> 振動を抑制する, 精度を向上 -> 精度を向上させる; what ends in a verb
 * (視界を失う) or in English stands. */
static void
function_phrase(buf *out, const teller *t, uint32_t id)
{
	const store *st = t->s->ix->store;
	span s;

	shown_write(out, &st->shown, &st->vocab, id);
	s = (span){out->p, out->n};
	if (s.n && (unsigned char)s.p[s.n - 1] >= 0x80 && !ends_in(s, "るうくすつぬむぶぐ"))
		buf_str(out, is_caused(t, id) ? "させる" : "する");
}

/* How well a function says what the query is about: nearest to its problem, and rather
 * a rare one; 0 if it is nothing that a section of view v wants. */
static double
telling(const teller *t, const term_count *x, view v)
{
	const vocab *voc = &t->s->ix->store->vocab;

	double near;

	if (voc->kind[x->term] != TERM_FUNCTION || !is_a_purpose(t, vocab_term(voc, x->term)) ||
	    term_weighted(x, view_section_weights[v]) <= 0)
		return 0;
	near = term_nearness(t, x->term, VIEW_PROBLEM);
	return near < BESIDE_THE_POINT ? 0 : (double)vocab_idf(voc, x->term) * (1 + 4 * near);
}

/* The most telling function of the terms; only of those that `both` (NULL: any) has too. */
static uint32_t
main_function(teller *t, const term_count *terms, uint32_t n, const term_count *both, uint32_t m)
{
	double best = 0;
	uint32_t id = VOCAB_NONE;

	for (uint32_t i = 0, k = 0; i < n; i++) {
		double x = telling(t, &terms[i], VIEW_PROBLEM);
		while (both && k < m && both[k].term < terms[i].term)
			k++;
		if (both && (k == m || both[k].term != terms[i].term))
			continue;
		if (x > best) {
			best = x;
			id = terms[i].term;
		}
	}
	return id;
}

static tensen_status
function_words(teller *t, span *out, uint32_t id, tensen_error *err)
{
	buf b = BUF_INIT;

	*out = (span){"", 0};
	if (id == VOCAB_NONE)
		return TENSEN_OK;
	function_phrase(&b, t, id);
	*out = arena_copy(&t->s->mem, b.p ? b.p : "", b.n);
	buf_clear(&b);
	return out->p ? TENSEN_OK : tensen_fail_nomem(err);
}

/* What the source does and what the first need wants.  What both say is the need, and is
 * not said twice. */
static tensen_status
function_and_need(teller *t, statement_parts *p, const evidence *e, tensen_error *err)
{
	const asked *a = t->a;
	uint32_t does = main_function(t, a->terms, a->n_terms, NULL, 0), wants, n;
	term_count *terms;
	tensen_status st;

	if (e->n_needs == 0)
		return function_words(t, &p->function, does, err);
	if ((st = row_terms(t->s, e->all[e->needs[0]].row, &terms, &n, err)) < 0)
		return st;
	wants = main_function(t, terms, n, a->terms, a->n_terms);
	if (wants == VOCAB_NONE)
		wants = main_function(t, terms, n, NULL, 0);
	if (does == wants)
		does = VOCAB_NONE;
	if ((st = function_words(t, &p->function, does, err)) < 0)
		return st;
	return function_words(t, &p->need, wants, err);
}

/* A claim needs a stated problem that is nearer than the best of this field usually is to
 * anything, and that shares several words with the query's: 自動 alone makes a toaster of a car. */
static tensen_status
weigh_claim(teller *t, statement_parts *p, const witness *first, unsigned field, tensen_error *err)
{
	float usual = t->s->ix->store->background[VIEW_PROBLEM * N_FIELDS + field - 1];
	shared_term *shared;
	uint32_t n;
	tensen_status st = shared_terms(t->s, t->a, first->row, VIEW_PROBLEM, &shared, &n, err);

	p->is_silent = !(first->cosine[VIEW_PROBLEM] < 0 || first->cosine[VIEW_PROBLEM] > 0);
	p->is_weak = st < 0 || first->cosine[VIEW_PROBLEM] <= usual || first->need < NEED_CLAIMED ||
		     n < WORDS_SHARED;
	return st;
}

static tensen_status
fill_statement(teller *t, tensen_idea *out, const evidence *e, const subclass_info *sub,
    const idea_detail *d, statement_uses *uses, tensen_error *err)
{
	statement_parts p = {.source = t->a->doc.title,
	    .need_title = span_of(out->n_needs ? out->needs[0].title : ""),
	    .is_weak = 1};
	tensen_status st = function_and_need(t, &p, e, err);

	if (st == TENSEN_OK && out->support.documents && e->n_needs)
		st = weigh_claim(t, &p, &e->all[e->needs[0]], out->field, err);

	for (int l = 0; l < 2 && st == TENSEN_OK; l++) {
		buf b = BUF_INIT;
		const char *s;
		p.subclass = sub ? sub->name[l] : span_of(d->field_name[l]);
		p.products = sub ? sub->products[l] : (span){"", 0};
		statement_write(&b, &p, (tensen_lang)l, uses);
		s = result_text(&t->r->base, &b);
		if (l == TENSEN_JA)
			out->statement_ja = s;
		else
			out->statement_en = s;
	}
	return st;
}

tensen_status
evidence_fill(tensen_idea *out, idea_detail *detail, ideas_result *r, tensen_searcher *s,
    const asked *a, const evidence *e, statement_uses *uses, tensen_error *err)
{
	teller t = {.r = r, .s = s, .a = a};
	const subclass_info *sub = fill_target(&t, out, detail, e, err);
	uint32_t needs[PROBE_K];
	tensen_evidence *refutation;
	tensen_status st;

	if ((st = fill_evidence_list(
		 &t, &out->needs, &out->n_needs, e, e->needs, e->n_needs, VIEW_PROBLEM, err)) < 0 ||
	    (st = fill_evidence_list(&t, &out->precedents, &out->n_precedents, e, e->precedents,
		 e->n_precedents, VIEW_MEANS, err)) < 0)
		return st;
	if (e->refutation < e->n) {
		refutation = arena_alloc(&r->base.mem, sizeof *refutation);
		if (!refutation)
			return tensen_fail_nomem(err);
		st = fill_evidence(&t, refutation, &e->all[e->refutation], VIEW_MEANS, 0, err);
		out->refutation = refutation;
	}
	for (uint32_t i = 0; i < e->n_needs; i++)
		needs[i] = e->all[e->needs[i]].row;
	if (st < 0 || (st = fill_bridges(&t, out, err)) < 0 ||
	    (st = fill_differs(&t, out, e, err)) < 0 ||
	    (st = fill_applicants(&t, out, needs, e->n_needs, err)) < 0)
		return st;
	return fill_statement(&t, out, e, sub, detail, uses, err);
}
