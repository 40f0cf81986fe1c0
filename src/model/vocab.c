/* model/vocab.c - see vocab.h. */
#include "model/vocab.h"
#include <math.h>
#include <stdlib.h>
#include "text/analyzer.h"
#include "util/bytes.h"
#include "util/fail.h"

#define VOCAB_VERSION 1
#define TERM_MAX 4096 /* bytes of one canonical form */

void
vocab_init(vocab *v)
{
	memset(v, 0, sizeof *v);
}

void
vocab_clear(vocab *v)
{
	strtab_clear(&v->terms);
	free(v->kind);
	free(v->df);
	vocab_init(v);
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
	return (float)(log((1.0 + v->n_docs) / (1.0 + v->df[i])) + 1.0);
}

static int
span_order(span a, span b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int
candidate_order(const void *a, const void *b, void *seen)
{
	return span_order(
	    strtab_get(seen, *(const uint32_t *)a), strtab_get(seen, *(const uint32_t *)b));
}

static int
is_kept(const strtab *seen, uint32_t i, uint32_t df, uint32_t n_docs, const vocab_rule *rule)
{
	return df >= rule->min_df && df <= rule->max_share * n_docs + 1 &&
	       strtab_get(seen, i).n <= TERM_MAX;
}

static tensen_status
fill(vocab *v, const strtab *seen, const uint32_t *keep, uint32_t n, const uint32_t *df,
    const uint8_t *kind, uint32_t *remap)
{
	v->kind = malloc(n + (size_t)1);
	v->df = malloc((n + (size_t)1) * sizeof *v->df);
	if (!v->kind || !v->df)
		return TENSEN_E_NOMEM;
	for (uint32_t i = 0; i < n; i++) {
		if (strtab_add(&v->terms, strtab_get(seen, keep[i])) == STRTAB_NONE)
			return TENSEN_E_NOMEM;
		v->kind[i] = kind[keep[i]];
		v->df[i] = df[keep[i]];
		remap[keep[i]] = i;
	}
	return TENSEN_OK;
}

tensen_status
vocab_make(vocab *out, const strtab *seen, const uint32_t *df, const uint8_t *kind, uint32_t n_docs,
    const vocab_rule *rule, uint32_t *remap, tensen_error *err)
{
	uint32_t *keep = malloc((seen->n + (size_t)1) * sizeof *keep), n = 0;
	tensen_status st;

	vocab_init(out);
	if (!keep)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < seen->n; i++) {
		remap[i] = VOCAB_NONE;
		if (is_kept(seen, i, df[i], n_docs, rule))
			keep[n++] = i;
	}
	qsort_r(keep, n, sizeof *keep, candidate_order, (void *)(uintptr_t)seen);
	out->n_docs = n_docs;
	st = fill(out, seen, keep, n, df, kind, remap);
	free(keep);
	if (st < 0) {
		vocab_clear(out);
		return tensen_fail_nomem(err);
	}
	return TENSEN_OK;
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
	uint64_t df;

	if (read_form(c, last, last_n) < 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: term %u is broken", i);
	v->kind[i] = cursor_u8(c);
	df = cursor_varint(c);
	if (c->failed || v->kind[i] > TERM_FUNCTION)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: term %u is broken", i);
	if (df > v->n_docs)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "vocabulary: term %u in %llu documents of %u", i, (unsigned long long)df,
		    v->n_docs);
	v->df[i] = (uint32_t)df;
	if (i && span_order(vocab_term(v, i - 1), (span){last, *last_n}) >= 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vocabulary: term %u does not ascend", i);
	return strtab_add(&v->terms, (span){last, *last_n}) == i ? TENSEN_OK
								 : tensen_fail_nomem(err);
}

static tensen_status
read_terms(vocab *v, cursor *c, uint32_t n, tensen_error *err)
{
	char last[TERM_MAX];
	size_t last_n = 0;
	tensen_status st = TENSEN_OK;

	v->kind = malloc(n + (size_t)1);
	v->df = malloc((n + (size_t)1) * sizeof *v->df);
	if (!v->kind || !v->df)
		return tensen_fail_nomem(err);
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

	vocab_init(out);
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
