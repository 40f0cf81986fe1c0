/* bench/signals.c - every signal of the field model as TSV, for the ablation.
 *
 *   signals FILE              hidden-field task of `tensen eval`
 *
 * Columns: query, field, candidate (0/1), truth (0/1), then the signals: those the field model
 * uses, the plain votes of the baselines, the prior, far and known (0/1).  bench/ablation.py turns
 * this into tables. */
#include <err.h>
#include <stdio.h>
#include <tensen/tensen.h>
#include "engine/fieldmodel/field_signals.h"

static void
print(const char *id, const field_signals *g, const field_votes *v, uint64_t truth)
{
	for (unsigned f = 1; f <= N_FIELDS; f++)
		printf("%s\t%u\t%d\t%d\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%d\t%d\n", id, f,
		    field_is_candidate(g, f), (truth & FIELD_BIT(f)) != 0, g->votes[f],
		    g->second[f], g->words[f], g->ridge[f], g->coclass[f], g->size[f],
		    v->lexical[f], v->dense[f], g->prior[f], field_is_far(g, f),
		    (g->known & FIELD_BIT(f)) != 0);
}

static tensen_status
hidden(tensen_searcher *s, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	tensen_status st = TENSEN_OK;

	puts("query\tfield\tcandidate\ttruth\tvotes\tsecond\twords\tridge\tcoclass\tsize\t"
	     "lexical\tdense\tprior\tfar\tknown");
	for (uint32_t row = 0; row < r->n && st == TENSEN_OK; row++) {
		uint64_t known = FIELD_BIT(r->primary[row] ? r->primary[row] : 1);
		query a;
		field_signals g;
		field_votes v;
		if (!r->primary[row] || !(r->mask[row] & (r->mask[row] - 1)))
			continue;
		if ((st = query_of_row(&a, s, row, err)) < 0 ||
		    (st = field_signals_measure(&g, s, &a, known, r->mask[row], err)) < 0 ||
		    (st = field_votes_measure(&v, s, &a, err)) < 0)
			return st;
		print(tensen_index_id(s->ix, row), &g, &v, r->mask[row] & ~known);
	}
	return st;
}

int
main(int argc, char **argv)
{
	tensen_index *ix;
	tensen_searcher *s;
	tensen_error err = {.code = TENSEN_OK};

	if (argc != 2)
		errx(2, "usage: signals FILE");
	if (tensen_index_open(&ix, argv[1], NULL, &err) < 0 ||
	    tensen_searcher_new(&s, ix, &err) < 0)
		errx(2, "%s: %s", err.where, err.message);
	if (hidden(s, &err) < 0)
		errx(1, "%s", err.message);
	tensen_searcher_free(s);
	tensen_index_free(ix);
	return 0;
}
