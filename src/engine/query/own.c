/* engine/query/own.c - see own.h. */
#include "engine/base/query.h"
#include "engine/query/own.h"
#include <string.h>
#include "engine/query/rank.h"
#include "fields/symbols.h"
#include "text/utf8.h"
#include "util/fail.h"

#define NEIGHBOURS 20 /* documents that vote; 10 to 40 give the same figures */
#define NEAR_TOP 0.5f /* a field or subclass counts from this share of the most votes */
/* A text is familiar when the index knows this share of its words by weight, and its nearest
 * document reaches a share of the words' score that falls with their number: random words of the
 * vocabulary reach at most .13 by eight and .04 by forty of them; real abstracts at least .08,
 * real titles .2 (33,755 Japanese documents; 5,000 US abstracts alike). */
#define FAMILIAR_WORDS 0.5f
#define FAMILIAR_SCORE 2.5f /* over the number of terms, */
#define FAMILIAR_LEAST 0.05f
#define FAMILIAR_MOST 0.2f
/* Words without grammar between them are a list.  A list of one patent's words reaches .1 to .4,
 * words of many patents .03 to .13 by twenty to sixty of them: a list must reach more. */
#define LIST_SCORE 4.5f
#define LIST_LEAST 0.1f
#define KANA_IN_SENTENCES 0.12f  /* of the letters; Japanese sentences have .25 and more */
#define SMALL_IN_SENTENCES 0.12f /* of the words; English sentences have .3 and more */
/* A score as low as one abstract in ten has counts only when its neighbours agree on a field. */
#define DOUBTFUL_SCORE 0.1f
#define DOUBTFUL_AGREEMENT 0.5f

/* 1: `symbol` begins with one of the first `letters` (3 or 4) of a subclass of the query. */
static int
own_has(const own_classes *classes, span symbol, size_t letters)
{
	for (uint32_t i = 0; i < classes->n; i++)
		if (symbol.n >= letters && !memcmp(classes->subclass[i], symbol.p, letters))
			return 1;
	return 0;
}

static void
add_subclass(own_classes *classes, span symbol)
{
	if (symbol.n < 4 || classes->n >= OWN_CLASSES_MAX || own_has(classes, symbol, 4))
		return;
	memcpy(classes->subclass[classes->n], symbol.p, 4);
	classes->subclass[classes->n++][4] = '\0';
}

typedef struct ballot {
	float fields[TENSEN_N_FIELDS + 1];
	char subclass[NEIGHBOURS][5];
	float votes[NEIGHBOURS];
	uint32_t n;
	float all;                                /* votes of all documents */
	float nearest;                            /* words' score of the nearest document */
	uint32_t group[OWN_GROUPS_MAX], n_groups; /* first main groups, of the nearest first */
} ballot;

static void
vote_class(ballot *bal, span symbol, float weight)
{
	uint32_t k = 0;

	if (symbol.n < 4)
		return;
	while (k < bal->n && memcmp(bal->subclass[k], symbol.p, 4))
		k++;
	if (k == NEIGHBOURS)
		return;
	if (k == bal->n) {
		memcpy(bal->subclass[k], symbol.p, 4);
		bal->subclass[k][4] = '\0';
		bal->votes[bal->n++] = 0;
	}
	bal->votes[k] += weight;
}

static void
vote_group(ballot *bal, uint32_t group)
{
	for (uint32_t k = 0; k < bal->n_groups; k++)
		if (bal->group[k] == group)
			return;
	if (bal->n_groups < OWN_GROUPS_MAX)
		bal->group[bal->n_groups++] = group;
}

/* The share of the votes that the first field has: a list of words from many documents gives votes
 * to many fields. */
static float
own_agreement(const ballot *votes)
{
	float most = 0;

	for (unsigned f = 1; f <= TENSEN_N_FIELDS; f++)
		most = votes->fields[f] > most ? votes->fields[f] : most;
	return votes->all > 0 ? most / votes->all : 0;
}

