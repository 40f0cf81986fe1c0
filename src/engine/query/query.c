/* engine/query/query.c - from an id or a text to known terms and vectors. */
#include <math.h>
#include <stdlib.h>
#include "corpus/document/docnumber.h"
#include "engine/engine.h"
#include "engine/query/question.h"
#include "engine/translate/translate.h"
#include "util/fail.h"
#include "util/sort.h"
#include "model/termrec.h"

/* Weights of the words of one script. */
typedef struct word_weights {
	double known, all;
} word_weights;

static void
count_word(word_weights w[2], const local_term *t, double weight, int known)
{
	word_weights *of = &w[t->s.n && (unsigned char)t->s.p[0] < 0x80];

	if (t->kind != TERM_WORD)
		return;
	of->all += weight;
	of->known += known ? weight : 0;
}

static float
known_of(const word_weights *w)
{
	return w->all > 0 ? (float)(w->known / w->all) : 0;
}

/* Look local terms up; unknown terms are counted and some of them kept. */
static tensen_status
resolve(query *a, tensen_searcher *s, const local_terms *t, tensen_error *err)
{
	double known = 0, all = 0;
	word_weights scripts[2] = {{0, 0}, {0, 0}};

	a->terms = arena_alloc(&s->mem, (t->n + 1) * sizeof *a->terms);
	a->unknown_terms = arena_alloc(&s->mem, UNKNOWN_TERMS_KEPT * sizeof *a->unknown_terms);
	if (!a->terms || !a->unknown_terms)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < t->n; i++) {
		uint32_t id = vocab_find(&s->ix->store->vocab, t->v[i].s);
		double weight = local_term_weight(&t->v[i], &s->ix->store->vocab, id);
		all += weight;
		known += id == VOCAB_NONE ? 0 : weight;
		count_word(scripts, &t->v[i], weight, id != VOCAB_NONE);
		if (id == VOCAB_NONE) {
			a->unknown++;
			if (t->v[i].kind != TERM_FUNCTION &&
			    a->n_unknown_terms < UNKNOWN_TERMS_KEPT)
				a->unknown_terms[a->n_unknown_terms++] = t->v[i].s;
			continue;
		}
		a->terms[a->n_terms].term = id;
		memcpy(a->terms[a->n_terms++].in, t->v[i].in, sizeof t->v[i].in);
	}
	a->known_share = all > 0 ? (float)(known / all) : 0;
	a->known_script = fmaxf(known_of(&scripts[0]), known_of(&scripts[1]));
	term_counts_sort(a->terms, a->n_terms);
	return TENSEN_OK;
}

static tensen_status
read_document(query *a, tensen_searcher *s, tensen_error *err)
{
	local_terms *t = arena_alloc(&s->mem, sizeof *t);
	analysis *cutter;
	unsigned primary;
	tensen_status st =
	    t ? document_sections_of(&a->sections, &a->doc, s->ix->sectioner, &s->mem, err)
	      : tensen_fail_nomem(err);

	if (st < 0)
		return st;
	a->mask = fields_mask(s->ix->fields, &a->doc, &primary);
	if ((st = searcher_analysis(&cutter, s, err)) < 0 ||
	    (st = document_terms_of(t, &a->sections, cutter, &s->mem, err)) < 0 ||
	    (st = resolve(a, s, t, err)) < 0)
		return st;
	a->read = t;
	return translate_query(a, s, t, err);
}

tensen_status
stored_document(tensen_searcher *s, uint32_t row, document *d, tensen_error *err)
{
	span record, copy;
	tensen_status st = docstore_get(s->ix->store->docs, s->docs, row, &record, err);

	if (st < 0)
		return st;
	/* The scratch holds one block: the caller may read the next document. */
	copy = arena_copy(&s->mem, record.p, record.n);
	if (!copy.p)
		return tensen_fail_nomem(err);
	return document_read(d, &s->mem, copy, err);
}

tensen_status
query_of_next_row(query *out, tensen_searcher *s, uint32_t row, tensen_error *err)
{
	tensen_status st;

	memset(out, 0, sizeof *out);
	out->row = row;
	out->known_share = 1; /* its terms made the vocabulary */
	out->mask = s->ix->store->rows.mask[row];
	if ((st = row_terms(s, row, &out->terms, &out->n_terms, err)) < 0)
		return st;
	return query_project(out, s, err);
}

tensen_status
query_of_row(query *out, tensen_searcher *s, uint32_t row, tensen_error *err)
{
	arena_reset(&s->mem);
	return query_of_next_row(out, s, row, err);
}

uint32_t
row_of_name(const rows *r, const char *id)
{
	char canonical[DOCNUMBER_MAX];
	uint32_t row = rows_find(r, span_of(id));
	size_t n;

	if (row == ROW_NONE && (n = docnumber_parse(span_of(id), canonical)) > 0)
		row = rows_find(r, (span){canonical, n});
	return row;
}

