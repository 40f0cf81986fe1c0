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
document_add(collector *one, section what, span text)
{
	text = span_trim(text);
	if (text.n && one->n < MAX_PIECES)
		one->v[one->n++] = (section_piece){what, text, 0};
}

static void
document_cut(collector *one, const sectioner *sect, span text)
{
	if (text.n)
		one->n += sectioner_cut(sect, text, one->v + one->n, MAX_PIECES - one->n);
}

/* A prefix that ends between characters. */
static span
document_clip(span text, size_t max)
{
	if (text.n <= max)
		return text;
	while (max && ((unsigned char)text.p[max] & 0xc0) == 0x80)
		max--;
	return (span){text.p, max};
}

/* The description repeats abstract and claims at length.  Its sections would outweigh theirs, so it
 * is one piece of its own kind. */
tensen_status
document_sections_of(document_sections *out, const document *doc, const sectioner *sect, arena *mem,
    tensen_error *err)
{
	collector c = {arena_alloc(mem, MAX_PIECES * sizeof *c.v), 0};

	if (!c.v)
		return tensen_fail_nomem(err);
	document_add(&c, SEC_TITLE, doc->title);
	document_add(&c, SEC_PROBLEM, doc->problem);
	document_add(&c, SEC_MEANS, doc->means);
	document_add(&c, SEC_EFFECT, doc->effect);
	document_cut(&c, sect, doc->abstract);
	if (doc->claims.n)
		document_add(&c, SEC_CLAIMS, doc->claims.v[0]);
	document_add(&c, SEC_PRODUCTS, doc->products);
	document_add(&c, SEC_DESCRIPTION, document_clip(doc->description, DESCRIPTION_MAX));
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
document_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The number of letters in the common beginning of word and stem. */
static size_t
document_common(span word, span stem)
{
	size_t n = 0;

	while (n < word.n && n < stem.n && document_lower(word.p[n]) == stem.p[n])
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
		if (document_common(word, stem) > most) {
			best = word;
			most = document_common(word, stem);
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
			buf_char(&out, document_lower(word.p[i]));
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

/* A loanword as it was read, whose form is without its long vowel mark (ホッパ of ホッパー); empty for
 * any other word. */
static span
loanword_shown(span read, span form, arena *mem)
{
	static const span mark = {"\xe3\x83\xbc", 3};
	size_t k = 0;

	if (read.n <= form.n || read.n > 60)
		return (span){"", 0};
	for (size_t i = 0; i < read.n;)
		if (k < form.n && read.p[i] == form.p[k]) {
			i++;
			k++;
		} else if (span_starts(span_sub(read, i, read.n), mark)) {
			i += mark.n;
		} else {
			return (span){"", 0};
		}
	return k == form.n ? arena_copy(mem, read.p, read.n) : (span){"", 0};
}

/* English forms are stems: the words as read, in lower case. */
static span
stem_shown(span text, const term *one, arena *mem)
{
	span read = span_sub(text, one->at, one->to), none = {"", 0};
	char *p;

	if (one->s.n && (unsigned char)one->s.p[0] >= 0xe3 && one->kind != TERM_FUNCTION)
		return loanword_shown(read, one->s, mem);
	if (one->s.n == 0 || one->s.p[0] < 'a' || one->s.p[0] > 'z' || read.n == 0)
		return none;
	if (one->kind == TERM_FUNCTION)
		return read.n > 200 ? none : function_shown(read, one->s, mem);
	if (read.n > 60)
		return none;
	read = arena_copy(mem, read.p, read.n);
	p = (char *)(uintptr_t)read.p;
	for (size_t i = 0; p && i < read.n; i++) {
		if ((unsigned char)p[i] >= 0x80 || p[i] == '\n')
			return none;
		p[i] = document_lower(p[i]);
	}
	return p && !span_eq(read, one->s) ? read : none;
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
term_at(const tally *sum, uint32_t i)
{
	return (local_term *)(void *)sum->terms.p + i;
}

static int
document_grow(tally *sum)
{
	uint32_t n = sum->n_slots ? 4 * sum->n_slots : 256;
	slot *slots = arena_alloc(sum->mem, n * sizeof *slots);

	if (!slots)
		return -1;
	memset(slots, 0, n * sizeof *slots);
	for (uint32_t i = 0; i < sum->n_slots; i++) {
		uint32_t at = sum->slots[i].hash & (n - 1);
		while (sum->slots[i].next && slots[at].next)
			at = (at + 1) & (n - 1);
		if (sum->slots[i].next)
			slots[at] = sum->slots[i];
	}
	sum->slots = slots;
	sum->n_slots = n;
	return 0;
}

/* The term of form s, which may be new: then its kind is above all kinds.  NULL: no memory. */
static local_term *
document_find(tally *sum, span text)
{
	uint32_t hash = (uint32_t)XXH3_64bits(text.p, text.n), at;
	local_term new = {.kind = UINT8_MAX};

	if (sum->n >= sum->n_slots / 2 && document_grow(sum) < 0)
		return NULL;
	for (at = hash & (sum->n_slots - 1); sum->slots[at].next;
	     at = (at + 1) & (sum->n_slots - 1))
		if (sum->slots[at].hash == hash &&
		    span_eq(term_at(sum, sum->slots[at].next - 1)->s, text))
			return term_at(sum, sum->slots[at].next - 1);
	new.s = arena_copy(sum->mem, text.p, text.n);
	buf_add(&sum->terms, &new, sizeof new);
	if (!new.s.p || sum->terms.failed)
		return NULL;
	sum->slots[at] = (slot){hash, ++sum->n};
	return term_at(sum, sum->n - 1);
}

/* A form that occurs with several kinds keeps the first of the kinds, and the word as it was read
 * then. */
static tensen_status
document_count(tally *sum, const section_piece *one, analysis *tokens, tensen_error *err)
{
	const term *found;
	size_t n;
	tensen_status st = analysis_run(tokens, one->text, &found, &n, err);

	for (size_t i = 0; i < n && st == TENSEN_OK; i++) {
		local_term *l = document_find(sum, found[i].s);
		if (!l)
			return tensen_fail_nomem(err);
		if (found[i].kind < l->kind) {
			l->kind = found[i].kind;
			l->shown = stem_shown(one->text, &found[i], sum->mem);
		}
		if (l->in[one->what] < UINT16_MAX)
			l->in[one->what]++;
	}
	return st;
}

tensen_status
document_terms_of(local_terms *out, const document_sections *sections, analysis *tokens, arena *mem,
    tensen_error *err)
{
	tally t = {.mem = mem};
	tensen_status st = TENSEN_OK;

	*out = (local_terms){NULL, 0};
	for (size_t i = 0; i < sections->n && st == TENSEN_OK; i++)
		st = document_count(&t, &sections->v[i], tokens, err);
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
local_term_weight(const local_term *local, const vocab *words, uint32_t id)
{
	double idf = id == VOCAB_NONE ? log(1.0 + words->n_docs) + 1 : (double)vocab_idf(words, id);
	uint32_t count = 0;

	for (int i = 0; i < N_SECTIONS; i++)
		count += local->in[i];
	return local->kind == TERM_FUNCTION ? 0 : count * idf;
}

/* ---- the stored terms ---- */

tensen_status
row_terms(
    tensen_searcher *searcher, uint32_t row, term_count **count, uint32_t *n, tensen_error *err)
{
	const store *st = searcher->ix->store;
	span record;
	uint32_t max;
	tensen_status rc = docstore_get(st->terms, searcher->terms, row, &record, err);

	if (rc < 0)
		return rc;
	max = termrec_count(record);
	*count = arena_alloc(&searcher->mem, (max + (size_t)1) * sizeof **count);
	if (!*count)
		return tensen_fail_nomem(err);
	return termrec_read(record, *count, max, n, st->vocab.terms.n, err);
}
