/* engine/translate/equivalents.c - the equivalents of a word in the lexicon as terms of the index,
 * each word looked up once and kept by the searcher; see senses.h. */
#include <math.h>
#include "engine/base/searcher.h"
#include "engine/translate/lexicon.h"
#include "engine/translate/senses.h"
#include "engine/translate/translate.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/threads/sort.h"

/* Exponent of the document frequency in the weight of a gloss; 0 to 0.75 are level for whole
 * patents, 0.25 is best for titles (bench/text/bilingual.txt). */
#define COMMONNESS 0.25f
#define PART_OF_PHRASE 0.5f /* of a word in an equivalent of several words */
#define CACHE_BYTES ((size_t)32 << 20)
#define CANDIDATES_KEPT 8 /* of a word; 64 find no more and take twice the time */

static void
clear_words(translator *trans)
{
	strtab_clear(&trans->words);
	strtab_clear(&trans->texts);
	buf_clear(&trans->terms);
	for (int lang = 0; lang < 2; lang++) {
		strtab_clear(&trans->glosses[lang]);
		buf_clear(&trans->backs[lang]);
	}
}

static void
init_words(translator *trans)
{
	strtab_init(&trans->words);
	strtab_init(&trans->texts);
	for (int lang = 0; lang < 2; lang++)
		strtab_init(&trans->glosses[lang]);
}

void
translator_free(translator *trans)
{
	if (!trans)
		return;
	bilingual_reader_free(trans->reader);
	clear_words(trans);
	buf_clear(&trans->key);
	free(trans->v);
	free(trans->inverse);
	arena_clear(&trans->mem);
	arena_clear(&trans->scratch);
	free(trans);
}

tensen_status
translator_of(translator **out, tensen_searcher *searcher, tensen_error *err)
{
	translator *t = searcher->translator;
	tensen_status st;

	if (!t) {
		if (!(t = calloc(1, sizeof *t)))
			return tensen_fail_nomem(err);
		init_words(t);
		arena_init(&t->mem);
		arena_init(&t->scratch);
		if ((st = bilingual_reader_new(
			 &t->reader, lexicon_opened(searcher->ix->lexicon), err)) < 0) {
			translator_free(t);
			return st;
		}
		searcher->translator = t;
	}
	*out = t;
	return TENSEN_OK;
}

tensen_status
translator_inverse(float **out, tensen_searcher *searcher, tensen_error *err)
{
	translator *t = NULL;
	tensen_status st = translator_of(&t, searcher, err);

	if (st < 0)
		return st;
	if (!t->inverse)
		t->inverse =
		    calloc(searcher->ix->store->vocab.terms.n + (size_t)1, sizeof *t->inverse);
	*out = t->inverse;
	return t->inverse ? TENSEN_OK : tensen_fail_nomem(err);
}

void
translator_start(struct translator *trans)
{
	if (!trans || trans->mem.used < CACHE_BYTES)
		return;
	clear_words(trans);
	init_words(trans);
	arena_reset(&trans->mem);
}

/* ---- equivalents to terms ---- */

static int
same_terms(const equivalent_terms *terms, const equivalent_terms *one)
{
	return terms->n == one->n &&
	       memcmp(terms->term, one->term, terms->n * sizeof *terms->term) == 0;
}

void
equivalents_add(equivalents *same, const equivalent_terms *terms)
{
	for (uint32_t i = 0; i < same->n; i++)
		if (same_terms(&same->v[i], terms)) {
			same->v[i].p += terms->p;
			return;
		}
	if (same->n < same->max)
		same->v[same->n++] = *terms;
}

static int
has_term(const equivalent_terms *terms, uint32_t id)
{
	for (uint32_t i = 0; i < terms->n; i++)
		if (terms->term[i] == id)
			return 1;
	return 0;
}