typedef struct letter_counts {
	uint32_t hiragana, japanese, words, small;
} letter_counts;

/* Function words that every English sentence has. */
static int
is_small_word(span text)
{
	static const char *const small[] = {"a", "an", "and", "are", "as", "at", "by", "for",
	    "from", "in", "is", "of", "on", "or", "that", "the", "to", "which", "with"};

	for (size_t i = 0; i < sizeof small / sizeof *small; i++)
		if (span_eq(text, span_of(small[i])))
			return 1;
	return 0;
}

static void
count_letters(letter_counts *counts, span text)
{
	const char *end = text.p + text.n;

	for (size_t at = 0; at < text.n;) {
		size_t n = 1;
		uint32_t ch = utf8_get(text.p + at, end, &n);
		if (is_latin(ch)) {
			while (at + n < text.n && is_latin((unsigned char)text.p[at + n]))
				n++;
			counts->words++;
			counts->small += (uint32_t)is_small_word(span_sub(text, at, at + n));
		} else if (is_japanese(ch)) {
			counts->japanese++;
			counts->hiragana += (uint32_t)is_hiragana(ch);
		}
		at += n;
	}
}

/* 1: the text is a list of words, not sentences. */
static int
is_list(const query *q)
{
	letter_counts c = {0, 0, 0, 0};

	for (size_t i = 0; i < q->sections.n; i++)
		count_letters(&c, q->sections.v[i].text);
	if (c.japanese > c.words)
		return (float)c.hiragana < KANA_IN_SENTENCES * (float)c.japanese;
	return (float)c.small < SMALL_IN_SENTENCES * (float)c.words;
}

/* The least score of the words that a familiar text reaches. */
static float
familiar_score(const query *q)
{
	int list = is_list(q);
	float least = (list ? LIST_SCORE : FAMILIAR_SCORE) / (float)(q->n_terms + 1);
	float floor = list ? LIST_LEAST : FAMILIAR_LEAST;

	return least < floor ? floor : least > FAMILIAR_MOST ? FAMILIAR_MOST : least;
}

static int
is_far_from_all(const query *q, const ballot *votes)
{
	return votes->nearest < familiar_score(q) ||
	       (votes->nearest < DOUBTFUL_SCORE && own_agreement(votes) < DOUBTFUL_AGREEMENT);
}

static void
tell_familiarity(own_classes *out, const query *q, const ballot *votes)
{
	const int far = is_far_from_all(q, votes);

	if (q->row != ROW_NONE)
		return;
	out->unfamiliar = q->known_share < FAMILIAR_WORDS || (far && is_list(q));
	out->weak = far && !out->unfamiliar;
}

static tensen_status
count_votes(ballot *votes, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	const filter_set all = {.self = q->row};
	candidates c;
	query alone = *q;
	tensen_status st;

	if (q->n_terms)
		alone.other =
		    NULL; /* documents in the language of the query know its fields best */
	st = rank_neighbours(&c, searcher, &alone, &all, NEIGHBOURS, err);

	votes->nearest = st == TENSEN_OK && c.n ? c.v[0].lexical : 0;
	for (uint32_t i = 0; st == TENSEN_OK && i < c.n && i < NEIGHBOURS; i++) {
		float weight = 1 / (float)(i + 1);
		uint32_t n;
		const uint32_t *g = rows_groups(r, c.v[i].hit.row, &n);
		votes->all += weight;
		for (uint64_t m = r->mask[c.v[i].hit.row]; m; m &= m - 1)
			votes->fields[__builtin_ctzll(m) + 1] += weight;
		if (n) {
			vote_class(votes, rows_group_name(r, g[0]), weight);
			vote_group(votes, g[0]);
		}
	}
	return st;
}

