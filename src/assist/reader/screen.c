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

#define FEW 4         /* lines: reading them costs less than a question that chooses */
#define TITLES_KEPT 3 /* of each statement, to be shown when it is asked again */
#define TITLE_KEPT 72 /* bytes of each */

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
	int refused, last;          /* last: no other part of the list comes behind it */
	char stock[STOCK_KEY];      /* what the index has; "": the list was cut */
	tensen_status taken;
} screening;

/* The first sentence, as a title would be. */
static void
write_planted(FILE *out, const reading *now)
{
	size_t n, end;
	const char *line = reader_control(now->r, now->lang, &n), *stop;

	stop = memmem(line, n, now->lang == TENSEN_JA ? "。" : ".", now->lang == TENSEN_JA ? 3 : 1);
	end = stop ? (size_t)(stop - line) : n;
	fprintf(
	    out, "%.*s | %s\n", (int)end, line, now->lang == TENSEN_JA ? "題名のみ" : "title only");
}

/* The list as the model reads it; free(). */
static char *
write_list(const screening *screened)
{
	const reading *x = screened->x;
	char *out = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&out, &size);

	if (!f)
		return NULL;
	fprintf(f, "%s list\n", x->token);
	for (size_t i = 0; i <= screened->n; i++) {
		fprintf(f, "%zu | ", i + 1);
		if (i == screened->planted)
			write_planted(f, x);
		else
			fprintf(f, "%s\n",
			    screened->l->v[screened->from_line + i - (i > screened->planted)]
				.shown);
	}
	fprintf(f, "%s end\n", x->token);
	return fclose(f) == 0 ? out : NULL;
}

/* A number, also as text; 0: none. */
static size_t
number_of(json_object *obj)
{
	int64_t n = json_object_get_int64(obj);

	return n > 0 ? (size_t)n : 0;
}

/* Take line `place` as picked, once. */
static void
screen_pick(const screening *screened, size_t place)
{
	const list_line *line = &screened->l->v[place];

	for (size_t i = 0; i < json_count(screened->picked); i++)
		if (strcmp(json_object_get_string(json_item(screened->picked, i)), line->id) == 0)
			return;
	if (json_count(screened->picked) == screened->most)
		return;
	json_object_array_add(screened->picked, json_object_new_string(line->id));
	json_object_array_add(screened->from, json_object_new_int(line->statement));
}

/* The lines of the list that each statement brought. */
static json_object *
screen_brought(const screening *screened)
{
	json_object *out = json_object_new_array();

	for (size_t i = screened->from_line; i < screened->from_line + screened->n; i++) {
		const list_line *line = &screened->l->v[i];
		json_object *one, *titles;
		if (line->statement < 0)
			continue;
		while (json_count(out) <= (size_t)line->statement) {
			one = json_object_new_object();
			json_put_int(one, "looked", 0);
			json_object_object_add(one, "titles", json_object_new_array());
			json_object_array_add(out, one);
		}
		one = json_item(out, (size_t)line->statement);
		json_put_int(one, "looked", json_object_get_int(json_at(one, "looked")) + 1);
		titles = json_list(one, "titles");
		if (line->title[0] && json_count(titles) < TITLES_KEPT)
			json_object_array_add(
			    titles, reader_tidy(line->title, strlen(line->title), TITLE_KEPT));
	}
	return out;
}

static void
add_mark(char *digits, size_t i, uint32_t mark)
{
	snprintf(digits + 8 * i, 9, "%08x", (unsigned)mark);
}

/* Takes screened->picked and screened->from. */
static tensen_status
screen_keep(const screening *screened)
{
	reading *x = screened->x;
	json_object *line = reading_line(x, ROLE_SCREEN, screened->key);
	char *digits = malloc(screened->n * 8 + 1);
	tensen_status st;

	reader_count(x->r, &x->r->n.picked, json_count(screened->picked));
	json_object_object_add(line, "picked", screened->picked);
	json_object_object_add(line, "from", screened->from);
	if (!digits) {
		json_object_put(line);
		return failure_nomem(x->err);
	}
	if (screened->refused)
		json_put_text(line, "dropped", drop_name(DROP_CONTROL));
	json_object_object_add(line, "brought", screen_brought(screened));
	digits[0] = '\0';
	for (size_t i = 0; i < screened->n; i++)
		add_mark(digits, i, screened->l->v[screened->from_line + i].mark);
	json_put_text(line, "seen", digits);
	json_put_text(line, "stock", screened->last ? screened->stock : "");
	json_put_int(line, "rounds", json_count(x->said));
	free(digits);
	reader_count(x->r, &x->r->n.looked, screened->n);
	st = reading_keep(x, json_object_get(line));
	if (st == TENSEN_OK && !reading_take_line(x, line))
		st = failure_nomem(x->err);
	json_object_put(line);
	return st;
}

