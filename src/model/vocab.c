/* model/vocab.c - see vocab.h. */
#include "model/vocab.h"
#include <math.h>
#include <stdlib.h>
#include "text/analyzer.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/memory.h"

#define VOCAB_VERSION 1
#define TERM_MAX 4096 /* bytes of one canonical form */

void
vocab_clear(vocab *v)
{
	strtab_clear(&v->terms);
	free_all(v->kind, v->df, v->idf);
	memset(v, 0, sizeof *v);
}

uint32_t
vocab_find(const vocab *v, span form)
{
	return strtab_find(&v->terms, form);
}

span
vocab_term(const vocab *v, uint32_t i)
{
	return strtab_get(&v->terms, i);
}

float
vocab_idf(const vocab *v, uint32_t i)
{
	return v->idf[i];
}

static int
span_order(span a, span b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

int
vocab_keeps(const vocab_rule *r, span form, uint32_t df, uint32_t n_docs)
{
	return df >= r->min_df && df <= r->max_share * n_docs + 1 && form.n <= TERM_MAX;
}

tensen_status
vocab_start(vocab *out, uint32_t n, uint32_t n_docs, tensen_error *err)
{
	memset(out, 0, sizeof *out);
	out->n_docs = n_docs;
	out->kind = malloc(n + (size_t)1);
	out->df = malloc((n + (size_t)1) * sizeof *out->df);
	out->idf = malloc((n + (size_t)1) * sizeof *out->idf);
	if (out->kind && out->df && out->idf)
		return TENSEN_OK;
	vocab_clear(out);
	return tensen_fail_nomem(err);
}

tensen_status
vocab_add(vocab *v, span form, uint8_t kind, uint32_t df, tensen_error *err)
{
	uint32_t i = v->terms.n;

	v->kind[i] = kind;
	v->df[i] = df;
	v->idf[i] = (float)(log((1.0 + v->n_docs) / (1.0 + df)) + 1.0);
	return strtab_add(&v->terms, form) == i ? TENSEN_OK : tensen_fail_nomem(err);
}

void
vocab_write(buf *out, const vocab *v)
{
	span before = {"", 0};

	buf_u32(out, VOCAB_VERSION);
	buf_u32(out, v->terms.n);
	buf_u32(out, v->n_docs);
	for (uint32_t i = 0; i < v->terms.n; i++) {
		span t = vocab_term(v, i);
		size_t shared = 0;
		while (shared < t.n && shared < before.n && t.p[shared] == before.p[shared])
			shared++;
		buf_varint(out, shared);
		buf_varint(out, t.n - shared);
		buf_add(out, t.p + shared, t.n - shared);
		buf_char(out, (char)v->kind[i]);
		buf_varint(out, v->df[i]);
		before = t;
	}
}

/* One front-coded term behind `last`, which becomes it. */
static int
read_form(cursor *c, char *last, size_t *last_n)
{
	uint64_t shared = cursor_varint(c);
	span rest = cursor_span(c);

	if (c->failed || shared > *last_n || shared + rest.n > TERM_MAX)
		return -1;
	memcpy(last + shared, rest.p, rest.n);
	*last_n = shared + rest.n;
	return 0;
}

static tensen_status
read_term(vocab *v, cursor *c, char *last, size_t *last_n, tensen_error *err)
{
	uint32_t i = v->terms.n;
	uint8_t kind;
	uint64_t df;

	if (read_form(c, last, last_n) < 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: term %u is broken", i);
	kind = cursor_u8(c);
	df = cursor_varint(c);
	if (c->failed || kind > TERM_FUNCTION)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: term %u is broken", i);
	if (df > v->n_docs)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "vocabulary: term %u in %llu documents of %u", i, (unsigned long long)df,
		    v->n_docs);
	if (i && span_order(vocab_term(v, i - 1), (span){last, *last_n}) >= 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: term %u does not ascend", i);
	return vocab_add(v, (span){last, *last_n}, kind, (uint32_t)df, err);
}

static tensen_status
read_terms(vocab *v, cursor *c, uint32_t n, tensen_error *err)
{
	char last[TERM_MAX];
	size_t last_n = 0;
	tensen_status st = vocab_start(v, n, v->n_docs, err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = read_term(v, c, last, &last_n, err);
	return st;
}

tensen_status
vocab_read(vocab *out, span bytes, tensen_error *err)
{
	cursor c = cursor_of(bytes.p, bytes.n);
	uint32_t version = cursor_u32(&c), n = cursor_u32(&c);
	tensen_status st;

	memset(out, 0, sizeof *out);
	out->n_docs = cursor_u32(&c);
	if (c.failed || version != VOCAB_VERSION || n > bytes.n / 4)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: no readable head");
	st = read_terms(out, &c, n, err);
	if (st == TENSEN_OK && (c.failed || cursor_left(&c) != 0))
		st = tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: cut short or too long");
	if (st < 0)
		vocab_clear(out);
	return st;
}
