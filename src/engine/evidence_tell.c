/* engine/evidence_tell.c - evidence in words: quotes, whom to ask, statement. */
#include <math.h>
#include <stdlib.h>
#include "engine/evidence.h"
#include "engine/marks.h"
#include "engine/shared.h"
#include "ideas/statement.h"
#include "util/fail.h"

#define APPLICANTS 4

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

	if (st < 0 || (bridge && (st = term_sums_add(&t->bridges, s, shared, n, err)) < 0) ||
	    (st = stored_document(s, w->row, &d, err)) < 0 ||
	    (st = reading_of(&r, &d, s->ix->sectioner, &s->mem, err)) < 0)
		return st;
	*out = (tensen_evidence){.id = result_copy(&t->r->base, rows_id(rw, w->row)),
	    .title = result_copy(&t->r->base, rows_title(rw, w->row)),
	    .quote = result_copy(&t->r->base, telling_sentence(s, text_for(&r, v), shared, n)),
	    .need = w->need,
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
		    (1 + 4 * fmax(0, term_nearness(t, terms[i].term, VIEW_PROBLEM)));
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

tensen_status
evidence_tell(tensen_idea *out, idea_detail *detail, ideas_result *r, tensen_searcher *s,
    const asked *a, const evidence *e, unsigned variant, tensen_error *err)
{
	teller t = {.r = r, .s = s, .a = a};
	const subclass_info *sub = tell_target(&t, out, detail, e, err);
	tensen_evidence *refutation;
	tensen_status st;

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
	    (st = tell_differs(&t, out, e, err)) < 0 || (st = tell_applicants(&t, out, e, err)) < 0)
		return st;
	return tell_statement(&t, out, e, sub, detail, variant, err);
}
