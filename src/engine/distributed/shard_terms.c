/* engine/distributed/shard_terms.c - one vocabulary for all ranks.
 *
 * Every rank counts the terms of its documents and sends each count to the rank of the term's
 * hash.  That rank adds them up, applies the rule and sends the kept terms to all ranks. */
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "engine/distributed/shard.h"
#include "util/fail.h"

typedef struct agreement {
	shard *s;
	const uint64_t *arrival; /* by local document: number of its first record */
	spool **to, **from;      /* counts, by rank */
	term_counts *owned;      /* terms of this rank's hash, over all documents */
	spool *kept;             /* of them, those in the vocabulary */
} agreement;

static tensen_status
send_count(void *ctx, uint32_t at, const counted_term *t, tensen_error *err)
{
	agreement *a = ctx;
	counted_term out = *t;

	(void)at;
	out.first = a->arrival[t->first];
	return counted_term_put(
	    a->to[XXH3_64bits(t->form.p, t->form.n) % a->s->team.size], &out, err);
}

/* Counts of the documents of every rank to the rank of the term. */
static tensen_status
exchange_counts(agreement *a, tensen_error *err)
{
	shard *s = a->s;
	tensen_status st = term_counts_merge(s->b.term_counts, NULL, err);

	if (st == TENSEN_OK)
		st = team_spools(&s->team, s->b.path, &a->to, err);
	if (st == TENSEN_OK)
		st = term_counts_each(s->b.term_counts, 0, send_count, a, err);
	for (unsigned i = 0; i < s->team.size && st == TENSEN_OK; i++)
		st = spool_finish(a->to[i], err);
	if (st == TENSEN_OK)
		st = team_spools(&s->team, s->b.path, &a->from, err);
	if (st == TENSEN_OK)
		st = team_exchange_spools(&s->team, a->to, a->from, err);
	team_spools_free(&s->team, a->to);
	a->to = NULL;
	return st;
}

static tensen_status
keep_term(void *ctx, uint32_t at, const counted_term *t, tensen_error *err)
{
	agreement *a = ctx;

	(void)at;
	return counted_term_put(a->kept, t, err);
}

static tensen_status
new_counts(const shard *s, term_counts **out, tensen_error *err)
{
	return term_counts_new(out, s->b.path, s->b.plan.term_counts, s->b.threads, err);
}

/* Add up the counts of owned terms; a->kept gets those of the vocabulary, ascending. */
static tensen_status
choose_owned(agreement *a, vocab_rule *rule, tensen_error *err)
{
	shard *s = a->s;
	uint64_t *tally, n;
	uint32_t df;
	tensen_status st = new_counts(s, &a->owned, err);

	for (unsigned i = 0; i < s->team.size && st == TENSEN_OK; i++) {
		st = term_counts_block(a->owned, a->from[i], s->b.n_all, err);
		a->from[i] = NULL;
	}
	if (st == TENSEN_OK)
		st = term_counts_merge(a->owned, rule, err);
	if (st < 0)
		return st;
	tally = term_counts_tally(a->owned);
	if ((st = team_sum_u64(&s->team, tally, TERM_COUNTS_TALLY + 1, err)) < 0)
		return st;
	df = term_counts_cut(tally, s->b.plan.max_terms, &n);
	if (df > rule->min_df)
		rule->min_df = df;
	if ((st = spool_new(&a->kept, NULL, err)) < 0 ||
	    (st = term_counts_each(a->owned, rule->min_df, keep_term, a, err)) < 0)
		return st;
	return spool_finish(a->kept, err);
}

static tensen_status
spool_bytes(const spool *s, buf *out, tensen_error *err)
{
	tensen_status st = spool_pour(s, sink_to_buf, out, err);

	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}

/* All ranks get all kept terms and make the same vocabulary. */
static tensen_status
share_vocab(agreement *a, vocab_rule *rule, tensen_error *err)
{
	shard *s = a->s;
	buf mine = BUF_INIT, *all = team_bufs(&s->team);
	term_counts *c = NULL;
	tensen_status st = all ? spool_bytes(a->kept, &mine, err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = team_gather(&s->team, (span){mine.p, mine.n}, all, err);
	if (st == TENSEN_OK)
		st = new_counts(s, &c, err);
	for (unsigned i = 0; i < s->team.size && st == TENSEN_OK; i++) {
		spool *part = NULL;
		if ((st = spool_new(&part, NULL, err)) < 0)
			break;
		st = spool_add(part, all[i].p, all[i].n, err);
		if (st < 0)
			spool_free(part);
		else
			st = term_counts_block(c, part, s->b.n_all, err);
		buf_clear(&all[i]);
	}
	if (st == TENSEN_OK)
		st =
		    term_counts_choose(c, &s->b.vocab, rule, s->b.plan.max_terms, &s->b.shown, err);
	term_counts_free(c);
	buf_clear(&mine);
	team_bufs_free(&s->team, all);
	return st;
}

typedef struct numbering {
	const vocab *vocab;
	uint32_t *final;
} numbering;

static tensen_status
number_term(void *ctx, uint32_t at, const counted_term *t, tensen_error *err)
{
	numbering *n = ctx;

	(void)err;
	n->final[at] = vocab_find(n->vocab, t->form);
	return TENSEN_OK;
}

static tensen_status
set_numbers(shard *s, tensen_error *err)
{
	term_counts *c = s->b.term_counts;
	numbering n = {&s->b.vocab, malloc((term_counts_kept(c) + (size_t)1) * sizeof *n.final)};

	if (!n.final)
		return tensen_fail_nomem(err);
	term_counts_set_final(c, n.final);
	return term_counts_each(c, 0, number_term, &n, err);
}

tensen_status
shard_number_terms(shard *s, tensen_error *err)
{
	tensen_status st = term_counts_merge(s->b.term_counts, NULL, err);

	return st < 0 ? st : set_numbers(s, err);
}

/* By document with text: number of its first record; malloc'ed. */
static uint64_t *
arrival_of_rows(const shard *s)
{
	uint64_t *out = malloc((s->b.n_rows + (size_t)1) * sizeof *out);

	for (uint32_t i = 0; out && i < s->b.n_rows; i++)
		out[i] = s->arrival[s->b.slots[i].document];
	return out;
}

tensen_status
shard_vocab(shard *s, tensen_error *err)
{
	uint64_t *arrival = arrival_of_rows(s);
	agreement a = {.s = s, .arrival = arrival};
	vocab_rule rule;
	tensen_status st = arrival ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = team_sum_u64(&s->team, &s->b.n_all, 1, err);
	rule = build_rule(&s->b, s->b.n_all);
	if (st == TENSEN_OK && s->b.n_all >= UINT32_MAX)
		st = tensen_fail(err, TENSEN_E_INPUT, "more than %u documents", UINT32_MAX - 1);
	if (st == TENSEN_OK)
		st = exchange_counts(&a, err);
	if (st == TENSEN_OK)
		st = choose_owned(&a, &rule, err);
	if (st == TENSEN_OK)
		st = share_vocab(&a, &rule, err);
	if (st == TENSEN_OK)
		st = set_numbers(s, err);
	team_spools_free(&s->team, a.to);
	team_spools_free(&s->team, a.from);
	term_counts_free(a.owned);
	spool_free(a.kept);
	free(arrival);
	return st;
}
