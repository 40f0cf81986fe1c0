/* engine/reading.c - see reading.h. */
#include "engine/reading.h"
#include <stdlib.h>
#include "util/fail.h"

#define MAX_PIECES 512
#define DESCRIPTION_MAX                                                                            \
	((size_t)128 * 1024) /* bytes read of a description: the                                   \
rest of a very long one repeats its examples and would only cost time */

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

/* The description says again, at length, what abstract and claims say; its own
 * sections would outvote them, so it is one piece of its own kind. */
tensen_status
reading_of(reading *out, const document *d, const sectioner *s, arena *mem, tensen_error *err)
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

typedef struct occurrence {
	span s, shown;
	uint8_t kind, section;
} occurrence;

static int
occurrence_order(const void *a, const void *b)
{
	const occurrence *x = a, *y = b;
	int c = memcmp(x->s.p, y->s.p, x->s.n < y->s.n ? x->s.n : y->s.n);

	if (c)
		return c;
	if (x->s.n != y->s.n)
		return x->s.n < y->s.n ? -1 : 1;
	return x->kind - y->kind;
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

/* How many letters word and stem begin with alike. */
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
	span rest, shown = {"", 0};
	buf out = BUF_INIT;

	if (mark == (size_t)-1)
		return shown;
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
		shown = arena_copy(mem, out.p, out.n);
	buf_clear(&out);
	return shown;
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

/* The occurrences of one piece, copied behind those of the pieces before. */
static tensen_status
collect(buf *all, const section_piece *p, analysis *w, arena *mem, tensen_error *err)
{
	const term *t;
	size_t n;
	tensen_status st = analysis_run(w, p->text, &t, &n, err);

	if (st < 0)
		return st;
	for (size_t i = 0; i < n; i++) {
		occurrence o = {arena_copy(mem, t[i].s.p, t[i].s.n),
		    stem_shown(p->text, &t[i], mem), t[i].kind, (uint8_t)p->what};
		if (!o.s.p)
			return tensen_fail_nomem(err);
		buf_add(all, &o, sizeof o);
	}
	return all->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static void
count(local_terms *out, const occurrence *o, size_t n)
{
	out->n = 0;
	for (size_t i = 0; i < n; i++) {
		local_term *t = out->n ? &out->v[out->n - 1] : NULL;
		if (!t || !span_eq(t->s, o[i].s)) {
			t = &out->v[out->n++];
			*t = (local_term){o[i].s, o[i].shown, o[i].kind, {0}};
		}
		if (t->in[o[i].section] < UINT16_MAX)
			t->in[o[i].section]++;
	}
}

tensen_status
reading_terms(local_terms *out, const reading *r, analysis *w, arena *mem, tensen_error *err)
{
	buf all = BUF_INIT;
	size_t n;
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < r->n && st == TENSEN_OK; i++)
		st = collect(&all, &r->v[i], w, mem, err);
	n = all.n / sizeof(occurrence);
	out->v = st == TENSEN_OK ? arena_alloc(mem, (n + 1) * sizeof *out->v) : NULL;
	if (st == TENSEN_OK && !out->v)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		if (n)
			qsort(all.p, n, sizeof(occurrence), occurrence_order);
		count(out, (const occurrence *)(const void *)all.p, n);
	}
	buf_clear(&all);
	return st;
}
