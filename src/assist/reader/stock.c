/* assist/reader/stock.c - see stock.h. */
#include "assist/reader/stock.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "assist/chat/chat.h"
#include "assist/failure.h"
#include "assist/json.h"

#define QUERY "stock"    /* under which the lines are found; no query has readings of their role */
#define LINE_MOST 100000 /* marks: a line of the readings has at most a megabyte */

void
stock_init(stock *of)
{
	*of = (stock){.readings = NULL};
	pthread_mutex_init(&of->lock, NULL);
}

void
stock_clear(stock *of)
{
	for (size_t i = 0; i < of->n; i++)
		free(of->lines[i].marks);
	free(of->lines);
	pthread_mutex_destroy(&of->lock);
}

#define BEGINS "{\"v\":2,\"role\":\"stock\","

int
stock_is_line(const char *line, size_t n)
{
	return n >= sizeof BEGINS - 1 && memcmp(line, BEGINS, sizeof BEGINS - 1) == 0;
}

static int
by_mark(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static uint32_t
stock_mark(const char *id)
{
	return (uint32_t)XXH3_64bits(id, strlen(id));
}

/* From 1; 0: nobody kept it. */
static size_t
place_of(const stock *of, const char *key)
{
	for (size_t i = of->n; i > 0; i--)
		if (strcmp(of->lines[i - 1].key, key) == 0)
			return i;
	return 0;
}

/* In the line, or in one that it adds to. */
static int
has_mark(const stock *of, size_t place, uint32_t mark)
{
	for (; place; place = of->lines[place - 1].before) {
		const stock_line *line = &of->lines[place - 1];
		if (line->n && bsearch(&mark, line->marks, line->n, sizeof mark, by_mark))
			return 1;
	}
	return 0;
}

/* Takes the marks.  A line adds to an earlier one, so that no chain has a circle. */
static tensen_status
stock_add(stock *of, const char *key, size_t before, uint32_t *marks, size_t n, tensen_error *err)
{
	stock_line *more = realloc(of->lines, (of->n + 1) * sizeof *more);

	if (!more) {
		free(marks);
		return failure_nomem(err);
	}
	of->lines = more;
	more[of->n] = (stock_line){.before = before, .marks = marks, .n = n};
	snprintf(more[of->n++].key, STOCK_KEY, "%s", key);
	return TENSEN_OK;
}

static tensen_status
take_line(stock *of, json_object *line, tensen_error *err)
{
	const char *digits = json_text(line, "marks"), *key = json_text(line, "key");
	size_t n = strlen(digits) / 8;
	uint32_t *marks;
	char one[9] = "";

	if (strcmp(json_text(line, "role"), "stock") != 0 || strlen(key) >= STOCK_KEY)
		return TENSEN_OK;
	if (!(marks = malloc((n + 1) * sizeof *marks)))
		return failure_nomem(err);
	for (size_t i = 0; i < n; i++) {
		memcpy(one, digits + 8 * i, 8);
		marks[i] = (uint32_t)strtoul(one, NULL, 16);
	}
	qsort(marks, n, sizeof *marks, by_mark);
	return stock_add(of, key, place_of(of, json_text(line, "before")), marks, n, err);
}

/* Under the lock: what is kept. */
static tensen_status
stock_read(stock *of, tensen_error *err)
{
	tensen_text text = {.p = NULL};
	tensen_status st = TENSEN_OK;

	if (of->read)
		return TENSEN_OK;
	st = tensen_readings_lines(of->readings, QUERY, &text, err);
	for (char *p = text.p, *end; st == TENSEN_OK && p && (end = strchr(p, '\n')); p = end + 1) {
		json_object *line = completion_json(p, (size_t)(end - p), 16);
		if (line)
			st = take_line(of, line, err);
		json_object_put(line);
	}
	tensen_text_free(&text);
	of->read = st == TENSEN_OK;
	return st;
}

static tensen_status
stock_keep(
    stock *of, const char *key, size_t before, const uint32_t *marks, size_t n, tensen_error *err)
{
	char *line = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&line, &size);
	tensen_status st;

	if (!f)
		return failure_nomem(err);
	fprintf(f, BEGINS "\"key\":\"%s\",\"query\":\"" QUERY "\",\"before\":\"%s\",\"marks\":\"",
	    key, before ? of->lines[before - 1].key : "");
	for (size_t i = 0; i < n; i++)
		fprintf(f, "%08x", (unsigned)marks[i]);
	fputs("\"}", f);
	st = fclose(f) == 0 ? tensen_readings_add(of->readings, line, err) : failure_nomem(err);
	free(line);
	return st;
}

/* Under the lock: the documents that the last line and those before it have not. */
static tensen_status
stock_new(stock *of, const char *key, const tensen_index *ix, tensen_error *err)
{
	const uint32_t count = tensen_index_count(ix);
	uint32_t *marks = malloc(((size_t)count + 1) * sizeof *marks);
	const size_t last = of->n;
	size_t n = 0, done = 0;
	tensen_status st = marks ? TENSEN_OK : failure_nomem(err);

	for (uint32_t row = 0; marks && row < count; row++) {
		marks[n] = stock_mark(tensen_index_id(ix, row));
		n += !has_mark(of, last, marks[n]);
	}
	for (int part = 0; st == TENSEN_OK && (part == 0 || done < n); part++) {
		size_t some = n - done < LINE_MOST ? n - done : LINE_MOST, before = of->n;
		uint32_t *own = malloc((some + 1) * sizeof *own);
		char name[STOCK_KEY];

		snprintf(name, sizeof name, done + some < n ? "%s-%d" : "%s", key, part);
		if (!own)
			st = failure_nomem(err);
		else
			st = stock_keep(of, name, before, marks + done, some, err);
		if (st == TENSEN_OK) {
			memcpy(own, marks + done, some * sizeof *own);
			qsort(own, some, sizeof *own, by_mark);
			st = stock_add(of, name, before, own, some, err);
		} else {
			free(own);
		}
		done += some;
	}
	free(marks);
	return st;
}

tensen_status
stock_today(char key[STOCK_KEY], stock *of, const tensen_index *ix, tensen_error *err)
{
	tensen_status st;

	snprintf(key, STOCK_KEY, "%016llx", (unsigned long long)tensen_index_hash(ix));
	pthread_mutex_lock(&of->lock);
	st = stock_read(of, err);
	if (st == TENSEN_OK && !place_of(of, key))
		st = stock_new(of, key, ix, err);
	pthread_mutex_unlock(&of->lock);
	return st;
}

tensen_status
stock_had(int *had, stock *of, const char *key, const char *id, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*had = 0;
	if (!key[0])
		return TENSEN_OK;
	pthread_mutex_lock(&of->lock);
	st = stock_read(of, err);
	if (st == TENSEN_OK)
		*had = has_mark(of, place_of(of, key), stock_mark(id));
	pthread_mutex_unlock(&of->lock);
	return st;
}
