/* model/bilingual/cut.c - a compound as words of the lexicon; see bilingual.h. */
#include "model/bilingual/bilingual_impl.h"

static int
knows(const table *t, span euc)
{
	uint32_t n, key = japanese_key(euc);
	const place *p = table_bucket(t, key, &n);

	for (uint32_t i = 0; i < n; i++)
		if (p[i].key == key)
			return 1;
	return 0;
}

#define CUT_CHARACTERS 40 /* of a word; a longer one is not cut */
#define COST_WORD 2       /* of a word that the lexicon has */
#define COST_SINGLE 5     /* of one character that it has */
#define COST_UNKNOWN 6    /* of a character that belongs to no word */

typedef struct cut {
	uint16_t euc_at[CUT_CHARACTERS + 1], at[CUT_CHARACTERS + 1]; /* in both charsets */
	unsigned n;
	unsigned cost[CUT_CHARACTERS + 1];
	uint8_t from[CUT_CHARACTERS + 1], known[CUT_CHARACTERS + 1];
} cut;

/* Places of the characters; 0 if the charsets do not go side by side. */
static int
measure(cut *c, span euc, span word)
{
	size_t e = 0, w = 0;

	for (c->n = 0; e < euc.n && w < word.n; c->n++) {
		if (c->n == CUT_CHARACTERS)
			return 0;
		c->euc_at[c->n] = (uint16_t)e;
		c->at[c->n] = (uint16_t)w;
		e += euc_length(euc.p + e, euc.p + euc.n);
		for (w++; w < word.n && ((unsigned char)word.p[w] & 0xc0) == 0x80; w++)
			;
	}
	c->euc_at[c->n] = (uint16_t)e;
	c->at[c->n] = (uint16_t)w;
	return e == euc.n && w == word.n;
}

static void
try_piece(cut *c, unsigned from, unsigned to, unsigned cost, int known)
{
	if (c->cost[from] + cost < c->cost[to]) {
		c->cost[to] = c->cost[from] + cost;
		c->from[to] = (uint8_t)from;
		c->known[to] = (uint8_t)known;
	}
}

/* The cheapest way to every place, by longer words first. */
static void
find_way(cut *c, const table *t, span euc)
{
	for (unsigned i = 1; i <= c->n; i++)
		c->cost[i] = UINT16_MAX;
	c->cost[0] = 0;
	for (unsigned i = 0; i < c->n; i++) {
		for (unsigned j = c->n; j > i; j--)
			if ((i || j < c->n) && knows(t, span_sub(euc, c->euc_at[i], c->euc_at[j])))
				try_piece(c, i, j, j - i == 1 ? COST_SINGLE : COST_WORD, 1);
		try_piece(c, i, i + 1, COST_UNKNOWN, 0);
	}
}

tensen_status
bilingual_cut(
    word_piece out[PIECES_MAX], uint32_t *n, bilingual_reader *r, span word, tensen_error *err)
{
	char bytes[WORD_MAX];
	span euc = to_euc(r, bytes, sizeof bytes, word);
	const table *t;
	cut c;
	uint32_t k = 0;
	tensen_status st = table_of(&t, r, TENSEN_JA, err);

	*n = 0;
	if (st < 0 || !measure(&c, euc, word))
		return st;
	find_way(&c, t, euc);
	for (unsigned j = c.n; j > 0; j = c.from[j])
		k++;
	if (k > PIECES_MAX)
		return TENSEN_OK;
	*n = k;
	for (unsigned j = c.n; j > 0; j = c.from[j])
		out[--k] = (word_piece){span_sub(word, c.at[c.from[j]], c.at[j]), c.known[j]};
	return TENSEN_OK;
}
