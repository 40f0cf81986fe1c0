/* assist/reader/rerank.c - a reranker of one's own shortens the list that a model looks through.
 *
 * A cross-encoder behind /v1/rerank scores each line with the statement that found it; of the whole
 * text's list, with the beginning of the patent.  Each statement keeps its best lines, in turns, up
 * to RERANK_KEPT lines in all.  A score says which lines are looked at first; it is no grade, and no
 * answer shows it.  The scores of a list are kept as a reading, so that the same list is not scored
 * twice; without an answer the list stays as long as it was. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/reading.h"

#define WHOLE_BYTES 600 /* of the patent, as the question of its own list */
#define RERANK_TRIES 2

/* The lines of one statement on their way. */
typedef struct ranking {
	reading *now;
	title_list *titles;
	int statement;
	size_t at[LIST_MAX], n; /* of titles->v */
	char key[33];
	char *body;
	tensen_status taken;
} ranking;

/* What the lines are scored with; a new object. */
static json_object *
rerank_question(const reading *now, int statement)
{
	const char *text =
	    statement < 0 ? now->patent.text : reading_statement(now, (size_t)statement);

	return reader_tidy(text ? text : "", text ? strlen(text) : 0, WHOLE_BYTES);
}

/* {"model":…,"query":…,"documents":[…]}, as Jina, Cohere, llama.cpp, vLLM and TEI take it. */
static int
rerank_write(ranking *ranked)
{
	const reader *r = ranked->now->r;
	json_object *o = json_object_new_object(), *lines = json_object_new_array();
	char hashed[256];

	for (size_t i = 0; i < ranked->n; i++)
		json_object_array_add(
		    lines, json_object_new_string(ranked->titles->v[ranked->at[i]].shown));
	if (r->o.rerank_name)
		json_put_text(o, "model", r->o.rerank_name);
	json_object_object_add(o, "query", rerank_question(ranked->now, ranked->statement));
	json_object_object_add(o, "documents", lines);
	ranked->body = strdup(json_line(o));
	json_object_put(o);
	snprintf(hashed, sizeof hashed, "%.200s", r->o.rerank_name ? r->o.rerank_name : "");
	if (ranked->body)
		reading_key(ranked->key, ranked->now, ROLE_RERANK,
		    (const char *const[]){hashed, ranked->body, NULL});
	return ranked->body != NULL;
}

/* Scores by line into `out`.  NULL: every line has one. */
static const char *
rerank_scores(double *out, size_t n, json_object *answer)
{
	json_object *list = json_list(answer, "results");
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		out[i] = NAN;
	if (!list)
		list = json_object_is_type(answer, json_type_array) ? answer : NULL;
	for (size_t i = 0; i < json_count(list); i++) {
		json_object *one = json_item(list, i);
		json_object *score = json_at(one, "relevance_score");
		int64_t at = json_object_get_int64(json_at(one, "index"));
		if (!score)
			score = json_at(one, "score");
		if (!json_at(one, "index") || !score || at < 0 || (uint64_t)at >= n ||
		    !isnan(out[at]) || !isfinite(json_object_get_double(score)))
			return "a score of no line, or no number";
		out[at] = json_object_get_double(score);
		found++;
	}
	return found == n ? NULL : "lines without a score";
}

static tensen_status
rerank_keep(const ranking *ranked, const double *scores)
{
	json_object *line = reading_line(ranked->now, ROLE_RERANK, ranked->key);
	json_object *list = json_object_new_array();

	json_put_text(
	    line, "by", ranked->now->r->o.rerank_name ? ranked->now->r->o.rerank_name : "reranker");
	for (size_t i = 0; i < ranked->n; i++)
		json_object_array_add(list, json_object_new_double(scores[i]));
	json_object_object_add(line, "scores", list);
	return reading_keep(ranked->now, line);
}

static void
rerank_put(const ranking *ranked, const double *scores)
{
	for (size_t i = 0; i < ranked->n; i++)
		ranked->titles->v[ranked->at[i]].score = scores[i];
}

/* A chat_take. */
static const char *
rerank_take(const char *answer, void *asker)
{
	ranking *ranked = asker;
	double scores[LIST_MAX];
	json_object *o = completion_json(answer, strlen(answer), 16);
	const char *why = o ? rerank_scores(scores, ranked->n, o) : "the answer is no JSON";

	json_object_put(o);
	if (!why) {
		ranked->taken = rerank_keep(ranked, scores);
		rerank_put(ranked, scores);
	}
	return why;
}

