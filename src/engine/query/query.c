/* engine/query/query.c - from an id or a text to known terms and vectors. */
#include <stdlib.h>
#include <tensen/messages.h>
#include "engine/query/understand.h"
#include "corpus/document/docnumber.h"
#include "engine/query/meant.h"
#include "engine/query/question.h"
#include "engine/translate/translate.h"
#include "index/store/rare.h"
#include "util/fail.h"
#include "model/termrec.h"

/* A term that the vocabulary lacks is unknown if no document has it: those of one document, or of
 * nearly all, are found all the same.  A compound's parts are terms, too: told is what nobody knows. */
static void
note_unknown(query *q, const tensen_searcher *searcher, const local_term *local)
{
	uint32_t row;

	if (rare_find(&searcher->ix->store->rare, local->s, &row, 1))
		return;
	q->unknown++;
	if (local->kind == TERM_WORD && q->n_unknown_terms < UNKNOWN_TERMS_KEPT)
		q->unknown_terms[q->n_unknown_terms++] = local_term_shown(local);
}

/* Look local terms up; unknown terms are counted and some of them kept. */
static tensen_status
query_resolve(query *q, tensen_searcher *searcher, const local_terms *words, tensen_error *err)
{
	double known = 0, all = 0;

	q->terms = arena_alloc(&searcher->mem, (words->n + 1) * sizeof *q->terms);
	q->unknown_terms =
	    arena_alloc(&searcher->mem, UNKNOWN_TERMS_KEPT * sizeof *q->unknown_terms);
	if (!q->terms || !q->unknown_terms)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < words->n; i++) {
		uint32_t id = vocab_find(&searcher->ix->store->vocab, words->v[i].s);
		double weight = local_term_weight(&words->v[i], &searcher->ix->store->vocab, id);
		all += weight;
		known += id == VOCAB_NONE ? 0 : weight;
		if (id == VOCAB_NONE) {
			note_unknown(q, searcher, &words->v[i]);
			continue;
		}
		q->terms[q->n_terms].term = id;
		memcpy(q->terms[q->n_terms++].in, words->v[i].in, sizeof words->v[i].in);
	}
	q->known_share = all > 0 ? (float)(known / all) : 0;
	term_counts_sort(q->terms, q->n_terms);
	return TENSEN_OK;
}

static tensen_status
read_document(query *q, tensen_searcher *searcher, tensen_error *err)
{
	local_terms *t = arena_alloc(&searcher->mem, sizeof *t);
	analysis *cutter;
	unsigned primary;
	tensen_status st = t ? document_sections_of(&q->sections, &q->doc, searcher->ix->sectioner,
				   &searcher->mem, err)
			     : tensen_fail_nomem(err);

	if (st < 0)
		return st;
	q->mask = fields_mask(searcher->ix->fields, &q->doc, &primary);
	if ((st = searcher_analysis(&cutter, searcher, err)) < 0 ||
	    (st = document_terms_of(t, &q->sections, cutter, &searcher->mem, err)) < 0 ||
	    (st = query_resolve(q, searcher, t, err)) < 0)
		return st;
	q->read = t;
	return translate_query(q, searcher, t, err);
}

tensen_status
stored_document(tensen_searcher *searcher, uint32_t row, document *doc, tensen_error *err)
{
	span record, copy;
	tensen_status st =
	    docstore_get(searcher->ix->store->docs, searcher->docs, row, &record, err);

	if (st < 0)
		return st;
	/* The scratch holds one block: the caller may read the next document. */
	copy = arena_copy(&searcher->mem, record.p, record.n);
	if (!copy.p)
		return tensen_fail_nomem(err);
	return document_read(doc, &searcher->mem, copy, err);
}

tensen_status
query_of_next_row(query *out, tensen_searcher *searcher, uint32_t row, tensen_error *err)
{
	tensen_status st;

	memset(out, 0, sizeof *out);
	out->row = row;
	out->known_share = 1; /* its terms made the vocabulary */
	out->mask = searcher->ix->store->rows.mask[row];
	if ((st = row_terms(searcher, row, &out->terms, &out->n_terms, err)) < 0)
		return st;
	return query_project(out, searcher, err);
}

uint32_t
row_of_name(const rows *r, const char *id)
{
	char canonical[DOCNUMBER_MAX];
	uint32_t row = rows_find(r, span_of(id));
	size_t n;

	if (row == ROW_NONE && (n = docnumber_parse(span_of(id), canonical)) > 0)
		row = rows_find(r, (span){canonical, n});
	if (row == ROW_NONE && (n = docnumber_us(span_of(id), canonical)) > 0)
		row = rows_find(r, (span){canonical, n});
	return row;
}

