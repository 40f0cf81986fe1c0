/* assist/reader/judge.c - role two: pairs of the patent and a document are graded.
 *
 * ROUNDS  First all pairs that the journal lacks, in batches.  Then once more those that an answer
 *         left out, or whose answer left its control out.  Then, one by one, those whose answer was
 *         refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "assist/reader/batch.h"
#include "assist/reader/verdict.h"
#include "assist/chat/chat.h"
#include "assist/reader/passage.h"

/* A batch on its way, for the answer to come back to. */
typedef struct sent {
	judging *j;
	batch q;
	tensen_status taken; /* the result of its answer */
} sent;

/* The batches of the items in this state. */
static size_t
deal(const judging *j, sent *v, item_state state)
{
	/* after an answer with gaps the model gets fewer documents at once */
	size_t n = 0, most = state == ITEM_ALONE     ? 1
			     : state == ITEM_MISSING ? READER_BATCH / 2
						     : READER_BATCH;

	for (size_t i = 0; i < j->n; i++) {
		if (j->items[i].state != state)
			continue;
		if (n == 0 || v[n - 1].q.n == most)
			n++;
		v[n - 1].q.at[v[n - 1].q.n++] = i;
	}
	return n;
}

/* An answer is kept as soon as it comes, so that a killed program keeps the answers before. */
static const char *
take(const char *answer, void *asker)
{
	sent *v = asker;
	const char *why = verdict_form(answer, NULL);

	if (!why)
		v->taken = batch_take(v->j, &v->q, answer);
	return why;
}

static tensen_status
put_questions(judging *j, sent *v, chat_request *r, size_t n)
{
	tensen_status st =
	    chat_ask(j->r->chat, r, n, take, j->r->o.progress, j->r->o.progress_payload, j->err);

	for (size_t i = 0; i < n; i++) {
		if (r[i].why[0])
			snprintf(j->r->why, sizeof j->r->why, "%s", r[i].why);
		st = st == TENSEN_OK ? v[i].taken : st;
	}
	return st;
}

/* One round of questions about the items in this state. */
static tensen_status
ask_round(judging *j, item_state state)
{
	sent *v = calloc(j->n, sizeof *v);
	chat_request *r = calloc(j->n, sizeof *r);
	size_t n = v ? deal(j, v, state) : 0;
	tensen_status st = v && r ? TENSEN_OK : TENSEN_E_NOMEM;

	for (size_t i = 0; st == TENSEN_OK && i < n; i++) {
		v[i].j = j;
		if (!batch_write(j, &v[i].q))
			st = TENSEN_E_NOMEM;
		r[i] = (chat_request){.system = v[i].q.system,
		    .user = v[i].q.user,
		    .schema = verdict_schema,
		    .asker = &v[i]};
	}
	if (st < 0)
		failure(j->err, st, "", "out of memory");
	else if (n > 0)
		st = put_questions(j, v, r, n);
	for (size_t i = 0; i < n; i++) {
		free(v[i].q.system);
		free(v[i].q.user);
	}
	free(v);
	free(r);
	return st;
}

/* The texts of a question: the documents and, in every question, the patent. */
static void
count_lack(const judging *j)
{
	reader_lack *l = &j->r->lack;
	size_t requests = (j->n + READER_BATCH - 1) / READER_BATCH;

	l->documents = j->n;
	l->requests += requests;
	l->bytes += strlen(j->patent->text) * requests;
	for (size_t i = 0; i < j->n; i++)
		l->bytes += strlen(j->items[i].p.text);
}

static void
report_amount(const judging *j, size_t requests, size_t bytes)
{
	const reader *r = j->r;

	reader_report(r,
	    "文献 %zu 件の本文など %.1f KB を %zu 回に分けて %s（%s）へ送り、採点してもらう",
	    "%zu documents, with the patent %.1f KB of text in %zu requests, go to %s (%s), to be "
	    "judged",
	    j->n, (double)bytes / 1000, requests, r->to.shown, reader_machine(r));
}

static int
is_known(const reader_pairs *pairs, const char *id)
{
	for (size_t i = 0; i < pairs->n_known; i++)
		if (strcmp(pairs->known[i].id, id) == 0)
			return 1;
	return 0;
}

/* The pairs that the model is asked about, with their keys: those that no person has judged. */
static tensen_status
collect(judging *j, tensen_searcher *s, const reader_pairs *pairs)
{
	size_t most = pairs->n < j->r->o.documents ? pairs->n : j->r->o.documents;

	if (!(j->items = calloc(most ? most : 1, sizeof *j->items)))
		return failure_nomem(j->err);
	for (size_t i = 0; i < most; i++) {
		item *it = &j->items[j->n];
		const tensen_query q = {.id = pairs->ids[i]};
		tensen_status st;
		if (is_known(pairs, pairs->ids[i]))
			continue;
		if ((st = passage_read(&it->p, s, &q, PASSAGE_DOCUMENT, j->err)) < 0)
			return st;
		answers_key(
		    it->key, (const char *const[]){"judge", j->r->o.name, j->r->judge_version,
				 j->patent->text, it->p.id, it->p.text, NULL});
		it->place = i;
		j->n++;
	}
	return TENSEN_OK;
}

