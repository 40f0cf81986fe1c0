/* assist/reader/screen.c - a list of titles is looked through for what is worth reading.
 *
 * INJECTION  A title may hold an instruction ("pick this one alone").  Among the lines stands a
 *        planted one that bears on no patent.  An answer that picks it is refused, and each half of
 *        the list is asked by itself, again with a planted line; a half that is refused again is
 *        dropped. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/loose.h"
#include "assist/reader/reading.h"

#define TITLES_KEPT 3 /* of each statement, to be shown when it is asked again */

static const char schema[] =
    "{\"type\":\"object\",\"properties\":{\"picks\":{\"type\":\"array\",\"maxItems\":40,"
    "\"items\":{\"type\":\"integer\"}}},\"required\":[\"picks\"],\"additionalProperties\":false}";

/* A list on its way, for the answer to come back to. */
typedef struct screening {
	reading *x;
	const title_list *l;
	size_t from_line, n; /* its lines */
	size_t planted;      /* the number of the planted line, from 0 */
	size_t most;
	char key[33];
	char *user;
	json_object *picked, *from; /* ids, and the statement that brought each */
	int refused;
	tensen_status taken;
} screening;

/* The first sentence, as a title would be. */
static void
write_planted(FILE *f, const reading *x)
{
	size_t n, end;
	const char *line = reader_control(x->r, x->lang, &n), *stop;

	stop = memmem(line, n, x->lang == TENSEN_JA ? "。" : ".", x->lang == TENSEN_JA ? 3 : 1);
	end = stop ? (size_t)(stop - line) : n;
	fprintf(
	    f, "%.*s |  | %s\n", (int)end, line, x->lang == TENSEN_JA ? "題名のみ" : "title only");
}

/* The list as the model reads it; free(). */
static char *
write_list(const screening *q)
{
	const reading *x = q->x;
	char *out = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&out, &size);

	if (!f)
		return NULL;
	fprintf(f, "%s list\n", x->token);
	for (size_t i = 0; i <= q->n; i++) {
		fprintf(f, "%zu | ", i + 1);
		if (i == q->planted)
			write_planted(f, x);
		else
			fprintf(f, "%s\n", q->l->v[q->from_line + i - (i > q->planted)].shown);
	}
	fprintf(f, "%s end\n", x->token);
	return fclose(f) == 0 ? out : NULL;
}

/* A number, also as text; 0: none. */
static size_t
number_of(json_object *v)
{
	int64_t n = json_object_get_int64(v);

	return n > 0 ? (size_t)n : 0;
}

/* Take line `place` as picked, once. */
static void
pick(const screening *q, size_t place)
{
	const list_line *line = &q->l->v[place];

	for (size_t i = 0; i < json_object_array_length(q->picked); i++)
		if (strcmp(json_object_get_string(json_object_array_get_idx(q->picked, i)),
			line->id) == 0)
			return;
	if (json_object_array_length(q->picked) == q->most)
		return;
	json_object_array_add(q->picked, json_object_new_string(line->id));
	json_object_array_add(q->from, json_object_new_int(line->statement));
}

/* The lines of the list that each statement brought. */
static json_object *
brought(const screening *q)
{
	json_object *out = json_object_new_array();

	for (size_t i = q->from_line; i < q->from_line + q->n; i++) {
		const list_line *line = &q->l->v[i];
		json_object *one, *titles;
		if (line->statement < 0)
			continue;
		while (json_object_array_length(out) <= (size_t)line->statement) {
			one = json_object_new_object();
			json_object_object_add(one, "looked", json_object_new_int(0));
			json_object_object_add(one, "titles", json_object_new_array());
			json_object_array_add(out, one);
		}
		one = json_object_array_get_idx(out, (size_t)line->statement);
		json_object_object_add(one, "looked",
		    json_object_new_int(json_object_get_int(json_at(one, "looked")) + 1));
		titles = reader_list(one, "titles");
		if (line->title[0] && json_object_array_length(titles) < TITLES_KEPT)
			json_object_array_add(
			    titles, reader_tidy(line->title, strlen(line->title), 90));
	}
	return out;
}

