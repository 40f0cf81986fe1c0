/* index/postings/postings_offer.c - see postings_scratch.h. */
#include "index/postings/postings_scratch.h"

static int
is_allowed(const lex_query *q, uint32_t row)
{
	if (q->allow && !(q->allow[row / 64] >> row % 64 & 1))
		return 0;
	return !(q->masks && (q->masks[row] & q->skip));
}

/* The least sum with which a row of these fields gets into a list; below 2^31. */
static uint32_t
least_floor(const lex_offers *x, uint64_t mask)
{
	uint32_t floor = UINT32_MAX >> 1;

	for (uint64_t left = mask & x->fields; left; left &= left - 1) {
		uint32_t f = x->floors[__builtin_ctzll(left)];
		floor = f < floor ? f : floor;
	}
	return floor;
}

void
lex_offers_start(lex_offers *x)
{
	const fieldsets *sets = x->q->sets;

	x->floor = 1;
	for (int f = 0; f < 64; f++)
		x->floors[f] = 1;
	for (uint32_t i = 0; x->fields && sets && i < sets->n; i++)
		x->set_floors[i] = least_floor(x, sets->mask[i]);
}

static void
offer_fields(lex_offers *x, uint32_t row, uint32_t sum)
{
	int least = 0;

	for (uint64_t left = x->q->masks[row] & x->fields; left; left &= left - 1) {
		int f = __builtin_ctzll(left);
		if (sum < x->floors[f])
			continue;
		lex_top_offer(&x->tops[f], row, sum);
		least |= x->floors[f] == x->floor;
		x->floors[f] = lex_top_floor(&x->tops[f]);
	}
	if (least)
		x->floor = least_floor(x, x->fields);
}

void
lex_offer(lex_offers *x, uint32_t row, uint32_t sum)
{
	if (sum < x->floor || !is_allowed(x->q, row))
		return;
	if (x->fields) {
		offer_fields(x, row, sum);
		return;
	}
	lex_top_offer(x->tops, row, sum);
	x->floor = lex_top_floor(x->tops);
}

/* 1 if any of n sums reaches the floor of its set. */
static inline int
any_set_reaches(const uint32_t *sums, const uint16_t *sets, const uint32_t *floors, uint32_t n)
{
	uint32_t any = 0;

	for (uint32_t i = 0; i < n; i++)
		any |= sums[i] >= floors[sets[i]];
	return any != 0;
}

/* Floors of sets are brought up to date only here, where a row passed: they rise with every
 * offer to any set that shares a field. */
static void
offer_by_set(lex_offers *x, uint32_t row, uint32_t sum)
{
	const fieldsets *sets = x->q->sets;
	uint16_t set = sets->of[row];
	uint32_t *floor = &x->set_floors[set];

	if (sum < *floor || sum < (*floor = least_floor(x, sets->mask[set])))
		return;
	lex_offer(x, row, sum);
	*floor = least_floor(x, sets->mask[set]);
}

static void
offer_window_by_sets(lex_offers *x, const uint32_t *sums, uint32_t lo, uint32_t n)
{
	const uint16_t *sets = x->q->sets->of + lo;

	for (uint32_t i = 0; i < n; i += 16) {
		uint32_t m = n - i < 16 ? n - i : 16;
		if (!any_set_reaches(sums + i, sets + i, x->set_floors, m))
			continue;
		for (uint32_t j = i; j < i + m; j++)
			offer_by_set(x, lo + j, sums[j]);
	}
}

void
lex_offer_window(lex_offers *x, const uint32_t *sums, uint32_t lo, uint32_t n)
{
	if (x->fields && x->q->sets) {
		offer_window_by_sets(x, sums, lo, n);
		return;
	}
	for (uint32_t i = 0; i < n; i += 16) {
		if (!lex_any_reaches(sums + i, x->floor))
			continue;
		for (uint32_t j = i; j < i + 16 && j < n; j++)
			if (sums[j] >= x->floor)
				lex_offer(x, lo + j, sums[j]);
	}
}
