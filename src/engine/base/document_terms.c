/* engine/base/document_terms.c - see document_terms.h. */
#include "engine/base/searcher.h"
#include "engine/base/document_terms.h"
#include <math.h>
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "util/fail.h"

#define MAX_PIECES                                                                                 \
	512 /* pieces of one text: a bound of memory, far above those of real documents */
/* Bytes read of a description: the rest of a very long one repeats its examples and would only cost
 * time. */
#define DESCRIPTION_MAX ((size_t)128 * 1024)

typedef struct collector {
	section_piece *v;
	size_t n;
} collector;

static void
add(collector *c, section what, span text)
{
	text = span_trim(text);
	if (text.n && c->n < MAX_PIECES)
		c->v[c->n++] = (section_piece){what, text, 0};
}

static void
cut(collector *c, const sectioner *s, span text)
{
	if (text.n)
		c->n += sectioner_cut(s, text, c->v + c->n, MAX_PIECES - c->n);
}

/* A prefix that ends between characters. */
static span
clip(span s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max && ((unsigned char)s.p[max] & 0xc0) == 0x80)
		max--;
	return (span){s.p, max};
}

/* The description repeats abstract and claims at length.  Its sections would outweigh theirs, so it
 * is one piece of its own kind. */
tensen_status
document_sections_of(
    document_sections *out, const document *d, const sectioner *s, arena *mem, tensen_error *err)
{
	collector c = {arena_alloc(mem, MAX_PIECES * sizeof *c.v), 0};

	if (!c.v)
		return tensen_fail_nomem(err);
	add(&c, SEC_TITLE, d->title);
	add(&c, SEC_PROBLEM, d->problem);
	add(&c, SEC_MEANS, d->means);
	add(&c, SEC_EFFECT, d->effect);
	cut(&c, s, d->abstract);
	if (d->claims.n)
		add(&c, SEC_CLAIMS, d->claims.v[0]);
	add(&c, SEC_PRODUCTS, d->products);
	add(&c, SEC_DESCRIPTION, clip(d->description, DESCRIPTION_MAX));
	out->v = c.v;
	out->n = c.n;
	return TENSEN_OK;
}

static int
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The number of letters in the common beginning of word and stem. */
static size_t
common(span word, span stem)
{
	size_t n = 0;

	while (n < word.n && n < stem.n && lower(word.p[n]) == stem.p[n])
		n++;
	return n;
}

/* The word of a text that a stem was read as: batteri from "batteries", so all but the
 * last letter must agree; empty if none does. */
static span
word_of_stem(span text, span stem)
{
	span best = {"", 0};
	size_t most = stem.n > 3 ? stem.n - 2 : stem.n - 1;

	for (size_t i = 0, from; i < text.n; i++) {
		span word;
		for (from = i; i < text.n && is_letter(text.p[i]); i++)
			;
		word = span_sub(text, from, i);
		if (common(word, stem) > most) {
			best = word;
			most = common(word, stem);
		}
	}
	return best;
}

/* "vibrat>reduc" of "reduces the vibrations": vibrations>reduc. */
static span
function_shown(span read, span canonical, arena *mem)
{
	size_t mark = span_find(canonical, SPAN_LIT(">"), 0);
	span rest, as_read = {"", 0};
	buf out = BUF_INIT;

	if (mark == (size_t)-1)
		return as_read;
	rest = span_sub(canonical, 0, mark);
	while (rest.n) {
		size_t blank = span_find(rest, SPAN_LIT(" "), 0);
		span stem = span_sub(rest, 0, blank == (size_t)-1 ? rest.n : blank);
		span word = word_of_stem(read, stem);
		for (size_t i = 0; i < word.n; i++)
			buf_char(&out, lower(word.p[i]));
		if (!word.n)
			buf_span(&out, stem);
		rest = span_sub(rest, stem.n + 1, rest.n);
		buf_str(&out, rest.n ? " " : "");
	}
	buf_span(&out, span_sub(canonical, mark, canonical.n));
	if (!out.failed)
		as_read = arena_copy(mem, out.p, out.n);
	buf_clear(&out);
	return as_read;
}

/* English forms are stems: the words as read, in lower case. */
static span
stem_shown(span text, const term *t, arena *mem)
{
	span read = span_sub(text, t->at, t->to), none = {"", 0};
	char *p;

	if (t->s.n == 0 || t->s.p[0] < 'a' || t->s.p[0] > 'z' || read.n == 0)
		return none;
	if (t->kind == TERM_FUNCTION)
		return read.n > 200 ? none : function_shown(read, t->s, mem);
	if (read.n > 60)
		return none;
	read = arena_copy(mem, read.p, read.n);
	p = (char *)(uintptr_t)read.p;
	for (size_t i = 0; p && i < read.n; i++) {
		if ((unsigned char)p[i] >= 0x80 || p[i] == '\n')
			return none;
		p[i] = lower(p[i]);
	}
	return p && !span_eq(read, t->s) ? read : none;
}