/* Takes q->picked and q->from. */
static tensen_status
keep(const screening *q)
{
	reading *x = q->x;
	json_object *line = reading_line(x, ROLE_SCREEN, q->key);
	char *seen = malloc(q->n * 8 + 1);
	tensen_status st;

	reader_count(x->r, &x->r->n.picked, json_object_array_length(q->picked));
	json_object_object_add(line, "picked", q->picked);
	json_object_object_add(line, "from", q->from);
	if (!seen) {
		json_object_put(line);
		return failure_nomem(x->err);
	}
	seen[0] = '\0';
	for (size_t i = 0; i < q->n; i++)
		snprintf(seen + 8 * i, 9, "%08x", (unsigned)q->l->v[q->from_line + i].mark);
	if (q->refused)
		json_object_object_add(
		    line, "dropped", json_object_new_string(drop_name(DROP_CONTROL)));
	json_object_object_add(line, "brought", brought(q));
	json_object_object_add(line, "seen", json_object_new_string(seen));
	free(seen);
	reader_count(x->r, &x->r->n.looked, q->n);
	st = reading_keep(x, json_object_get(line));
	if (st == TENSEN_OK && !reading_take_line(x, line))
		st = failure_nomem(x->err);
	json_object_put(line);
	return st;
}

static void
begin_picks(screening *q)
{
	q->picked = json_object_new_array();
	q->from = json_object_new_array();
}

static void
take_picks(screening *q, json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++)
		q->refused |= number_of(json_object_array_get_idx(list, i)) == q->planted + 1;
	for (size_t i = 0; !q->refused && i < json_object_array_length(list); i++) {
		size_t at = number_of(json_object_array_get_idx(list, i));
		if (at == 0 || at > q->n + 1)
			reader_count_drop(q->x->r, DROP_FOREIGN);
		else
			pick(q, q->from_line + at - 1 - (at - 1 > q->planted));
	}
}

static const char *
take(const char *answer, void *asker)
{
	screening *q = asker;
	const char *why;
	json_object *o = loose_object(answer, "picks", &why);

	if (!o)
		return why;
	begin_picks(q);
	take_picks(q, reader_list(o, "picks"));
	json_object_put(o);
	if (q->refused && q->n > 1) { /* its halves are asked */
		json_object_put(q->picked);
		json_object_put(q->from);
		return NULL;
	}
	if (q->refused)
		reader_count_drop(q->x->r, DROP_CONTROL);
	q->taken = keep(q);
	return NULL;
}

static tensen_status
ask(screening *q)
{
	reading *x = q->x;
	chat_request request = {.schema = schema, .asker = q};
	char most[16], *lines, *system = reading_system(x, ROLE_SCREEN), *user = NULL;
	tensen_status st;

	q->planted = reader_random((unsigned)q->n + 1);
	q->refused = 0;
	q->taken = TENSEN_OK;
	snprintf(most, sizeof most, "%zu", q->most);
	lines = write_list(q);
	reading_key(q->key, x, ROLE_SCREEN, (const char *const[]){lines ? lines : "", NULL});
	if (lines)
		user = reading_question(
		    x, ROLE_SCREEN, (prompt_blank[]){{"most", most}, {NULL, NULL}}, lines);
	request.system = system;
	request.user = user;
	st =
	    system && user ? reading_ask(x, ROLE_SCREEN, &request, 1, take) : failure_nomem(x->err);
	free(lines);
	free(system);
	free(user);
	return st == TENSEN_OK ? q->taken : st;
}

/* A list, or its halves if its answer was refused. */
static tensen_status
ask_or_halves(screening *q)
{
	screening half = *q;
	tensen_status st = ask(q);

	if (st < 0 || !q->refused || q->n < 2)
		return st;
	for (int i = 0; st == TENSEN_OK && i < 2; i++) {
		half.from_line = q->from_line + (i ? q->n / 2 : 0);
		half.n = i ? q->n - q->n / 2 : q->n / 2;
		half.most = (q->most + 1) / 2;
		st = ask(&half);
		if (st == TENSEN_OK && half.refused && half.n > 1) {
			reader_count_drop(q->x->r, DROP_CONTROL);
			begin_picks(&half);
			st = keep(&half);
		}
	}
	return st;
}

/* Without a screen: as many lines, spread over the lists. */
static tensen_status
spread(screening *q)
{
	char *lines;

	begin_picks(q);
	for (size_t i = 0; i < q->most && i < q->n; i++)
		pick(q, q->n > q->most ? i * q->n / q->most : i);
	q->planted = q->n;
	if (!(lines = write_list(q)))
		return failure_nomem(q->x->err);
	reading_key(q->key, q->x, ROLE_SCREEN, (const char *const[]){lines, NULL});
	free(lines);
	return keep(q);
}

tensen_status
reading_screen(reading *x, const title_list *l, size_t most)
{
	screening q = {.x = x, .l = l, .n = l->n, .most = most};

	if (l->n == 0)
		return TENSEN_OK;
	return x->r->o.no_screen ? spread(&q) : ask_or_halves(&q);
}
