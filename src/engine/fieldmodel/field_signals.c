/* engine/fieldmodel/field_signals.c - see field_signals.h. */
#include "engine/fieldmodel/field_signals.h"
#include "engine/query/lexical.h"
#include "util/fail.h"

#define VOTERS 100          /* voters, each with the cube of its BM25 */
#define PLAIN_VOTERS 50     /* of the baselines */
#define SUBCLASS_SMOOTH 8.0 /* documents that the field prior counts for in a subclass */
#define GROUP_SMOOTH 2.0    /* documents that the subclass counts for in a group */
#define NONE UINT32_MAX

static void
vote(double votes[N_FIELDS + 1], uint64_t mask, double weight)
{
	for (; mask; mask &= mask - 1)
		votes[__builtin_ctzll(mask) + 1] += weight;
}

/* The nearest rows but the query's own; room for n + 1. */
static tensen_status
dense_neighbours(hit *hits, uint32_t *n, tensen_searcher *s, const query *a, tensen_error *err)
{
	vecset_query q = {
	    .q = a->view[VIEW_TOPIC], .k = *n + 1, .exact = s->ix->store->rows.n < EXACT_BELOW};
	uint32_t got = 0, kept = 0;
	tensen_status st = TENSEN_OK;

	if (a->norm[VIEW_TOPIC] > 0)
		st = vecset_search(
		    s->ix->store->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC], &q, hits, &got, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < got; i++)
		if (hits[i].row != a->row && kept < *n)
			hits[kept++] = hits[i];
	*n = kept;
	return st;
}

static tensen_status
lexical_neighbours(hit *hits, uint32_t *n, lexical_score score, tensen_searcher *s, const query *a,
    tensen_error *err)
{
	lex_query q = {.score = score, .k = *n + 1};
	weighted_term *terms;
	uint32_t got = 0, kept = 0;
	tensen_status st = lexical_query(&terms, &q.n_terms, s, a, VIEW_TOPIC, err);

	q.terms = terms;
	if (st == TENSEN_OK && q.n_terms)
		st = postings_search(s->ix->store->lexical, s->lexical, &q, hits, &got, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < got; i++)
		if (hits[i].row != a->row && kept < *n)
			hits[kept++] = hits[i];
	*n = kept;
	return st;
}

/* The first field of a document is its own; the others are further uses.  The further uses are
 * asked for, so they are counted once more by themselves. */
static tensen_status
vote_all(field_signals *g, tensen_searcher *s, const query *a, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	hit near[VOTERS + 1];
	uint32_t n = VOTERS;
	tensen_status st = lexical_neighbours(near, &n, LEXICAL_BM25, s, a, err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		double x = near[i].score > 0 ? (double)near[i].score : 0;
		uint64_t mask = r->mask[near[i].row];
		if (!mask)
			continue; /* of no field */
		vote(g->votes, mask, x * x * x);
		vote(g->second, mask & ~FIELD_BIT(r->primary[near[i].row]), x * x * x);
	}
	return st;
}

static tensen_status
words_of_fields(field_signals *g, tensen_searcher *s, const query *a, tensen_error *err)
{
	const store *st = s->ix->store;
	uint32_t *col = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *col), n;
	float *val = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *val);

	if (!col || !val)
		return tensen_fail_nomem(err);
	n = query_view_row(a, &st->vocab, VIEW_TOPIC, col, val);
	centroids_likelihood(&st->centroids, col, val, n, g->without, g->size + 1, g->words + 1);
	return TENSEN_OK;
}

typedef struct own {
	const tensen_searcher *s;
	const uint32_t *row_groups; /* of the query's document */
	uint32_t n;
	uint64_t without;
} own;

static int
is_own(const own *o, uint32_t row_group)
{
	for (uint32_t i = 0; i < o->n; i++)
		if (o->row_groups[i] == row_group)
			return 1;
	return 0;
}

/* (counts of group k + smooth * base) / (its size + smooth), the document itself left out. */
static void
smoothed(const own *o, uint32_t k, double smooth, const double base[N_FIELDS + 1],
    double out[N_FIELDS + 1])
{
	const groups *g = &o->s->ix->store->groups;
	const uint32_t *head = g->heads + (size_t)k * 4, *count = g->counts + (size_t)k * N_FIELDS;
	int self = is_own(o, head[0]);

	for (unsigned f = 1; f <= N_FIELDS; f++)
		out[f] = (count[f - 1] - (self && (o->without & FIELD_BIT(f))) + smooth * base[f]) /
			 (head[2] - (double)self + smooth);
}

