/* bench/signals.c - every signal of every query as TSV, for the ablation.
 *
 *   signals FILE hidden              hidden-field task of `tensen eval`
 *   signals FILE texts IDS.txt       ideas from the texts of the documents named, one id a line
 *
 * Columns: query, field, candidate (0/1), truth (0/1, hidden only), then the signals: those
 * the program ranks by, and behind them parts of them and some that it tried and does not use.
 * bench/ablation.py turns this into tables; nothing of it is in the program. */
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <tensen/tensen.h>
#include "engine/query/filter.h"
#include "engine/ideas/probe.h"

static void
head(void)
{
	puts("query\tfield\tcandidate\ttruth\tvotes\tsecond\twords\tridge\talong\tsize\t"
	     "need\tprecedent\twhitespace\tdistance\tlexical\tdense\tneed_lsa\tneed_words\t"
	     "need_any_field\ttopic\tfunction\tprior\tfar");
}

/* What is measured here only. */
typedef struct more {
	double need_lsa[N_FIELDS + 1], need_words[N_FIELDS + 1], any_field[N_FIELDS + 1];
	double topic[N_FIELDS + 1], function[N_FIELDS + 1];
} more;

static void
print(const char *id, const probe *p, const more *m, uint64_t truth)
{
	const signals *g = &p->signals;

	for (unsigned f = 1; f <= N_FIELDS; f++)
		printf("%s\t%u\t%d\t%d\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%"
		       "g\t%g\t%g\t%g\t%d\n",
		    id, f, g->size[f] >= 1 && !(g->known & FIELD_BIT(f)),
		    (truth & FIELD_BIT(f)) != 0, g->votes[f], g->second[f], g->words[f],
		    g->ridge[f], g->along[f], g->size[f], g->need[f], g->precedent[f],
		    g->whitespace[f], g->distance[f], p->lexical_votes[f], p->dense_votes[f],
		    m->need_lsa[f], m->need_words[f], m->any_field[f], m->topic[f], m->function[f],
		    g->prior[f], signals_far(g, f));
}

/* The best cosine of every field in a view. */
static tensen_status
best_of_view(double out[N_FIELDS + 1], tensen_searcher *s, const asked *a, view v, uint64_t known,
    tensen_error *err)
{
	vec_hit hits[64] = {{0, 0}};
	uint32_t counts[64];
	vecset_query q = {.q = a->view[v], .skip = known, .k = 1, .exact = 1};
	tensen_status st = TENSEN_OK;

	memset(counts, 0, sizeof counts);
	if (a->norm[v] > 0)
		st = vecset_search_fields(
		    s->ix->store->views[v], s->vectors[v], &q, hits, counts, err);
	for (unsigned f = 1; f <= N_FIELDS; f++)
		out[f] = counts[f - 1] ? (double)hits[f - 1].score : 0;
	return st;
}

/* The sides of need apart, and need when a document speaks for all its fields alike. */
static tensen_status
parts_of_need(more *m, tensen_searcher *s, const asked *a, const probe *p, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (unsigned f = 1; f <= N_FIELDS && st == TENSEN_OK; f++) {
		const need_lists *d = &p->needs;
		uint32_t ids[NEED_MAX], n = d->n[f - 1];
		float lsa[NEED_MAX] = {0}, words[NEED_MAX] = {0};
		for (uint32_t i = 0; i < n; i++)
			ids[i] = d->docs[(f - 1) * NEED_MAX + i].row;
		if (a->norm[VIEW_PROBLEM] > 0)
			st = vecset_score(s->ix->store->views[VIEW_PROBLEM],
			    s->vectors[VIEW_PROBLEM], a->view[VIEW_PROBLEM], ids, n, lsa, err);
		if (st == TENSEN_OK && d->words.n_terms)
			st = postings_score(
			    s->ix->store->lexical, s->lexical, &d->words, ids, n, words, err);
		for (uint32_t i = 0; i < n; i++) {
			double x =
			    d->best_cosine > 0 ? fmax(0, (double)(lsa[i] / d->best_cosine)) : 0;
			double y = d->best_words > 0 ? (double)(words[i] / d->best_words) : 0;
			double first =
			    s->ix->store->rows.primary[ids[i]] == f ? 1 : (double)NEED_OTHER_FIELD;
			m->need_lsa[f] = fmax(m->need_lsa[f], x * first);
			m->need_words[f] = fmax(m->need_words[f], y * first);
			m->any_field[f] = fmax(m->any_field[f], (x + y) / 2);
		}
	}
	return st;
}