/* One equivalent, read as the index reads texts. */
static tensen_status
read_equivalent(equivalents *same, span text, float weight, tensen_error *err)
{
	const vocab *v = &same->s->ix->store->vocab;
	const term *t;
	size_t n = 0, words = 0, known = 0;
	equivalent_terms c = {.n = 0};
	uint32_t df = UINT32_MAX;
	analysis *cutter;
	tensen_status st = searcher_analysis(&cutter, same->s, err);

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
		equivalents_add(same, &c);
	return TENSEN_OK;
}

COMPARE2(equivalents_likelier, equivalent_terms, DOWN(p), UP(term[0]))

void
equivalents_normalize(equivalents *same)
{
	double sum = 0;

	if (same->n)
		qsort(same->v, same->n, sizeof *same->v, equivalents_likelier);
	same->n = same->n < CANDIDATES_KEPT ? same->n : CANDIDATES_KEPT;
	for (uint32_t i = 0; i < same->n; i++)
		sum += same->v[i].p;
	for (uint32_t i = 0; i < same->n && sum > 0; i++)
		same->v[i].p = (float)(same->v[i].p / sum);
}

static tensen_status
look_up(equivalents *same, span word, tensen_lang from, tensen_error *err)
{
	equivalent *e;
	uint32_t n;
	tensen_status st =
	    bilingual_find(&e, &n, same->t->reader, from, word, &same->t->scratch, err);

	same->max = EQUIVALENTS_MAX;
	same->n = 0;
	same->v = arena_alloc(&same->t->scratch, EQUIVALENTS_MAX * sizeof *same->v);
	if (st == TENSEN_OK && !same->v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = read_equivalent(same, e[i].s, e[i].weight, err);
	equivalents_normalize(same);
	return st;
}

/* ---- words that were looked up before ---- */

uint32_t
translator_remember(translator *trans, int kind, tensen_lang from, span word)
{
	static const char *const marks[] = {"je", "JE", "ss"};
	kept_senses *v;
	uint32_t id;

	buf_again(&trans->key);
	buf_char(&trans->key, marks[kind][from]);
	buf_span(&trans->key, word);
	id = trans->key.failed ? STRTAB_NONE
			       : strtab_add(&trans->words, (span){trans->key.p, trans->key.n});

	if (id == STRTAB_NONE || !(v = array_room(trans->v, id, &trans->cap, 1024, sizeof *v)))
		return STRTAB_NONE;
	trans->v = v;
	return id;
}

tensen_status
equivalents_put(
    word_senses *out, uint32_t *n, const equivalents *same, int joined, tensen_error *err)
{
	equivalent_terms *v;

	if (same->n == 0 || *n == SENSES_OF_WORD)
		return TENSEN_OK;
	if (!(v = arena_alloc(&same->t->mem, same->n * sizeof *v)))
		return tensen_fail_nomem(err);
	memcpy(v, same->v, same->n * sizeof *v);
	out[(*n)++] = (word_senses){v, same->n, 0, joined};
	return TENSEN_OK;
}

tensen_status
translator_keep(
    translator *trans, uint32_t id, const word_senses *senses, uint32_t n, tensen_error *err)
{
	word_senses *copy = arena_alloc(&trans->mem, (n + (size_t)1) * sizeof *copy);

	trans->v[id] = (kept_senses){copy, copy ? n : 0};
	if (!copy)
		return tensen_fail_nomem(err);
	memcpy(copy, senses, n * sizeof *copy);
	return TENSEN_OK;
}

tensen_status
equivalents_find(
    word_senses *out, equivalents *same, span word, tensen_lang from, tensen_error *err)
{
	uint32_t before = same->t->words.n,
		 id = translator_remember(same->t, KEPT_WORD, from, word), n = 0;
	tensen_status st = TENSEN_OK;

	*out = (word_senses){.n = 0};
	if (id == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (id == before) {
		same->t->v[id].n = 0;
		if ((st = look_up(same, word, from, err)) < 0 ||
		    (st = equivalents_put(out, &n, same, 0, err)) < 0 ||
		    (st = translator_keep(same->t, id, out, n, err)) < 0)
			return st;
	}
	if (same->t->v[id].n)
		*out = same->t->v[id].v[0];
	return st;
}