tensen_status
row_of_id(uint32_t *row, const tensen_index *ix, const char *id, tensen_error *err)
{
	*row = row_of_name(&ix->store->rows, id);
	if (*row == ROW_NONE)
		return tensen_fail(err, TENSEN_E_NOTFOUND, "no document %.100s in this index", id);
	return TENSEN_OK;
}

tensen_status
query_of_stored_row(query *out, tensen_searcher *s, uint32_t row, tensen_error *err)
{
	tensen_status st;

	if ((st = query_of_next_row(out, s, row, err)) < 0 ||
	    (st = stored_document(s, row, &out->doc, err)) < 0 ||
	    (st = translate_stored(out, s, err)) < 0)
		return st;
	return document_sections_of(&out->sections, &out->doc, s->ix->sectioner, &s->mem, err);
}

tensen_status
add_classes(document *to, tensen_searcher *s, uint32_t row, tensen_error *err)
{
	document d;
	tensen_status st = stored_document(s, row, &d, err);

	if (st == TENSEN_OK && (span_list_add_all(&s->mem, &to->ipc, &d.ipc) < 0 ||
				   span_list_add_all(&s->mem, &to->fi, &d.fi) < 0 ||
				   span_list_add_all(&s->mem, &to->cpc, &d.cpc) < 0))
		st = tensen_fail_nomem(err);
	return st;
}

/* Terms of every row one after another become ascending ones, equal ones summed. */
static tensen_status
sum_terms(query *a, tensen_searcher *s, const buf *all, tensen_error *err)
{
	uint32_t n = (uint32_t)(all->n / sizeof(term_count)), kept = 0;
	term_count *t = arena_alloc(&s->mem, all->n + sizeof *t);

	if (!t || all->failed)
		return tensen_fail_nomem(err);
	if (n) {
		memcpy(t, all->p, all->n);
		term_counts_sort(t, n);
	}
	for (uint32_t i = 0; i < n; i++) {
		if (kept == 0 || t[kept - 1].term != t[i].term) {
			t[kept++] = t[i];
			continue;
		}
		for (int k = 0; k < N_SECTIONS; k++) {
			uint32_t sum = (uint32_t)t[kept - 1].in[k] + t[i].in[k];
			t[kept - 1].in[k] = (uint16_t)(sum < UINT16_MAX ? sum : UINT16_MAX);
		}
	}
	a->terms = t;
	a->n_terms = kept;
	return TENSEN_OK;
}

static tensen_status
add_row(query *all, buf *terms, tensen_searcher *s, uint32_t row, tensen_error *err)
{
	term_count *t;
	uint32_t n;
	tensen_status st = row_terms(s, row, &t, &n, err);

	if (st < 0)
		return st;
	buf_add(terms, t, n * sizeof *t);
	all->mask |= s->ix->store->rows.mask[row];
	return add_classes(&all->doc, s, row, err);
}

tensen_status
query_of_rows(query *out, tensen_searcher *s, const uint32_t *rows_of, size_t n, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	buf names = BUF_INIT, terms = BUF_INIT;
	tensen_status st = TENSEN_OK;

	if (n == 0)
		return tensen_fail(err, TENSEN_E_ARG, "no document named");
	arena_reset(&s->mem);
	memset(out, 0, sizeof *out);
	document_init(&out->doc, &s->mem);
	out->row = ROW_NONE;
	out->known_share = 1;
	for (size_t i = 0; i < n && st == TENSEN_OK; i++) {
		st = add_row(out, &terms, s, rows_of[i], err);
		buf_str(&names, i ? " + " : "");
		buf_span(&names, rows_id(r, rows_of[i]));
	}
	if (st == TENSEN_OK)
		st = sum_terms(out, s, &terms, err);
	out->doc.id = arena_copy(&s->mem, names.p ? names.p : "", names.n);
	out->doc.title = rows_title(r, rows_of[0]);
	if (st == TENSEN_OK && (names.failed || !out->doc.id.p))
		st = tensen_fail_nomem(err);
	buf_clear(&names);
	buf_clear(&terms);
	if (st == TENSEN_OK)
		st = query_project(out, s, err);
	return st == TENSEN_OK ? translate_stored(out, s, err) : st;
}

tensen_status
query_words_of_document(query *out, tensen_searcher *s, const document *d, tensen_error *err)
{
	uint32_t row = d->id.n ? rows_find(&s->ix->store->rows, d->id) : ROW_NONE;

	memset(out, 0, sizeof *out);
	out->row = row;
	out->doc = *d;
	return read_document(out, s, err);
}

tensen_status
query_of_document(query *out, tensen_searcher *s, const document *d, tensen_error *err)
{
	tensen_status st = query_words_of_document(out, s, d, err);

	if (st == TENSEN_OK)
		st = query_project(out, s, err);
	return st == TENSEN_OK ? question_make(out, s, err) : st;
}
