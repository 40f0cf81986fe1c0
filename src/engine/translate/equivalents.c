/* engine/translate/equivalents.c - the equivalents of a word in the lexicon as terms of the index,
 * each word looked up once and kept by the searcher; see senses.h. */
#include <math.h>
#include <stdlib.h>
#include "engine/base/searcher.h"
#include "engine/translate/lexicon.h"
#include "engine/translate/senses.h"
#include "engine/translate/translate.h"
#include "util/fail.h"
#include "util/threads/sort.h"

/* Exponent of the document frequency in the weight of a gloss; 0 to 0.75 are level for whole
 * patents, 0.25 is best for titles (bench/text/bilingual.txt). */
#define COMMONNESS 0.25f
#define PART_OF_PHRASE 0.5f /* of a word in an equivalent of several words */
#define CACHE_BYTES ((size_t)32 << 20)
#define CANDIDATES_KEPT 8 /* of a word; 64 find no more and take twice the time */

void
translator_free(translator *t)
{
	if (!t)
		return;
	bilingual_reader_free(t->reader);
	strtab_clear(&t->words);
	buf_clear(&t->key);
	free(t->v);
	free(t->inverse);
	arena_clear(&t->mem);
	arena_clear(&t->scratch);
	free(t);
}

tensen_status
translator_of(translator **out, tensen_searcher *s, tensen_error *err)
{
	translator *t = s->translator;
	tensen_status st;

	if (!t) {
		if (!(t = calloc(1, sizeof *t)))
			return tensen_fail_nomem(err);
		strtab_init(&t->words);
		arena_init(&t->mem);
		arena_init(&t->scratch);
		if ((st = bilingual_reader_new(&t->reader, lexicon_opened(s->ix->lexicon), err)) <
		    0) {
			translator_free(t);
			return st;
		}
		s->translator = t;
	}
	*out = t;
	return TENSEN_OK;
}

tensen_status
translator_inverse(float **out, tensen_searcher *s, tensen_error *err)
{
	translator *t = NULL;
	tensen_status st = translator_of(&t, s, err);

	if (st < 0)
		return st;
	if (!t->inverse)
		t->inverse = calloc(s->ix->store->vocab.terms.n + (size_t)1, sizeof *t->inverse);
	*out = t->inverse;
	return t->inverse ? TENSEN_OK : tensen_fail_nomem(err);
}

void
translator_start(struct translator *t)
{
	if (!t || t->mem.used < CACHE_BYTES)
		return;
	strtab_clear(&t->words);
	strtab_init(&t->words);
	arena_reset(&t->mem);
}

/* ---- equivalents to terms ---- */

static int
same_terms(const equivalent_terms *a, const equivalent_terms *b)
{
	return a->n == b->n && memcmp(a->term, b->term, a->n * sizeof *a->term) == 0;
}

void
equivalents_add(equivalents *m, const equivalent_terms *c)
{
	for (uint32_t i = 0; i < m->n; i++)
		if (same_terms(&m->v[i], c)) {
			m->v[i].p += c->p;
			return;
		}
	if (m->n < m->max)
		m->v[m->n++] = *c;
}

static int
has_term(const equivalent_terms *c, uint32_t id)
{
	for (uint32_t i = 0; i < c->n; i++)
		if (c->term[i] == id)
			return 1;
	return 0;
}

/* One equivalent, read as the index reads texts. */
static tensen_status
read_equivalent(equivalents *m, span text, float weight, tensen_error *err)
{
	const vocab *v = &m->s->ix->store->vocab;
	const term *t;
	size_t n = 0, words = 0, known = 0;
	equivalent_terms c = {.n = 0};
	uint32_t df = UINT32_MAX;
	analysis *cutter;
	tensen_status st = searcher_analysis(&cutter, m->s, err);

	if (st == TENSEN_OK)
		st = analysis_run(cutter, text, &t, &n, err);
	for (size_t i = 0; i < n && st == TENSEN_OK; i++)
		words += t[i].kind == TERM_WORD;
	for (size_t i = 0; i < n && st == TENSEN_OK; i++) {
		uint32_t id = t[i].kind == TERM_FUNCTION ? VOCAB_NONE : vocab_find(v, t[i].s);
		if (id == VOCAB_NONE || c.n == EQUIVALENT_TERMS_MAX || has_term(&c, id))
			continue;
		known += t[i].kind == TERM_WORD;
		c.term[c.n] = id;
		c.part[c.n++] = t[i].kind == TERM_COMPOUND || words < 2 ? 1.0f : PART_OF_PHRASE;
		if (t[i].kind == TERM_WORD && v->df[id] < df)
			df = v->df[id];
	}
	if (st < 0 || c.n == 0)
		return st;
	if (df == UINT32_MAX)
		df = v->df[c.term[0]];
	c.p = weight * (words ? (float)known / (float)words : 1) * powf((float)df, COMMONNESS);
	if (c.p > 0)
		equivalents_add(m, &c);
	return TENSEN_OK;
}