/* The main groups of the guessed subclasses. */
static void
guess_groups(own_classes *out, const ballot *votes, const rows *rows_of)
{
	for (uint32_t k = 0; k < votes->n_groups; k++)
		for (uint32_t i = 0; i < out->n; i++)
			if (span_starts(rows_group_name(rows_of, votes->group[k]),
				span_of(out->subclass[i]))) {
				out->group[out->n_groups++] = votes->group[k];
				break;
			}
}

static tensen_status
own_guess(own_classes *out, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	ballot b = {.n = 0};
	float most = 0;
	tensen_status st = count_votes(&b, searcher, q, err);

	out->guessed = 1;
	tell_familiarity(out, q, &b);
	for (unsigned f = 1; f <= TENSEN_N_FIELDS; f++)
		most = b.fields[f] > most ? b.fields[f] : most;
	for (unsigned f = 1; f <= TENSEN_N_FIELDS && most > 0; f++)
		if (b.fields[f] >= NEAR_TOP * most)
			out->fields |= FIELD_BIT(f);
	for (float top = 1e30f;
	     st == TENSEN_OK;) { /* by votes, equal ones in the order of arrival */
		uint32_t best = b.n;
		for (uint32_t k = 0; k < b.n; k++)
			if (b.votes[k] > 0 && b.votes[k] <= top &&
			    (best == b.n || b.votes[k] > b.votes[best]))
				best = k;
		if (best == b.n || (out->n && b.votes[best] < NEAR_TOP * most))
			break;
		most = out->n ? most : b.votes[best];
		add_subclass(out, span_of(b.subclass[best]));
		top = b.votes[best];
		b.votes[best] = 0;
	}
	guess_groups(out, &b, &searcher->ix->store->rows);
	return st;
}

static void
add_document_classes(own_classes *out, const query *q)
{
	class_cursor at = {.of = &q->doc};
	class_symbol c;

	while (class_next_symbol(&at, &c))
		add_subclass(out, span_of(c.subclass));
}

/* The fields become those that the user gave; subclasses of other fields are dropped. */
static void
keep_given(own_classes *out, const fields *names, uint64_t given)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < out->n; i++) {
		const subclass_info *c = fields_subclass(names, out->subclass[i]);
		if (c && c->field && (given & FIELD_BIT(c->field)))
			memmove(out->subclass[n++], out->subclass[i], sizeof out->subclass[i]);
	}
	out->n = n;
	out->fields = given & ~TENSEN_NO_FIELD;
	out->given = 1;
}

tensen_status
own_classes_of(own_classes *out, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	uint32_t n = 0;
	const uint32_t *g = q->row == ROW_NONE ? NULL : rows_groups(r, q->row, &n);
	tensen_status st;

	if (q->own) {
		*out = *q->own;
		return TENSEN_OK;
	}
	memset(out, 0, sizeof *out);
	out->fields = q->mask;
	for (uint32_t i = 0; i < n; i++)
		add_subclass(out, rows_group_name(r, g[i]));
	if (!n)
		add_document_classes(out, q);
	if (q->own_fields)
		keep_given(out, searcher->ix->fields, q->own_fields);
	if (out->n || (out->fields && !out->given) || q->n_terms == 0)
		return TENSEN_OK;
	if ((st = own_guess(out, searcher, q, err)) == TENSEN_OK && q->own_fields) {
		keep_given(out, searcher->ix->fields, q->own_fields);
		out->guessed = 0;
	}
	return st;
}

tensen_status
own_classes_keep(query *q, tensen_searcher *searcher, tensen_error *err)
{
	own_classes *own = arena_alloc(&searcher->mem, sizeof *own);
	tensen_status st = own ? own_classes_of(own, searcher, q, err) : tensen_fail_nomem(err);

	q->own = st == TENSEN_OK ? own : NULL;
	return st;
}

tensen_status
query_fields(uint64_t *out, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	own_classes own;
	tensen_status st = own_classes_of(&own, searcher, q, err);

	*out = own.fields;
	return st;
}
