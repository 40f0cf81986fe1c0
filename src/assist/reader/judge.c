/* assist/reader/judge.c - pairs of the patent and a document are read, and what was liked is read
 * again.
 *
 * ROUNDS  First all pairs that lack an answer, in batches.  Then once more those that an answer
 *         left out, or whose answer left its control out.  Then, one by one, those whose answer was
 *         refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tensen/messages.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/batch.h"

/* A batch on its way, for the answer to come back to. */
typedef struct sent {
	judging *j;
	batch q;
	tensen_status taken; /* the result of its answer */
} sent;

/* The batches of the items in this state. */
static size_t
judge_deal(const judging *now, sent *mail, item_state state)
{
	/* after an answer with gaps the model gets fewer documents at once */
	size_t n = 0, whole = batch_room(now->x->r, now->kind),
	       most = state == ITEM_ALONE     ? 1
		      : state == ITEM_MISSING ? (whole + 1) / 2
					      : whole;

	for (size_t i = 0; i < now->n; i++) {
		if (now->items[i].state != state)
			continue;
		if (n == 0 || mail[n - 1].q.n == most)
			n++;
		mail[n - 1].q.at[mail[n - 1].q.n++] = i;
	}
	return n;
}

/* An answer is kept as soon as it comes, so that a killed program keeps the answers before. */
static const char *
judge_take(const char *answer, void *asker)
{
	sent *v = asker;
	const char *why = batch_form(v->j, answer);

	if (!why)
		v->taken = batch_take(v->j, &v->q, answer);
	return why;
}

static tensen_status
put_questions(judging *now, sent *mail, chat_request *req, size_t n)
{
	tensen_status st = reading_ask(now->x, now->kind->role, req, n, judge_take);

	for (size_t i = 0; i < n; i++)
		st = st == TENSEN_OK ? mail[i].taken : st;
	return st;
}

/* One round of questions about the items in this state. */
static tensen_status
ask_round(judging *now, item_state state)
{
	sent *v = calloc(now->n, sizeof *v);
	chat_request *r = calloc(now->n, sizeof *r);
	size_t n = v ? judge_deal(now, v, state) : 0;
	tensen_status st = v && r ? TENSEN_OK : TENSEN_E_NOMEM;

	for (size_t i = 0; st == TENSEN_OK && i < n; i++) {
		v[i].j = now;
		if (!batch_write(now, &v[i].q))
			st = TENSEN_E_NOMEM;
		r[i] = (chat_request){.system = v[i].q.system,
		    .user = v[i].q.user,
		    .schema = prompt_schema(role_name(now->kind->role)),
		    .asker = &v[i]};
	}
	if (st < 0)
		failure(now->x->err, st, "", SAY_OUT_MEMORY);
	else if (n > 0)
		st = put_questions(now, v, r, n);
	for (size_t i = 0; i < n; i++) {
		free(v[i].q.system);
		free(v[i].q.user);
	}
	free(v);
	free(r);
	return st;
}

/* 1 if no answer passed its control and more than one is as bad as `least`. */
static int
no_control_passed(const judging *now, control_result least)
{
	reader *r = now->x->r;
	size_t n = 0;

	for (control_result c = least; c < N_CONTROL_RESULTS; c++)
		n += now->controls[c];
	if (now->controls[CONTROL_PASSED] > 0 || n <= 1)
		return 0;
	now->x->blind = 1;
	pthread_mutex_lock(&r->lock);
	r->n.unanswered++;
	snprintf(r->n.why, sizeof r->n.why, "no answer passed its control");
	pthread_mutex_unlock(&r->lock);
	return 1;
}

/* A document to be asked about. */
typedef struct wanted {
	const char *id;
	int statement;    /* that found it, -1: not said */
	const char *hash; /* of the text that was graded: another one is graded again first; NULL */
} wanted;

/* 1 if the pair of *it is wanted already: two lists of different nights may pick one document. */
static int
is_collected(const judging *now, const item *it)
{
	for (size_t i = 0; i < now->n; i++)
		if (strcmp(now->items[i].key, it->key) == 0)
			return 1;
	return 0;
}

/* The pairs that lack an answer.  A document that is no longer there is passed over. */
static tensen_status
judge_collect(judging *now, const wanted *want, size_t n)
{
	reading *x = now->x;

	if (!(now->items = calloc(n ? n : 1, sizeof *now->items)))
		return failure_nomem(x->err);
	for (size_t i = 0; i < n; i++) {
		item *it = &now->items[now->n];
		const tensen_query q = {.id = want[i].id};
		tensen_status st =
		    passage_read(&it->p, x->s, &q, reader_room(x->r, now->kind->room), x->err);
		if (st == TENSEN_E_NOTFOUND)
			continue;
		if (st < 0 || (st = tensen_document_hash(x->s, want[i].id, it->hash, x->err)) < 0)
			return st;
		reader_count(x->r, &x->r->n.cut, it->p.cut != 0);
		it->statement = want[i].statement;
		reading_key(
		    it->key, x, now->kind->role, (const char *const[]){it->p.id, it->p.text, NULL});
		if (is_collected(now, it)) {
			passage_clear(&it->p);
			continue;
		}
		if (tensen_readings_has(x->r->readings, role_name(now->kind->role), it->key) ||
		    (want[i].hash && strcmp(want[i].hash, it->hash) != 0)) {
			reader_count(x->r, &x->r->n.kept, 1);
			passage_clear(&it->p);
			continue;
		}
		now->n++;
	}
	return TENSEN_OK;
}