/* ---- counting ---- */

typedef struct slot {
	uint32_t hash, next; /* next: term + 1, 0 free */
} slot;

/* Terms in order of their first occurrence, found by hash: sorting them was a twentieth of the
 * analysis. */
typedef struct tally {
	buf terms; /* local_term */
	slot *slots;
	uint32_t n, n_slots;
	arena *mem;
} tally;

static local_term *
term_at(const tally *t, uint32_t i)
{
	return (local_term *)(void *)t->terms.p + i;
}

static int
grow(tally *t)
{
	uint32_t n = t->n_slots ? 4 * t->n_slots : 256;
	slot *slots = arena_alloc(t->mem, n * sizeof *slots);

	if (!slots)
		return -1;
	memset(slots, 0, n * sizeof *slots);
	for (uint32_t i = 0; i < t->n_slots; i++) {
		uint32_t at = t->slots[i].hash & (n - 1);
		while (t->slots[i].next && slots[at].next)
			at = (at + 1) & (n - 1);
		if (t->slots[i].next)
			slots[at] = t->slots[i];
	}
	t->slots = slots;
	t->n_slots = n;
	return 0;
}

/* The term of form s, which may be new: then its kind is above all kinds.  NULL: no memory. */
static local_term *
find(tally *t, span s)
{
	uint32_t hash = (uint32_t)XXH3_64bits(s.p, s.n), at;
	local_term new = {.kind = UINT8_MAX};

	if (t->n >= t->n_slots / 2 && grow(t) < 0)
		return NULL;
	for (at = hash & (t->n_slots - 1); t->slots[at].next; at = (at + 1) & (t->n_slots - 1))
		if (t->slots[at].hash == hash && span_eq(term_at(t, t->slots[at].next - 1)->s, s))
			return term_at(t, t->slots[at].next - 1);
	new.s = arena_copy(t->mem, s.p, s.n);
	buf_add(&t->terms, &new, sizeof new);
	if (!new.s.p || t->terms.failed)
		return NULL;
	t->slots[at] = (slot){hash, ++t->n};
	return term_at(t, t->n - 1);
}

/* A form that occurs with several kinds keeps the first of the kinds, and the word as it was read
 * then. */
static tensen_status
count(tally *t, const section_piece *p, analysis *w, tensen_error *err)
{
	const term *found;
	size_t n;
	tensen_status st = analysis_run(w, p->text, &found, &n, err);

	for (size_t i = 0; i < n && st == TENSEN_OK; i++) {
		local_term *l = find(t, found[i].s);
		if (!l)
			return tensen_fail_nomem(err);
		if (found[i].kind < l->kind) {
			l->kind = found[i].kind;
			l->shown = stem_shown(p->text, &found[i], t->mem);
		}
		if (l->in[p->what] < UINT16_MAX)
			l->in[p->what]++;
	}
	return st;
}

tensen_status
document_terms_of(
    local_terms *out, const document_sections *r, analysis *w, arena *mem, tensen_error *err)
{
	tally t = {.mem = mem};
	tensen_status st = TENSEN_OK;

	*out = (local_terms){NULL, 0};
	for (size_t i = 0; i < r->n && st == TENSEN_OK; i++)
		st = count(&t, &r->v[i], w, err);
	if (st == TENSEN_OK) {
		out->v = arena_alloc(mem, (t.n + (size_t)1) * sizeof *out->v);
		out->n = t.n;
		if (!out->v)
			st = tensen_fail_nomem(err);
		else if (t.n)
			memcpy(out->v, t.terms.p, t.n * sizeof *out->v);
	}
	buf_clear(&t.terms);
	return st;
}

double
local_term_weight(const local_term *t, const vocab *v, uint32_t id)
{
	double idf = id == VOCAB_NONE ? log(1.0 + v->n_docs) + 1 : (double)vocab_idf(v, id);
	uint32_t count = 0;

	for (int i = 0; i < N_SECTIONS; i++)
		count += t->in[i];
	return t->kind == TERM_FUNCTION ? 0 : count * idf;
}

/* ---- the stored terms ---- */

tensen_status
row_terms(tensen_searcher *s, uint32_t row, term_count **t, uint32_t *n, tensen_error *err)
{
	const store *st = s->ix->store;
	span record;
	uint32_t max;
	tensen_status rc = docstore_get(st->terms, s->terms, row, &record, err);

	if (rc < 0)
		return rc;
	max = termrec_count(record);
	*t = arena_alloc(&s->mem, (max + (size_t)1) * sizeof **t);
	if (!*t)
		return tensen_fail_nomem(err);
	return termrec_read(record, *t, max, n, st->vocab.terms.n, err);
}
