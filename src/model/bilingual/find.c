/* model/bilingual/find.c - the equivalents of a word; see bilingual.h. */
#include <ctype.h>
#include "model/bilingual/bilingual_impl.h"
#include "util/fail.h"

/* Weights of glosses, chosen by searching US abstracts with Japanese patents
 * (bench/text/bilingual.txt). */
#define COMMON_WEIGHT 3.0   /* marked (P) */
#define PAIR_FACTOR 0.8     /* of each further word of a pair */
#define PAIR_WEIGHT 6.0     /* of a pair beside entries of the dictionary */
#define READING_WEIGHT 0.3  /* found by a reading that is not usually written */
#define ORDER_FACTOR 0.8944 /* of each further gloss: sqrt(0.8) */
#define SENSE_FACTOR 0.7    /* of each further sense */
#define LENGTHY_FACTOR 0.8  /* of each further word of a gloss */

typedef struct equivalent_list {
	equivalent *v;
	uint32_t n;
	arena *mem;
	int failed;
	int own; /* a pair of the user was found */
} equivalent_list;

/* Equal ones are summed. */
static void
find_add(equivalent_list *same, span text, double weight)
{
	for (uint32_t i = 0; i < same->n; i++)
		if (span_eq(same->v[i].s, text)) {
			same->v[i].weight += (float)weight;
			return;
		}
	if (same->n == EQUIVALENTS_MAX || text.n == 0)
		return;
	text = arena_copy(same->mem, text.p, text.n);
	same->failed |= !text.p;
	same->v[same->n++] = (equivalent){text, (float)weight};
}

static int
has_plain(const glosses *one)
{
	for (size_t i = 0; i < one->n; i++)
		if (!one->v[i].marginal)
			return 1;
	return 0;
}

static double
find_power(double x, size_t n)
{
	double y = 1;

	while (n--)
		y *= x;
	return y;
}

static double
gloss_weight(const gloss *one, size_t rank)
{
	size_t blanks = 0;

	for (size_t i = 0; i < one->n; i++)
		blanks += one->s[i] == ' ';
	return find_power(ORDER_FACTOR, rank) * find_power(SENSE_FACTOR, one->sense) *
	       find_power(LENGTHY_FACTOR, blanks);
}

static void
add_english(equivalent_list *same, bilingual_reader *in, double weight, int marginal)
{
	size_t rank = 0;

	for (size_t i = 0; i < in->glosses.n; i++) {
		const gloss *g = &in->glosses.v[i];
		char text[2 * GLOSS_MAX];
		if (g->marginal == marginal)
			find_add(same, to_utf8(in, text, sizeof text, (span){g->s, g->n}),
			    weight * gloss_weight(g, rank++));
	}
}

/* Which entries of a key count: plain senses before marginal ones, writings before readings. */
enum { PLAIN, PLAIN_READING, MARGINAL, N_RANKS };

static int
rank_of(const glosses *one, uint32_t at, const entry_line *of_it)
{
	int reading = (at & AT_READING) && !one->kana_word && of_it->reading.n;

	return !has_plain(one) ? MARGINAL : reading ? PLAIN_READING : PLAIN;
}

/* The English of the pairs of a Japanese word: the user's own, else the program's. */
static void
find_pairs(
    equivalent_list *same, bilingual_reader *in, const place *where, uint32_t n, uint32_t key)
{
	for (int own = 1; own >= 0 && same->n == 0; own--)
		for (uint32_t i = 0; i < n; i++) {
			uint32_t k = where[i].at & AT_OFFSET;
			double weight = 1;
			span rest;
			if (where[i].key != key || !(where[i].at & AT_PAIR) ||
			    (k < in->b->pairs.own) != own)
				continue;
			rest = pairs_at(&in->b->pairs, k)->english;
			for (; rest.n; weight *= PAIR_FACTOR)
				find_add(same, span_trim(cut_at(&rest, ';')), weight);
		}
}

static void
find_japanese(equivalent_list *same, bilingual_reader *in, const table *columns, span euc)
{
	uint32_t n, key = japanese_key(euc);
	const place *p = table_bucket(columns, key, &n);
	int letters = 0;

	for (const char *c = euc.p; c < euc.p + euc.n; c += euc_length(c, euc.p + euc.n))
		letters++;
	find_pairs(same, in, p, n, key);
	for (int rank = 0; same->n == 0 && rank < N_RANKS; rank++)
		for (uint32_t i = 0; i < n; i++) {
			entry_line e;
			if (p[i].key != key || (p[i].at & AT_PAIR) ||
			    !entry_parse(&e, line_at(in->b, p[i].at)) ||
			    japanese_key(p[i].at & AT_READING ? e.reading : e.head) != key)
				continue;
			glosses_read(&in->glosses, e.glosses);
			if (rank_of(&in->glosses, p[i].at, &e) != rank ||
			    (rank == PLAIN_READING && letters < (in->glosses.common ? 2 : 3)))
				continue;
			add_english(same, in,
			    (in->glosses.common ? COMMON_WEIGHT : 1) *
				(rank == PLAIN_READING ? READING_WEIGHT : 1),
			    rank == MARGINAL);
		}
}