/* All that is measured, the plain votes of the baselines with it. */
static tensen_status
ask(probe *p, more *m, tensen_searcher *s, const asked *a, uint64_t known, uint64_t without,
    tensen_error *err)
{
	probe votes;
	tensen_status st = probe_query(p, s, a, known, without, NULL, err);

	memset(m, 0, sizeof *m);
	if (st < 0 || (st = probe_votes(&votes, s, a, known, without, err)) < 0 ||
	    (st = best_of_view(m->topic, s, a, VIEW_TOPIC, known, err)) < 0 ||
	    (st = best_of_view(m->function, s, a, VIEW_FUNCTION, known, err)) < 0)
		return st;
	memcpy(p->lexical_votes, votes.lexical_votes, sizeof p->lexical_votes);
	memcpy(p->dense_votes, votes.dense_votes, sizeof p->dense_votes);
	return parts_of_need(m, s, a, p, err);
}

static tensen_status
hidden(tensen_searcher *s, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	tensen_status st = TENSEN_OK;

	for (uint32_t row = 0; row < r->n && st == TENSEN_OK; row++) {
		uint64_t known = FIELD_BIT(r->primary[row] ? r->primary[row] : 1);
		asked a;
		probe p;
		more m;
		if (!r->primary[row] || !(r->mask[row] & (r->mask[row] - 1)))
			continue;
		if ((st = asked_row(&a, s, row, err)) < 0 ||
		    (st = ask(&p, &m, s, &a, known, r->mask[row], err)) < 0)
			return st;
		print(tensen_index_id(s->ix, row), &p, &m, r->mask[row] & ~known);
	}
	return st;
}

/* The document as pasted text: its class symbols and itself are not known. */
static tensen_status
one_text(tensen_searcher *s, const char *id, tensen_error *err)
{
	uint32_t row = rows_find(&s->ix->store->rows, span_of(id));
	document d;
	buf text = BUF_INIT;
	asked a;
	probe p;
	more m;
	uint64_t own;
	tensen_status st;

	arena_reset(&s->mem);
	if (row == ROW_NONE)
		errx(2, "no document %s in this index", id);
	if ((st = stored_document(s, row, &d, err)) < 0)
		return st;
	buf_span(&text, d.title);
	buf_char(&text, '\n');
	buf_span(&text, d.abstract);
	buf_str(&text, "【効果】");
	buf_span(&text, d.effect);
	buf_str(&text, "【請求項】");
	if (d.claims.n)
		buf_span(&text, d.claims.v[0]);
	st = asked_query(&a, s, &(tensen_query){.text = text.p, .text_len = text.n}, err);
	if (st == TENSEN_OK)
		st = asked_fields(&own, s, &a, err);
	if (st == TENSEN_OK)
		st = ask(&p, &m, s, &a, own, 0, err);
	if (st == TENSEN_OK)
		print(id, &p, &m, 0);
	buf_clear(&text);
	return st;
}

static tensen_status
texts(tensen_searcher *s, const char *path, tensen_error *err)
{
	char line[256];
	FILE *ids = fopen(path, "r");
	tensen_status st = TENSEN_OK;

	if (!ids)
		errx(2, "%s: cannot be opened", path);
	while (st == TENSEN_OK && fgets(line, sizeof line, ids)) {
		line[strcspn(line, "\r\n")] = '\0';
		st = one_text(s, line, err);
	}
	fclose(ids);
	return st;
}

int
main(int argc, char **argv)
{
	tensen_index *ix;
	tensen_searcher *s;
	tensen_error err = {.code = TENSEN_OK};
	int is_hidden = argc == 3 && strcmp(argv[2], "hidden") == 0;
	tensen_status st;

	if (!is_hidden && (argc != 4 || strcmp(argv[2], "texts") != 0))
		errx(2, "usage: signals FILE hidden | signals FILE texts IDS");
	if (tensen_index_open(&ix, argv[1], NULL, &err) < 0 ||
	    tensen_searcher_new(&s, ix, &err) < 0)
		errx(2, "%s: %s", err.where, err.message);
	head();
	st = is_hidden ? hidden(s, &err) : texts(s, argv[3], &err);
	if (st < 0)
		errx(1, "%s", err.message);
	tensen_searcher_free(s);
	tensen_index_free(ix);
	return 0;
}
