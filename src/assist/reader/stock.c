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

static void
stock_forget(stock *of)
{
	for (size_t i = 0; i < of->n; i++)
		marks_clear(&of->lines[i].marks);
	free(of->lines);
	of->lines = NULL;
	of->n = 0;
}

void
stock_clear(stock *of)
{
	stock_forget(of);
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

int
marks_read(marks *to, const char *digits)
{
	size_t n = strlen(digits) / 8;
	uint32_t *more = realloc(to->v, (to->n + n + 1) * sizeof *more);
	char one[9] = "";

	if (!more)
		return 0;
	to->v = more;
	for (size_t i = 0; i < n; i++) {
		memcpy(one, digits + 8 * i, 8);
		more[to->n++] = (uint32_t)strtoul(one, NULL, 16);
	}
	qsort(more, to->n, sizeof *more, by_mark);
	return 1;
}

int
marks_have(const marks *of, uint32_t mark)
{
	return of->n && bsearch(&mark, of->v, of->n, sizeof mark, by_mark) != NULL;
}

void
marks_clear(marks *of)
{
	free(of->v);
	*of = (marks){NULL, 0};
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
		if (marks_have(&line->marks, mark))
			return 1;
	}
	return 0;
}

/* A line adds to an earlier one, so that no chain has a circle. */
static tensen_status
take_line(stock *of, json_object *line, tensen_error *err)
{
	const char *key = json_text(line, "key");
	const size_t before = place_of(of, json_text(line, "before"));
	stock_line *more;

	if (strcmp(json_text(line, "role"), "stock") != 0 || strlen(key) >= STOCK_KEY)
		return TENSEN_OK;
	if (!(more = realloc(of->lines, (of->n + 1) * sizeof *more)))
		return failure_nomem(err);
	of->lines = more;
	more += of->n++;
	*more = (stock_line){.before = before};
	snprintf(more->key, sizeof more->key, "%s", key);
	return marks_read(&more->marks, json_text(line, "marks")) ? TENSEN_OK : failure_nomem(err);
}

/* Under the lock: what is kept. */
static tensen_status
stock_read(stock *of, tensen_error *err)
{
	tensen_text text = {.p = NULL};
	tensen_status st = TENSEN_OK;

	if (of->read)
		return TENSEN_OK;
	stock_forget(of);
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
stock_keep(const stock *of, const char *key, const char *before, const uint32_t *new_marks,
    size_t n, tensen_error *err)
{
	char *line = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&line, &size);
	tensen_status st;

	if (!f)
		return failure_nomem(err);
	fprintf(f, BEGINS "\"key\":\"%s\",\"query\":\"" QUERY "\",\"before\":\"%s\",\"marks\":\"",
	    key, before);
	for (size_t i = 0; i < n; i++)
		fprintf(f, "%08x", (unsigned)new_marks[i]);
	fputs("\"}", f);
	st = fclose(f) == 0 ? tensen_readings_add(of->readings, line, err) : failure_nomem(err);
	free(line);
	return st;
}

/* Under the lock: the documents that the last line and those before it have not.  The last part has
 * the name of the whole; a kill before it leaves parts that the next call adds to. */
static tensen_status
stock_new(stock *of, const char *key, const tensen_index *ix, tensen_error *err)
{
	const uint32_t count = tensen_index_count(ix);
	uint32_t *found = malloc(((size_t)count + 1) * sizeof *found);
	char before[STOCK_KEY] = "", name[STOCK_KEY] = "";
	size_t n = 0, done = 0;
	tensen_status st = found ? TENSEN_OK : failure_nomem(err);

	if (of->n)
		snprintf(before, sizeof before, "%s", of->lines[of->n - 1].key);
	for (uint32_t row = 0; found && row < count; row++) {
		found[n] = stock_mark(tensen_index_id(ix, row));
		n += !has_mark(of, of->n, found[n]);
	}
	for (size_t part = of->n; st == TENSEN_OK && strcmp(name, key) != 0; part++) {
		size_t some = n - done < LINE_MOST ? n - done : LINE_MOST;
		snprintf(name, sizeof name, done + some < n ? "%s-%zu" : "%s", key, part);
		st = stock_keep(of, name, before, found + done, some, err);
		memcpy(before, name, sizeof before);
		done += some;
	}
	free(found);
	of->read = 0;
	return st == TENSEN_OK ? stock_read(of, err) : st;
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
