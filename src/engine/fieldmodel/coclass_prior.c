/* engine/fieldmodel/coclass_prior.c - see coclass_prior.h.
 *
 * Of everything tried beside the neighbours' votes this says most (bench/ablation.py):
 * what goes with "A61B 5" is not what goes with all of medical technology. */
#include "engine/fieldmodel/coclass_prior.h"

#define SUBCLASS_SMOOTH 8.0 /* documents that the field prior counts for in a subclass */
#define GROUP_SMOOTH 2.0    /* documents that the subclass counts for in a group */
#define NONE UINT32_MAX

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

void
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
		/* a group that is kept only thanks to this document would tell its answer */
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