static tensen_status
give_up(judging *now, tensen_status st)
{
	for (size_t i = 0; i < now->n; i++)
		passage_clear(&now->items[i].p);
	free(now->items);
	return st;
}

static tensen_status
ask_all(judging *now)
{
	tensen_status st = TENSEN_OK;

	if (now->n > 0 && now->x->chat && !now->x->blind) {
		st = ask_round(now, ITEM_OPEN);
		if (st == TENSEN_OK && !no_control_passed(now, CONTROL_FAILED))
			st = ask_round(now, ITEM_MISSING);
		if (st == TENSEN_OK && !no_control_passed(now, CONTROL_ABSENT))
			st = ask_round(now, ITEM_ALONE);
	}
	return give_up(now, st);
}

/* What was picked and not graded; want NULL: how many. */
static size_t
judge_ungraded(const reading *now, wanted *want)
{
	size_t n = 0;

	for (size_t i = 0; i < json_count(now->screens); i++) {
		json_object *screen = json_item(now->screens, i);
		json_object *picked = json_list(screen, "picked"),
			    *from = json_list(screen, "from");
		for (size_t k = 0; k < json_count(picked); k++) {
			const char *id = json_object_get_string(json_item(picked, k));
			json_object *by = from ? json_item(from, k) : NULL;
			if (!id || json_at(now->judged, id))
				continue;
			if (want)
				want[n] = (wanted){id, by ? json_object_get_int(by) : -1, NULL};
			n++;
		}
	}
	return n;
}

int
reading_all_graded(const reading *now)
{
	return judge_ungraded(now, NULL) == 0;
}

static size_t
n_picked(const reading *now)
{
	size_t n = 0;

	for (size_t i = 0; i < json_count(now->screens); i++) {
		json_object *picked = json_list(json_item(now->screens, i), "picked");
		n += json_count(picked);
	}
	return n;
}

/* ---- the second reading ---- */

#define FILLERS_LEAST 3
#define FILLERS_OF 3 /* one for so many that were liked */

static int
by_hash(const void *a, const void *b)
{
	const wanted *x = a, *y = b;
	int c = strcmp(x->hash, y->hash);

	return c ? c : strcmp(x->id, y->id);
}

/* What the first reading liked enough, or did not, and nobody read again; without the first `seen`. */
static size_t
collect_once(const reading *x, wanted *want, int good, size_t seen)
{
	const double scale = verdict_scale(x->judged, x->lang);
	size_t n = 0, at = 0;

	json_object_object_foreach(x->judged, id, line)
	{
		if (at++ >= seen && verdict_asks_again(line, x->lang, scale) == good &&
		    !json_at(x->doubted, id))
			want[n++] = (wanted){id, -1, json_text(line, "document_hash")};
	}
	if (n)
		qsort(want, n, sizeof *want, by_hash);
	return n;
}

/* What was liked among some others, in an order that says nothing: a reader who sees liked pairs alone
 * likes too many, or too few.  A later night asks about its own documents alone. */
static size_t
judge_again(const reading *x, wanted *want)
{
	const size_t seen = json_object_object_length(x->doubted) ? x->judged_before : 0;
	size_t n = collect_once(x, want, 1, 0),
	       most = n / FILLERS_OF < FILLERS_LEAST ? FILLERS_LEAST : n / FILLERS_OF,
	       fillers = n ? collect_once(x, want + n, 0, seen) : 0;

	n += fillers < most ? fillers : most;
	if (n)
		qsort(want, n, sizeof *want, by_hash);
	return n;
}

tensen_status
reading_meet(reading *now, const char *const *ids, size_t n)
{
	judging j = {.x = now, .kind = &verdict_meet};
	wanted *v = calloc(n + 1, sizeof *v);
	tensen_status st;

	if (!v)
		return failure_nomem(now->err);
	for (size_t i = 0; i < n; i++)
		v[i] = (wanted){ids[i], -1, NULL};
	st = judge_collect(&j, v, n);
	st = st == TENSEN_OK ? ask_all(&j) : give_up(&j, st);
	free(v);
	return st;
}

static tensen_status
read_pairs(reading *now, const verdict_kind *kind, size_t most,
    size_t (*choose)(const reading *x, wanted *v))
{
	judging j = {.x = now, .kind = kind};
	wanted *v = calloc(most + 1, sizeof *v);
	tensen_status st;

	if (!v)
		return failure_nomem(now->err);
	st = judge_collect(&j, v, choose(now, v));
	st = st == TENSEN_OK ? ask_all(&j) : give_up(&j, st);
	free(v);
	return st;
}

tensen_status
reading_judge(reading *now)
{
	return read_pairs(now, &verdict_judge, n_picked(now), judge_ungraded);
}

tensen_status
reading_doubt(reading *now)
{
	if (now->r->o.no_doubt)
		return TENSEN_OK;
	return read_pairs(
	    now, &verdict_doubt, (size_t)json_object_object_length(now->judged), judge_again);
}
