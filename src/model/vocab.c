/* model/vocab.c - see vocab.h. */
#include "model/vocab.h"
#include <math.h>
#include <string.h>
#include "text/analyzer.h"
#include "util/fail.h"
#include "util/memory.h"

#define VOCAB_VERSION 2
#define TERM_MAX 4096 /* bytes of one canonical form */
#define HEAD 16       /* version, terms, documents, zero */
#define TERM_BYTES 9  /* of a term beside its form: df, end, kind */

void
vocab_clear(vocab *v)
{
	strtab_clear(&v->terms);
	free_all(v->own_kind, v->own_df, v->idf);
	memset(v, 0, sizeof *v);
}

/* The form of term i in place; empty if it does not lie in the section. */
static span
form_at(const vocab *words, uint32_t i)
{
	uint32_t from = i ? words->end[i - 1] : 0, to = words->end[i];

	return from <= to && to <= words->n_forms ? (span){words->forms + from, to - from}
						  : (span){"", 0};
}

static uint32_t
find_in_place(const vocab *words, span form)
{
	uint32_t lo = 0, hi = words->terms.n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int c = span_order(form_at(words, mid), form);
		if (c == 0)
			return mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return VOCAB_NONE;
}

uint32_t
vocab_find(const vocab *words, span form)
{
	return words->end ? find_in_place(words, form) : strtab_find(&words->terms, form);
}

span
vocab_term(const vocab *words, uint32_t i)
{
	return words->end ? form_at(words, i) : strtab_get(&words->terms, i);
}

/* Threads that ask for the same term at the same time compute the same number. */
float
vocab_idf(const vocab *words, uint32_t i)
{
	float idf;

	__atomic_load(&words->idf[i], &idf, __ATOMIC_RELAXED);
	if (idf == 0) {
		idf = (float)(log((1.0 + words->n_docs) / (1.0 + words->df[i])) + 1.0);
		__atomic_store(&words->idf[i], &idf, __ATOMIC_RELAXED);
	}
	return idf;
}

int
vocab_keeps(const vocab_rule *one, span form, uint32_t df, uint32_t n_docs)
{
	return df >= one->min_df && df <= one->max_share * n_docs + 1 && form.n <= TERM_MAX;
}

tensen_status
vocab_start(vocab *out, uint32_t n, uint32_t n_docs, tensen_error *err)
{
	memset(out, 0, sizeof *out);
	out->n_docs = n_docs;
	out->kind = out->own_kind = malloc(n + (size_t)1);
	out->df = out->own_df = malloc((n + (size_t)1) * sizeof *out->own_df);
	out->idf = calloc(n + (size_t)1, sizeof *out->idf);
	if (out->own_kind && out->own_df && out->idf)
		return TENSEN_OK;
	vocab_clear(out);
	return tensen_fail_nomem(err);
}

tensen_status
vocab_add(vocab *words, span form, uint8_t kind, uint32_t df, tensen_error *err)
{
	uint32_t i = words->terms.n;

	words->own_kind[i] = kind;
	words->own_df[i] = df;
	return strtab_add(&words->terms, form) == i ? TENSEN_OK : tensen_fail_nomem(err);
}

void
vocab_write(buf *out, const vocab *words)
{
	uint32_t n = words->terms.n;
	uint64_t end = 0;

	buf_u32(out, VOCAB_VERSION);
	buf_u32(out, n);
	buf_u32(out, words->n_docs);
	buf_u32(out, 0);
	buf_add(out, words->df, n * sizeof *words->df);
	for (uint32_t i = 0; i < n; i++) {
		end += vocab_term(words, i).n;
		buf_u32(out, (uint32_t)end);
	}
	buf_add(out, words->kind, n);
	for (uint32_t i = 0; i < n; i++)
		buf_span(out, vocab_term(words, i));
	out->failed |= end > UINT32_MAX;
}

tensen_status
vocab_open(vocab *out, span bytes, tensen_error *err)
{
	const uint32_t *head = (const uint32_t *)(const void *)bytes.p;
	uint64_t n = bytes.n < HEAD ? 0 : head[1], fixed = HEAD + n * TERM_BYTES;

	memset(out, 0, sizeof *out);
	if (bytes.n < HEAD || head[0] != VOCAB_VERSION || fixed > bytes.n || n >= VOCAB_NONE ||
	    bytes.n - fixed > UINT32_MAX)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: no readable head");
	out->terms.n = (uint32_t)n;
	out->n_docs = head[2];
	out->df = head + HEAD / 4;
	out->end = out->df + n;
	out->kind = (const uint8_t *)(out->end + n);
	out->forms = (const char *)out->kind + n;
	out->n_forms = (uint32_t)(bytes.n - fixed);
	if ((n ? out->end[n - 1] : 0) != out->n_forms)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: cut short or too long");
	out->idf = calloc(n + 1, sizeof *out->idf);
	return out->idf ? TENSEN_OK : tensen_fail_nomem(err);
}

static tensen_status
check_term(const vocab *words, uint32_t i, tensen_error *err)
{
	uint32_t from = i ? words->end[i - 1] : 0;

	if (words->end[i] < from || words->end[i] > words->n_forms ||
	    words->end[i] - from > TERM_MAX || words->kind[i] > TERM_FUNCTION)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: term %u is broken", i);
	if (words->df[i] > words->n_docs)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "vocabulary: term %u in %u documents of %u", i, words->df[i], words->n_docs);
	if (i && span_order(vocab_term(words, i - 1), vocab_term(words, i)) >= 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: term %u does not ascend", i);
	return TENSEN_OK;
}

tensen_status
vocab_check(const vocab *words, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < words->terms.n && st == TENSEN_OK; i++)
		st = check_term(words, i, err);
	return st;
}

tensen_status
vocab_read(vocab *out, span bytes, tensen_error *err)
{
	vocab in;
	tensen_status st = vocab_open(&in, bytes, err);

	memset(out, 0, sizeof *out);
	if (st == TENSEN_OK && (st = vocab_check(&in, err)) == TENSEN_OK)
		st = vocab_start(out, in.terms.n, in.n_docs, err);
	for (uint32_t i = 0; i < in.terms.n && st == TENSEN_OK; i++)
		st = vocab_add(out, vocab_term(&in, i), in.kind[i], in.df[i], err);
	vocab_clear(&in);
	if (st < 0)
		vocab_clear(out);
	return st;
}