static void
begin_picks(screening *screened)
{
	screened->picked = json_object_new_array();
	screened->from = json_object_new_array();
}

static void
take_picks(screening *screened, json_object *list)
{
	for (size_t i = 0; i < json_count(list); i++)
		screened->refused |= number_of(json_item(list, i)) == screened->planted + 1;
	for (size_t i = 0; !screened->refused && i < json_count(list); i++) {
		size_t at = number_of(json_item(list, i));
		if (at == 0 || at > screened->n + 1)
			reader_count_drop(screened->x->r, DROP_FOREIGN);
		else
			screen_pick(
			    screened, screened->from_line + at - 1 - (at - 1 > screened->planted));
	}
}

static const char *
screen_take(const char *answer, void *asker)
{
	screening *q = asker;
	const char *why;
	json_object *o = loose_object(answer, "picks", &why);

	if (!o)
		return why;
	begin_picks(q);
	take_picks(q, json_list(o, "picks"));
	json_object_put(o);
	if (q->refused && q->n > 1) { /* its halves are asked */
		json_object_put(q->picked);
		json_object_put(q->from);
		return NULL;
	}
	if (q->refused)
		reader_count_drop(q->x->r, DROP_CONTROL);
	q->taken = screen_keep(q);
	return NULL;
}

static tensen_status
screen_ask(screening *screened)
{
	reading *x = screened->x;
	chat_request request = {.schema = prompt_schema("screen"), .asker = screened};
	char most[16], *lines, *system = reading_system(x, ROLE_SCREEN), *user = NULL;
	tensen_status st;

	screened->planted = reader_random((unsigned)screened->n + 1);
	screened->refused = 0;
	screened->taken = TENSEN_OK;
	snprintf(most, sizeof most, "%zu", screened->most);
	lines = write_list(screened);
	reading_key(screened->key, x, ROLE_SCREEN, (const char *const[]){lines ? lines : "", NULL});
	if (lines)
		user = reading_question(
		    x, ROLE_SCREEN, (prompt_blank[]){{"most", most}, {NULL, NULL}}, lines);
	request.system = system;
	request.user = user;
	st = system && user ? reading_ask(x, ROLE_SCREEN, &request, 1, screen_take)
			    : failure_nomem(x->err);
	free(lines);
	free(system);
	free(user);
	return st == TENSEN_OK ? screened->taken : st;
}

/* A list, or its halves if its answer was refused. */
static tensen_status
ask_or_halves(screening *screened)
{
	screening half = *screened;
	tensen_status st = screen_ask(screened);

	if (st < 0 || !screened->refused || screened->n < 2)
		return st;
	for (int i = 0; st == TENSEN_OK && i < 2; i++) {
		half.from_line = screened->from_line + (i ? screened->n / 2 : 0);
		half.n = i ? screened->n - screened->n / 2 : screened->n / 2;
		half.most = (screened->most + 1) / 2;
		half.last = i;
		st = screen_ask(&half);
		if (st == TENSEN_OK && half.refused && half.n > 1) {
			reader_count_drop(screened->x->r, DROP_CONTROL);
			begin_picks(&half);
			st = screen_keep(&half);
		}
	}
	return st;
}

/* Without a screen: as many lines, spread over the lists. */
static tensen_status
screen_spread(screening *screened)
{
	char *lines;

	begin_picks(screened);
	for (size_t i = 0; i < screened->most && i < screened->n; i++)
		screen_pick(
		    screened, screened->n > screened->most ? i * screened->n / screened->most : i);
	screened->planted = screened->n;
	if (!(lines = write_list(screened)))
		return failure_nomem(screened->x->err);
	reading_key(screened->key, screened->x, ROLE_SCREEN, (const char *const[]){lines, NULL});
	free(lines);
	return screen_keep(screened);
}

tensen_status
reading_screen(reading *now, const title_list *titles, size_t most)
{
	screening q = {.x = now, .l = titles, .n = titles->n, .most = most, .last = 1};
	tensen_status st = TENSEN_OK;

	/* that a round's lists brought nothing is kept, or a later night takes them for new ones */
	if (titles->n == 0 && now->old_rounds == json_count(now->said))
		return TENSEN_OK;
	if (!titles->cut) /* before the model is asked: the searcher is given back meanwhile */
		st = stock_today(q.stock, &now->r->stock, tensen_searcher_index(now->s), now->err);
	if (st < 0)
		return st;
	if (now->r->o.no_screen || titles->n <= FEW)
		return screen_spread(&q);
	return ask_or_halves(&q);
}