tensen_status
row_of_id(uint32_t *row, const tensen_index *ix, const char *id, tensen_error *err)
{
	*row = row_of_name(&ix->store->rows, id);
	if (*row != ROW_NONE)
		return TENSEN_OK;
	tensen_fail(err, TENSEN_E_NOTFOUND, SAY_NO_DOCUMENT_IN, id);
	if (err) {
		span meant = number_meant(ix, span_of(id));
		if (meant.n < sizeof err->meant) {
			memcpy(err->meant, meant.p, meant.n);
			err->meant[meant.n] = '\0';
		}
	}
	return TENSEN_E_NOTFOUND;
}

tensen_status
query_of_stored_row(query *out, tensen_searcher *searcher, uint32_t row, tensen_error *err)
{
	tensen_status st;

	if ((st = query_of_next_row(out, searcher, row, err)) < 0 ||
	    (st = stored_document(searcher, row, &out->doc, err)) < 0 ||
	    (st = translate_stored(out, searcher, err)) < 0)
		return st;
	return document_sections_of(
	    &out->sections, &out->doc, searcher->ix->sectioner, &searcher->mem, err);
}

span
query_title(const query *q, const tensen_searcher *searcher)
{
	return q->row == ROW_NONE ? q->doc.title : rows_title(&searcher->ix->store->rows, q->row);
}

tensen_status
add_classes(document *to, tensen_searcher *searcher, uint32_t row, tensen_error *err)
{
	document d;
	tensen_status st = stored_document(searcher, row, &d, err);

	if (st == TENSEN_OK && (span_list_add_all(&searcher->mem, &to->ipc, &d.ipc) < 0 ||
				   span_list_add_all(&searcher->mem, &to->fi, &d.fi) < 0 ||
				   span_list_add_all(&searcher->mem, &to->cpc, &d.cpc) < 0))
		st = tensen_fail_nomem(err);
	return st;
}

/* Terms of every row one after another become ascending ones, equal ones summed. */
static tensen_status
sum_terms(query *q, tensen_searcher *searcher, const buf *all, tensen_error *err)
{
	uint32_t n = (uint32_t)(all->n / sizeof(term_count)), kept = 0;
	term_count *t = arena_alloc(&searcher->mem, all->n + sizeof *t);

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
	q->terms = t;
	q->n_terms = kept;
	return TENSEN_OK;
}

static tensen_status
add_row(query *all, buf *terms, tensen_searcher *searcher, uint32_t row, tensen_error *err)
{
	term_count *t;
	uint32_t n;
	tensen_status st = row_terms(searcher, row, &t, &n, err);

	if (st < 0)
		return st;
	buf_add(terms, t, n * sizeof *t);
	all->mask |= searcher->ix->store->rows.mask[row];
	return add_classes(&all->doc, searcher, row, err);
}

tensen_status
query_of_rows(
    query *out, tensen_searcher *searcher, const uint32_t *rows_of, size_t n, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	buf names = BUF_INIT, terms = BUF_INIT;
	tensen_status st = TENSEN_OK;

	if (n == 0)
		return tensen_fail(err, TENSEN_E_ARG, SAY_NO_DOCUMENT_NAMED);
	arena_reset(&searcher->mem);
	memset(out, 0, sizeof *out);
	document_init(&out->doc, &searcher->mem);
	out->row = ROW_NONE;
	out->known_share = 1;
	for (size_t i = 0; i < n && st == TENSEN_OK; i++) {
		st = add_row(out, &terms, searcher, rows_of[i], err);
		buf_str(&names, i ? " + " : "");
		buf_span(&names, rows_id(r, rows_of[i]));
	}
	if (st == TENSEN_OK)
		st = sum_terms(out, searcher, &terms, err);
	out->doc.id = arena_copy(&searcher->mem, names.p ? names.p : "", names.n);
	out->doc.title = rows_title(r, rows_of[0]);
	if (st == TENSEN_OK && (names.failed || !out->doc.id.p))
		st = tensen_fail_nomem(err);
	buf_clear(&names);
	buf_clear(&terms);
	if (st == TENSEN_OK)
		st = query_project(out, searcher, err);
	return st == TENSEN_OK ? translate_stored(out, searcher, err) : st;
}

tensen_status
query_words_of_document(
    query *out, tensen_searcher *searcher, const document *record_doc, tensen_error *err)
{
	uint32_t row =
	    record_doc->id.n ? rows_find(&searcher->ix->store->rows, record_doc->id) : ROW_NONE;

	memset(out, 0, sizeof *out);
	out->row = row;
	out->doc = *record_doc;
	return read_document(out, searcher, err);
}

tensen_status
query_of_document(query *out, tensen_searcher *searcher, const document *doc, tensen_error *err)
{
	tensen_status st = query_words_of_document(out, searcher, doc, err);

	if (st == TENSEN_OK)
		st = query_project(out, searcher, err);
	return st == TENSEN_OK ? question_make(out, searcher, err) : st;
}
