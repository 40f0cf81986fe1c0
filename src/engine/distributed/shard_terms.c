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
send_count(void *ctx, uint32_t at, const counted_term *one, tensen_error *err)
{
	agreement *a = ctx;
	counted_term out = *one;

	(void)at;
	out.first = a->arrival[one->first];
	return counted_term_put(
	    a->to[XXH3_64bits(one->form.p, one->form.n) % a->s->team.size], &out, err);
}

/* Counts of the documents of every rank to the rank of the term. */
static tensen_status
exchange_counts(agreement *agreed, tensen_error *err)
{
	shard *s = agreed->s;
	tensen_status st = term_counts_merge(s->b.term_counts, NULL, err);

	if (st == TENSEN_OK)
		st = team_spools(&s->team, s->b.path, &agreed->to, err);
	if (st == TENSEN_OK)
		st = term_counts_each(s->b.term_counts, 0, send_count, agreed, err);
	for (unsigned i = 0; i < s->team.size && st == TENSEN_OK; i++)
		st = spool_finish(agreed->to[i], err);
	if (st == TENSEN_OK)
		st = team_spools(&s->team, s->b.path, &agreed->from, err);
	if (st == TENSEN_OK)
		st = team_exchange_spools(&s->team, agreed->to, agreed->from, err);
	team_spools_free(&s->team, agreed->to);
	agreed->to = NULL;
	return st;
}

static tensen_status
keep_term(void *ctx, uint32_t at, const counted_term *one, tensen_error *err)
{
	agreement *a = ctx;

	(void)at;
	return counted_term_put(a->kept, one, err);
}

static tensen_status
new_counts(const shard *of, term_counts **out, tensen_error *err)
{
	return term_counts_new(out, of->b.path, of->b.plan.term_counts, of->b.threads, err);
}

/* Add up the counts of owned terms; agreed->kept gets those of the vocabulary, ascending. */
static tensen_status
choose_owned(agreement *agreed, vocab_rule *rule, tensen_error *err)
{
	shard *s = agreed->s;
	uint64_t *tally, n;
	uint32_t df;
	tensen_status st = new_counts(s, &agreed->owned, err);

	for (unsigned i = 0; i < s->team.size && st == TENSEN_OK; i++) {
		st = term_counts_block(agreed->owned, agreed->from[i], s->b.n_all, err);
		agreed->from[i] = NULL;
	}
	if (st == TENSEN_OK)
		st = term_counts_merge(agreed->owned, rule, err);
	if (st < 0)
		return st;
	tally = term_counts_tally(agreed->owned);
	if ((st = team_sum_u64(&s->team, tally, TERM_COUNTS_TALLY + 1, err)) < 0)
		return st;
	df = term_counts_cut(tally, s->b.plan.max_terms, &n);
	if (df > rule->min_df)
		rule->min_df = df;
	if ((st = spool_new(&agreed->kept, NULL, err)) < 0 ||
	    (st = term_counts_each(agreed->owned, rule->min_df, keep_term, agreed, err)) < 0)
		return st;
	return spool_finish(agreed->kept, err);
}

static tensen_status
spool_bytes(const spool *spooled, buf *out, tensen_error *err)
{
	tensen_status st = spool_pour(spooled, sink_to_buf, out, err);

	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}

/* All ranks get all kept terms and make the same vocabulary. */
static tensen_status
share_vocab(agreement *agreed, vocab_rule *rule, tensen_error *err)
{
	shard *s = agreed->s;
	buf mine = BUF_INIT, *all = team_bufs(&s->team);
	term_counts *c = NULL;
	tensen_status st = all ? spool_bytes(agreed->kept, &mine, err) : tensen_fail_nomem(err);

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
number_term(void *ctx, uint32_t at, const counted_term *one, tensen_error *err)
{
	numbering *n = ctx;

	(void)err;
	n->final[at] = vocab_find(n->vocab, one->form);
	return TENSEN_OK;
}

static tensen_status
set_numbers(shard *of, tensen_error *err)
{
	term_counts *c = of->b.term_counts;
	numbering n = {&of->b.vocab, malloc((term_counts_kept(c) + (size_t)1) * sizeof *n.final)};

	if (!n.final)
		return tensen_fail_nomem(err);
	term_counts_set_final(c, n.final);
	return term_counts_each(c, 0, number_term, &n, err);
}

tensen_status
shard_number_terms(shard *of, tensen_error *err)
{
	tensen_status st = term_counts_merge(of->b.term_counts, NULL, err);

	return st < 0 ? st : set_numbers(of, err);
}

/* By document with text: number of its first record; malloc'ed. */
static uint64_t *
arrival_of_rows(const shard *of)
{
	uint64_t *out = malloc((of->b.n_rows + (size_t)1) * sizeof *out);

	for (uint32_t i = 0; out && i < of->b.n_rows; i++)
		out[i] = of->arrival[of->b.slots[i].document];
	return out;
}

tensen_status
shard_vocab(shard *of, tensen_error *err)
{
	uint64_t *arrival = arrival_of_rows(of);
	agreement a = {.s = of, .arrival = arrival};
	vocab_rule rule;
	tensen_status st = arrival ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = team_sum_u64(&of->team, &of->b.n_all, 1, err);
	rule = build_rule(&of->b, of->b.n_all);
	if (st == TENSEN_OK && of->b.n_all >= UINT32_MAX)
		st = tensen_fail(err, TENSEN_E_INPUT, SAY_MORE_THAN_DOCUMENTS, UINT32_MAX - 1);
	if (st == TENSEN_OK)
		st = exchange_counts(&a, err);
	if (st == TENSEN_OK)
		st = choose_owned(&a, &rule, err);
	if (st == TENSEN_OK)
		st = share_vocab(&a, &rule, err);
	if (st == TENSEN_OK)
		st = set_numbers(of, err);
	team_spools_free(&of->team, a.to);
	team_spools_free(&of->team, a.from);
	term_counts_free(a.owned);
	spool_free(a.kept);
	free(arrival);
	return st;
}
