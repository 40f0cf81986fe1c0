/* bench/signals.c - every signal of every query as TSV, for the ablation.
 *
 *   signals FILE hidden              hidden-field task of `tensen eval`
 *   signals FILE texts IDS.txt       ideas from the texts of the documents named, one id a line
 *
 * Columns: query, field, candidate (0/1), truth (0/1, hidden only), then the signals.
 * bench/ablation.py turns this into tables; nothing of it is in the program. */
#include <stdio.h>
#include <stdlib.h>
#include <tensen/tensen.h>
#include "engine/filter.h"
#include "engine/probe.h"

static void
head(void)
{
	puts(
	    "query\tfield\tcandidate\ttruth\tvotes\tlexical\tdense\tcentroid\tgroup\tridge\talong\t"
	    "prior\tsize\tneed\tprecedent\tfunction\ttopic\twhitespace\tdistance\tneed1\tmeans1\tfu"
	    "nction1");
}

static double
first(const probe *p, view v, unsigned f)
{
	return p->hits[v] && p->counts[v][f - 1] ? (double)p->hits[v][(f - 1) * PROBE_K].score : 0;
}

static void
print(const char *id, const probe *p, uint64_t truth)
{
	const signals *g = &p->signals;

	for (unsigned f = 1; f <= N_FIELDS; f++)
		printf("%s\t%u\t%d\t%d\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%"
		       "g\t%g\t%g\t%g\n",
		    id, f, g->size[f] >= 1 && !(g->known & FIELD_BIT(f)),
		    (truth & FIELD_BIT(f)) != 0, g->votes[f], p->lexical_votes[f],
		    p->dense_votes[f], g->centroid[f], g->group[f], g->ridge[f], g->along[f],
		    g->prior[f], g->size[f], g->need[f], g->precedent[f], g->function[f],
		    first(p, VIEW_TOPIC, f), g->whitespace[f], g->distance[f],
		    first(p, VIEW_PROBLEM, f), first(p, VIEW_MEANS, f), first(p, VIEW_FUNCTION, f));
}

/* All that is measured, the plain votes of the baselines with it. */
static tensen_status
ask(probe *p, tensen_searcher *s, const asked *a, uint64_t known, uint64_t without,
    tensen_error *err)
{
	probe votes;
	tensen_status st = probe_query(p, s, a, known, without, NULL, err);

	if (st == TENSEN_OK && (st = probe_votes(&votes, s, a, known, without, err)) == TENSEN_OK)
		memcpy(p->dense_votes, votes.dense_votes, sizeof p->dense_votes);
	return st;
}

static void
hidden(tensen_searcher *s, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;

	for (uint32_t row = 0; row < r->n; row++) {
		uint64_t known = FIELD_BIT(r->primary[row] ? r->primary[row] : 1);
		asked a;
		probe p;
		if (!r->primary[row] || !(r->mask[row] & (r->mask[row] - 1)))
			continue;
		if (asked_row(&a, s, row, err) == TENSEN_OK &&
		    ask(&p, s, &a, known, r->mask[row], err) == TENSEN_OK)
			print(tensen_index_id(s->ix, row), &p, r->mask[row] & ~known);
	}
}

/* The document as pasted text: its class symbols and itself are not known. */
static void
one_text(tensen_searcher *s, const char *id, tensen_error *err)
{
	uint32_t row = rows_find(&s->ix->store->rows, span_of(id));
	document d;
	buf text = BUF_INIT;
	asked a;
	probe p;

	arena_reset(&s->mem);
	if (row == ROW_NONE || stored_document(s, row, &d, err) < 0)
		return;
	buf_span(&text, d.title);
	buf_char(&text, '\n');
	buf_span(&text, d.abstract);
	buf_str(&text, "【効果】");
	buf_span(&text, d.effect);
	buf_str(&text, "【請求項】");
	if (d.claims.n)
		buf_span(&text, d.claims.v[0]);
	if (asked_query(&a, s, &(tensen_query){.text = text.p, .text_len = text.n}, err) ==
		TENSEN_OK &&
	    ask(&p, s, &a, guess_fields(s, &a, err), 0, err) == TENSEN_OK)
		print(id, &p, 0);
	buf_clear(&text);
}

int
main(int argc, char **argv)
{
	tensen_index *ix;
	tensen_searcher *s;
	tensen_error err;
	char line[256];
	FILE *ids;

	if (argc < 3 || tensen_index_open(&ix, argv[1], NULL, &err) < 0 ||
	    tensen_searcher_new(&s, ix, &err) < 0) {
		fprintf(stderr, "signals: %s\n",
		    argc < 3 ? "FILE hidden | FILE texts IDS" : err.message);
		return 2;
	}
	head();
	if (strcmp(argv[2], "hidden") == 0)
		hidden(s, &err);
	else if (argc > 3 && (ids = fopen(argv[3], "r"))) {
		while (fgets(line, sizeof line, ids)) {
			line[strcspn(line, "\r\n")] = '\0';
			one_text(s, line, &err);
		}
		fclose(ids);
	}
	tensen_searcher_free(s);
	tensen_index_free(ix);
	return 0;
}