/* 1 if the words of `gloss` have the stems of `term`, articles aside. */
static int
has_stems(bilingual_reader *in, span text, span term)
{
	while (text.n) {
		char word[GLOSS_MAX];
		span w = cut_at(&text, ' '), stem;
		const sb_symbol *made;
		size_t n;
		if (gloss_article(w))
			continue;
		stem = cut_at(&term, ' ');
		if (w.n > sizeof word || stem.n == 0 || !stem_begins(stem, w))
			return 0;
		for (n = 0; n < w.n; n++)
			word[n] = (char)tolower((unsigned char)w.p[n]);
		made = sb_stemmer_stem(in->stemmer, (const sb_symbol *)word, (int)n);
		if (!made ||
		    !span_eq(
			(span){(const char *)made, (size_t)sb_stemmer_length(in->stemmer)}, stem))
			return 0;
	}
	return term.n == 0;
}

static void
add_japanese(equivalent_list *same, bilingual_reader *in, const entry_line *one, span term)
{
	size_t rank = 0;
	int marginal = !has_plain(&in->glosses);

	for (size_t i = 0; i < in->glosses.n; i++) {
		const gloss *g = &in->glosses.v[i];
		char head[2 * WORD_MAX];
		double weight;
		rank++;
		if (g->marginal || marginal || !has_stems(in, (span){g->s, g->n}, term))
			continue;
		weight = (in->glosses.common ? COMMON_WEIGHT : 1) * gloss_weight(g, rank - 1);
		find_add(same, to_utf8(in, head, sizeof head, one->head), weight);
		if (in->glosses.kana_word && one->reading.n)
			find_add(same, to_utf8(in, head, sizeof head, one->reading), weight);
	}
}

/* The Japanese of a pair one of whose English words is the term. */
static void
add_pair(equivalent_list *same, bilingual_reader *in, uint32_t k, span term)
{
	const word_pair *w = pairs_at(&in->b->pairs, k);
	double weight = PAIR_WEIGHT;

	for (span rest = w->english; rest.n; weight *= PAIR_FACTOR) {
		if (has_stems(in, span_trim(cut_at(&rest, ';')), term)) {
			find_add(same, w->japanese, weight);
			same->own |= k < in->b->pairs.own;
		}
	}
}

static void
find_english(equivalent_list *same, bilingual_reader *in, const table *columns, span term)
{
	uint32_t n, key = english_key(term), mask = english_key_mask(term, 0), last = UINT32_MAX;
	uint32_t next = english_next_of(term), sure = english_key_mask(term, 1);
	const place *p = table_bucket(columns, key, &n);

	for (uint32_t i = 0; i < n; i++)
		if ((p[i].at & AT_PAIR) && p[i].at != last && ((p[i].key ^ key) & mask) == 0) {
			last = p[i].at;
			add_pair(same, in, p[i].at & AT_OFFSET, term);
		}
	if (same->n && same->own)
		return;
	for (uint32_t i = 0; i < n; i++) {
		entry_line e;
		if (((p[i].key ^ key) & (p[i].next == UINT32_MAX ? mask : sure)) ||
		    !(p[i].next & next) || (p[i].at & AT_PAIR) || p[i].at == last ||
		    !entry_parse(&e, line_at(in->b, p[i].at)) || !glosses_may_have(e.glosses, term))
			continue;
		last = p[i].at; /* glosses with one beginning are neighbours in the table */
		glosses_read(&in->glosses, e.glosses);
		add_japanese(same, in, &e, term);
	}
}

tensen_status
bilingual_find(equivalent **out, uint32_t *n, bilingual_reader *in, tensen_lang from, span term,
    arena *mem, tensen_error *err)
{
	equivalent_list f = {arena_alloc(mem, EQUIVALENTS_MAX * sizeof *f.v), 0, mem, 0, 0};
	const table *t;
	char word[WORD_MAX];
	tensen_status st = table_of(&t, in, from, err);

	*n = 0;
	*out = f.v;
	if (st < 0)
		return st;
	if (!f.v)
		return tensen_fail_nomem(err);
	if (from == TENSEN_EN)
		find_english(&f, in, t, term);
	else
		find_japanese(&f, in, t, to_euc(in, word, sizeof word, term));
	*n = f.n;
	return f.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}
