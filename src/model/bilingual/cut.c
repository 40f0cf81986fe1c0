/* model/bilingual/cut.c - a compound as words of the lexicon; see bilingual.h. */
#include "model/bilingual/bilingual_impl.h"

static int
cut_knows(const table *columns, span euc)
{
	uint32_t n, key = japanese_key(euc);
	const place *p = table_bucket(columns, key, &n);

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
cut_measure(cut *cut_at, span euc, span word)
{
	size_t e = 0, w = 0;

	for (cut_at->n = 0; e < euc.n && w < word.n; cut_at->n++) {
		if (cut_at->n == CUT_CHARACTERS)
			return 0;
		cut_at->euc_at[cut_at->n] = (uint16_t)e;
		cut_at->at[cut_at->n] = (uint16_t)w;
		e += euc_length(euc.p + e, euc.p + euc.n);
		for (w++; w < word.n && ((unsigned char)word.p[w] & 0xc0) == 0x80; w++)
			;
	}
	cut_at->euc_at[cut_at->n] = (uint16_t)e;
	cut_at->at[cut_at->n] = (uint16_t)w;
	return e == euc.n && w == word.n;
}

static void
try_piece(cut *cut_at, unsigned from, unsigned to, unsigned cost, int known)
{
	if (cut_at->cost[from] + cost < cut_at->cost[to]) {
		cut_at->cost[to] = cut_at->cost[from] + cost;
		cut_at->from[to] = (uint8_t)from;
		cut_at->known[to] = (uint8_t)known;
	}
}

/* The cheapest way to every place, by longer words first. */
static void
find_way(cut *cut_at, const table *columns, span euc)
{
	for (unsigned i = 1; i <= cut_at->n; i++)
		cut_at->cost[i] = UINT16_MAX;
	cut_at->cost[0] = 0;
	for (unsigned i = 0; i < cut_at->n; i++) {
		for (unsigned j = cut_at->n; j > i; j--)
			if ((i || j < cut_at->n) &&
			    cut_knows(columns, span_sub(euc, cut_at->euc_at[i], cut_at->euc_at[j])))
				try_piece(cut_at, i, j, j - i == 1 ? COST_SINGLE : COST_WORD, 1);
		try_piece(cut_at, i, i + 1, COST_UNKNOWN, 0);
	}
}

tensen_status
bilingual_cut(
    word_piece out[PIECES_MAX], uint32_t *n, bilingual_reader *in, span word, tensen_error *err)
{
	char bytes[WORD_MAX];
	span euc = to_euc(in, bytes, sizeof bytes, word);
	const table *t;
	cut c;
	uint32_t k = 0;
	tensen_status st = table_of(&t, in, TENSEN_JA, err);

	*n = 0;
	if (st < 0 || !cut_measure(&c, euc, word))
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