/* 1: the scores are kept from before. */
static int
rerank_kept(const ranking *ranked)
{
	tensen_text line = {.p = NULL};
	double scores[LIST_MAX];
	json_object *o = NULL, *list;
	size_t n = 0;

	if (tensen_readings_find(
		ranked->now->r->readings, role_name(ROLE_RERANK), ranked->key, &line, NULL) < 0)
		return 0;
	if (line.p)
		o = completion_json(line.p, strlen(line.p), 16);
	list = o ? json_list(o, "scores") : NULL;
	if (list && json_count(list) == ranked->n)
		for (; n < ranked->n; n++)
			scores[n] = json_object_get_double(json_item(list, n));
	if (n && n == ranked->n)
		rerank_put(ranked, scores);
	json_object_put(o);
	tensen_text_free(&line);
	return n && n == ranked->n;
}

static int
by_score(const void *a, const void *b)
{
	const list_line *x = a, *y = b;

	if (x->turn != y->turn)
		return x->turn < y->turn ? -1 : 1;
	return (x->statement > y->statement) - (x->statement < y->statement);
}

static int
better_of_statement(const list_line *x, const list_line *y)
{
	return x->score > y->score || (x->score == y->score && x < y);
}

/* The place of each line among those of its statement. */
static void
rerank_turns(title_list *titles)
{
	for (size_t i = 0; i < titles->n; i++) {
		titles->v[i].turn = 0;
		for (size_t k = 0; k < titles->n; k++)
			titles->v[i].turn += k != i &&
					     titles->v[k].statement == titles->v[i].statement &&
					     better_of_statement(&titles->v[k], &titles->v[i]);
	}
}

/* The first RERANK_KEPT lines stay. */
static void
rerank_cut(title_list *titles)
{
	rerank_turns(titles);
	qsort(titles->v, titles->n, sizeof *titles->v, by_score);
	while (titles->n > RERANK_KEPT) {
		list_line *line = &titles->v[--titles->n];
		free(line->id);
		free(line->title);
		free(line->shown);
	}
}

/* The statements whose lines have no kept scores; all bodies are written. */
static tensen_status
rerank_deal(reading *now, title_list *titles, ranking *out, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < titles->n; i++) {
		size_t k = 0;
		while (k < *n && out[k].statement != titles->v[i].statement)
			k++;
		if (k == *n)
			out[(*n)++] = (ranking){
			    .now = now, .titles = titles, .statement = titles->v[i].statement};
		out[k].at[out[k].n++] = i;
	}
	for (size_t k = 0; k < *n; k++)
		if (!rerank_write(&out[k]))
			return failure_nomem(now->err);
	return TENSEN_OK;
}

/* *all: every statement has its scores. */
static tensen_status
rerank_send(reading *now, ranking *ranked, size_t n, int *all)
{
	const chat_opts opts = {.to = &now->r->rerank_to,
	    .key = now->r->rerank_key,
	    .seconds = now->r->o.seconds,
	    .tries = RERANK_TRIES,
	    .gate = now->r->rerank_gate,
	    .plain = 1};
	chat_request *requests = calloc(n + 1, sizeof *requests);
	chat *to = NULL;
	size_t sent = 0;
	tensen_status st = requests ? chat_new(&to, &opts, now->err) : failure_nomem(now->err);

	*all = st == TENSEN_OK;
	for (size_t k = 0; st == TENSEN_OK && k < n; k++)
		if (!rerank_kept(&ranked[k]))
			requests[sent++] =
			    (chat_request){.user = ranked[k].body, .asker = &ranked[k]};
	if (st == TENSEN_OK && sent)
		st = chat_ask(to, requests, sent, rerank_take, NULL, NULL, now->err);
	for (size_t k = 0; st == TENSEN_OK && k < sent; k++) {
		*all &= requests[k].answered;
		st = ((ranking *)requests[k].asker)->taken;
		if (!requests[k].answered)
			reader_note_rerank(now->r, requests[k].why);
	}
	chat_free(to);
	free(requests);
	return st;
}

tensen_status
reading_rerank(reading *now, title_list *titles)
{
	ranking *ranked;
	size_t n = 0;
	int all = 0;
	tensen_status st;

	if (!now->r->o.rerank || !now->chat || titles->n <= RERANK_KEPT)
		return TENSEN_OK;
	if (!(ranked = calloc(titles->n, sizeof *ranked)))
		return failure_nomem(now->err);
	st = rerank_deal(now, titles, ranked, &n);
	if (st == TENSEN_OK)
		st = rerank_send(now, ranked, n, &all);
	if (st == TENSEN_OK && all)
		rerank_cut(titles);
	for (size_t k = 0; k < n; k++)
		free(ranked[k].body);
	free(ranked);
	return st;
}