/* The same for all groups of a subclass together ("A61B 5": the first four letters). */
static void
of_subclass(const own *o, span name, const double prior[N_FIELDS + 1], double out[N_FIELDS + 1])
{
	static const uint64_t none[1 + N_FIELDS];
	const groups *g = &o->s->ix->store->groups;
	uint32_t subclass = groups_subclass(g, name);
	const uint64_t *sum =
	    subclass == STRTAB_NONE ? none : g->subclass_counts + (size_t)subclass * (1 + N_FIELDS);
	double own_uses = 0;

	for (uint32_t i = 0; i < o->n; i++) {
		uint32_t k = g->of_group[o->row_groups[i]];
		own_uses += k != NONE && g->subclass[k] == subclass;
	}
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		double n = (double)sum[f] - (o->without & FIELD_BIT(f) ? own_uses : 0);
		out[f] = (SUBCLASS_SMOOTH * prior[f] + n) /
			 (SUBCLASS_SMOOTH + (double)sum[0] - own_uses);
	}
}

/* Fill g->coclass from the main groups that the query's document has in the known fields:
 * P(field | main group), backed off to its subclass and from there to g->prior, the mean over
 * these groups.  The document itself is left out of every count.  A text has no groups: g->prior
 * stands.  Beside the votes of neighbours this signal gains most (bench/ablation.py): the fields
 * that go with "A61B 5" differ from those that go with all of medical technology. */
static void
coclass_prior(field_signals *g, const tensen_searcher *s, uint32_t row)
{
	const store *st = s->ix->store;
	own o = {.s = s, .without = g->without};
	double sum[N_FIELDS + 1] = {0}, n = 0;

	if (row != ROW_NONE)
		o.row_groups = rows_groups(&st->rows, row, &o.n);
	for (uint32_t i = 0; i < o.n; i++) {
		double broad[N_FIELDS + 1], fine[N_FIELDS + 1];
		const double *p = broad;
		span name = rows_group_name(&st->rows, o.row_groups[i]);
		uint32_t k = st->groups.of_group[o.row_groups[i]];
		class_symbol c;
		unsigned field = class_symbol_parse(&c, name) ? fields_of(s->ix->fields, &c) : 0;
		if (!field || !(g->known & FIELD_BIT(field)))
			continue;
		of_subclass(&o, name, g->prior, broad);
		/* a group that is kept only because of this document would reveal its answer */
		if (k != NONE && st->groups.heads[(size_t)k * 4 + 2] > GROUP_MIN_DOCS) {
			smoothed(&o, k, GROUP_SMOOTH, broad, fine);
			p = fine;
		}
		for (unsigned f = 1; f <= N_FIELDS; f++)
			sum[f] += p[f];
		n++;
	}
	for (unsigned f = 1; f <= N_FIELDS; f++)
		g->coclass[f] = n > 0 ? sum[f] / n : g->prior[f];
}

tensen_status
field_signals_measure(field_signals *out, tensen_searcher *s, const query *a, uint64_t known,
    uint64_t without, tensen_error *err)
{
	const fieldmap *m = searcher_map(s);
	tensen_status st;

	*out = (field_signals){.known = known, .without = without};
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		out->size[f] = fieldmap_size(m, f, without);
		out->prior[f] = fieldmap_given_any(m, f, known, without);
	}
	if ((st = words_of_fields(out, s, a, err)) < 0)
		return st;
	coclass_prior(out, s, a->row);
	ridge_score(&s->ix->store->ridge, a->view[VIEW_TOPIC], without, out->ridge + 1);
	return vote_all(out, s, a, err);
}

tensen_status
field_votes_measure(field_votes *out, tensen_searcher *s, const query *a, tensen_error *err)
{
	const uint64_t *mask = s->ix->store->rows.mask;
	hit dense[PLAIN_VOTERS + 1];
	hit lex[PLAIN_VOTERS + 1];
	uint32_t nd = PLAIN_VOTERS, nl = PLAIN_VOTERS;
	tensen_status st;

	*out = (field_votes){.lexical = {0}};
	st = dense_neighbours(dense, &nd, s, a, err);

	if (st == TENSEN_OK)
		st = lexical_neighbours(lex, &nl, LEXICAL_TFIDF, s, a, err);
	if (st < 0)
		return st;
	for (uint32_t i = 0; i < nl; i++)
		vote(out->lexical, mask[lex[i].row], lex[i].score > 0 ? lex[i].score : 0);
	for (uint32_t i = 0; i < nd; i++)
		vote(out->dense, mask[dense[i].row], dense[i].score > 0 ? dense[i].score : 0);
	return TENSEN_OK;
}