static int
likelier(const void *a, const void *b)
{
	const equivalent_terms *x = a, *y = b;
	int c = ORDER(y->p, x->p);

	return c ? c : ORDER(x->term[0], y->term[0]);
}

void
equivalents_normalize(equivalents *m)
{
	double sum = 0;

	if (m->n)
		qsort(m->v, m->n, sizeof *m->v, likelier);
	m->n = m->n < CANDIDATES_KEPT ? m->n : CANDIDATES_KEPT;
	for (uint32_t i = 0; i < m->n; i++)
		sum += m->v[i].p;
	for (uint32_t i = 0; i < m->n && sum > 0; i++)
		m->v[i].p = (float)(m->v[i].p / sum);
}

static tensen_status
look_up(equivalents *m, span word, tensen_lang from, tensen_error *err)
{
	equivalent *e;
	uint32_t n;
	tensen_status st = bilingual_find(&e, &n, m->t->reader, from, word, &m->t->scratch, err);

	m->max = EQUIVALENTS_MAX;
	m->n = 0;
	m->v = arena_alloc(&m->t->scratch, EQUIVALENTS_MAX * sizeof *m->v);
	if (st == TENSEN_OK && !m->v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = read_equivalent(m, e[i].s, e[i].weight, err);
	equivalents_normalize(m);
	return st;
}

/* ---- words that were looked up before ---- */

uint32_t
translator_remember(translator *t, int kind, tensen_lang from, span word)
{
	static const char *const marks[] = {"je", "JE", "ss"};
	kept_senses *v;
	uint32_t id, cap;

	buf_again(&t->key);
	buf_char(&t->key, marks[kind][from]);
	buf_span(&t->key, word);
	id = t->key.failed ? STRTAB_NONE : strtab_add(&t->words, (span){t->key.p, t->key.n});

	if (id == STRTAB_NONE || id < t->cap)
		return id;
	cap = t->cap ? 2 * t->cap : 1024;
	if (!(v = realloc(t->v, cap * sizeof *v)))
		return STRTAB_NONE;
	t->v = v;
	t->cap = cap;
	return id;
}

tensen_status
equivalents_put(word_senses *out, uint32_t *n, const equivalents *m, int joined, tensen_error *err)
{
	equivalent_terms *v;

	if (m->n == 0 || *n == SENSES_OF_WORD)
		return TENSEN_OK;
	if (!(v = arena_alloc(&m->t->mem, m->n * sizeof *v)))
		return tensen_fail_nomem(err);
	memcpy(v, m->v, m->n * sizeof *v);
	out[(*n)++] = (word_senses){v, m->n, 0, joined};
	return TENSEN_OK;
}

tensen_status
translator_keep(translator *t, uint32_t id, const word_senses *v, uint32_t n, tensen_error *err)
{
	word_senses *copy = arena_alloc(&t->mem, (n + (size_t)1) * sizeof *copy);

	t->v[id] = (kept_senses){copy, copy ? n : 0};
	if (!copy)
		return tensen_fail_nomem(err);
	memcpy(copy, v, n * sizeof *copy);
	return TENSEN_OK;
}

tensen_status
equivalents_find(word_senses *out, equivalents *m, span word, tensen_lang from, tensen_error *err)
{
	uint32_t before = m->t->words.n, id = translator_remember(m->t, KEPT_WORD, from, word),
		 n = 0;
	tensen_status st = TENSEN_OK;

	*out = (word_senses){.n = 0};
	if (id == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (id == before) {
		m->t->v[id].n = 0;
		if ((st = look_up(m, word, from, err)) < 0 ||
		    (st = equivalents_put(out, &n, m, 0, err)) < 0 ||
		    (st = translator_keep(m->t, id, out, n, err)) < 0)
			return st;
	}
	if (m->t->v[id].n)
		*out = m->t->v[id].v[0];
	return st;
}