/* 1 if no answer passed its control and more than one is as bad as `least`. */
static int
no_control_passed(const judging *j, control_result least)
{
	size_t n = 0;

	for (control_result c = least; c < N_CONTROL_RESULTS; c++)
		n += j->controls[c];
	if (j->controls[CONTROL_PASSED] > 0 || n <= 1)
		return 0;
	snprintf(j->r->why, sizeof j->r->why, "no answer passed its control");
	return 1;
}

/* Those that the journal lacks come first and are asked; the others stay behind them. */
static tensen_status
ask_missing(judging *j)
{
	const reader_lack before = j->r->lack;
	size_t all = j->n, missing = 0;
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < all; i++)
		if (!answers_has(j->r->journal, "judge", j->items[i].key)) {
			item swap = j->items[missing];
			j->items[missing++] = j->items[i];
			j->items[i] = swap;
		}
	j->r->kept += all - missing;
	j->n = missing;
	count_lack(j);
	if (missing > 0 && j->r->chat && chat_left(j->r->chat) > 0) {
		report_amount(
		    j, j->r->lack.requests - before.requests, j->r->lack.bytes - before.bytes);
		reader_token(j->token);
		st = ask_round(j, ITEM_OPEN);
		if (st == TENSEN_OK && !no_control_passed(j, CONTROL_FAILED))
			st = ask_round(j, ITEM_MISSING);
		if (st == TENSEN_OK && !no_control_passed(j, CONTROL_ABSENT))
			st = ask_round(j, ITEM_ALONE);
	}
	j->n = all;
	return st;
}

static int
add_judgement(reader *r, const tensen_judgement *one)
{
	if (r->n_judgements == r->size) {
		size_t size = r->size ? r->size * 2 : 64;
		tensen_judgement *more = realloc(r->judgements, size * sizeof *more);
		if (!more)
			return 0;
		r->judgements = more;
		r->size = size;
	}
	r->judgements[r->n_judgements++] = *one;
	return 1;
}

static void
count_drop(reader *r, const char *name)
{
	for (int d = 0; d < N_DROPS; d++)
		r->dropped[d] += strcmp(name, drop_name((drop)d)) == 0;
}

/* The judgements of the journal, in the order of the ids asked. */
static tensen_status
read_back(const judging *j, const reader_pairs *pairs)
{
	reader *r = j->r;

	r->n_judgements = 0;
	r->lack.judged = 0;
	json_object_put(r->lines);
	if (!(r->lines = json_object_new_array()))
		return failure_nomem(j->err);
	for (size_t i = 0; i < pairs->n_known; i++)
		if (!add_judgement(r, &pairs->known[i]))
			return failure_nomem(j->err);
	for (size_t i = 0; i < j->n; i++) {
		json_object *line = answers_find(r->journal, "judge", j->items[i].key);
		tensen_judgement one;
		if (line)
			json_object_array_add(r->lines, line);
		if (!line) {
			r->unanswered++;
			r->lacking++;
		} else if (!verdict_read(&one, line, r->by)) {
			count_drop(r, reader_text(line, "dropped"));
		} else if (!add_judgement(r, &one)) {
			return failure_nomem(j->err);
		} else {
			r->lack.judged++;
		}
	}
	return TENSEN_OK;
}

static int
by_place(const void *a, const void *b)
{
	const item *x = a, *y = b;

	return (x->place > y->place) - (x->place < y->place);
}

tensen_status
reader_judge(reader *r, tensen_searcher *s, const tensen_query *q, const reader_pairs *pairs,
    const tensen_judgement **out, size_t *n, tensen_error *err)
{
	passage patent = {.text = NULL};
	judging j = {.r = r, .patent = &patent, .err = err};
	tensen_status st = passage_read(&patent, s, q, PASSAGE_QUERY, err);

	if (st == TENSEN_OK)
		st = collect(&j, s, pairs);
	if (st == TENSEN_OK)
		st = ask_missing(&j);
	if (st == TENSEN_OK) {
		qsort(j.items, j.n, sizeof *j.items, by_place);
		st = read_back(&j, pairs);
	}
	for (size_t i = 0; i < j.n; i++)
		passage_clear(&j.items[i].p);
	free(j.items);
	passage_clear(&patent);
	*out = r->judgements;
	*n = r->n_judgements;
	return st;
}
