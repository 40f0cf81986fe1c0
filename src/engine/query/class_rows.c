/* engine/query/class_rows.c - see class_rows.h. */
#include "engine/query/class_rows.h"
#include <pthread.h>
#include <stdlib.h>
#include "util/fail.h"

struct class_rows {
	const rows *r;
	pthread_mutex_t lock;
	uint64_t *start; /* [groups + 1] */
	uint32_t *row;   /* of group g: start[g] .. start[g + 1] - 1, ascending; NULL: not made */
};

tensen_status
class_rows_new(class_rows **out, const rows *r, tensen_error *err)
{
	class_rows *c = *out = calloc(1, sizeof *c);

	if (!c)
		return tensen_fail_nomem(err);
	c->r = r;
	if (pthread_mutex_init(&c->lock, NULL)) {
		free(c);
		*out = NULL;
		return tensen_fail_nomem(err);
	}
	return TENSEN_OK;
}

void
class_rows_free(class_rows *c)
{
	if (!c)
		return;
	pthread_mutex_destroy(&c->lock);
	free(c->start);
	free(c->row);
	free(c);
}

/* Counts of the groups, two places on: filling the lists moves them back by one. */
static void
count_groups(class_rows *c)
{
	const rows *r = c->r;

	for (uint32_t row = 0; row < r->n; row++) {
		uint32_t n;
		const uint32_t *g = rows_groups(r, row, &n);
		for (uint32_t i = 0; i < n; i++)
			c->start[g[i] + 2]++;
	}
	for (uint32_t g = 2; g < r->n_groups + 2; g++)
		c->start[g] += c->start[g - 1];
}

static tensen_status
make(class_rows *c, tensen_error *err)
{
	const rows *r = c->r;
	uint32_t *list;

	free(c->start);
	if (!(c->start = calloc(r->n_groups + (size_t)2, sizeof *c->start)))
		return tensen_fail_nomem(err);
	count_groups(c);
	list = malloc((c->start[r->n_groups + 1] + 1) * sizeof *list);
	if (!list)
		return tensen_fail_nomem(err);
	for (uint32_t row = 0; row < r->n; row++) {
		uint32_t n;
		const uint32_t *g = rows_groups(r, row, &n);
		for (uint32_t i = 0; i < n; i++)
			list[c->start[g[i] + 1]++] = row;
	}
	c->row = list;
	return TENSEN_OK;
}

tensen_status
class_rows_ready(class_rows *c, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	pthread_mutex_lock(&c->lock);
	if (!c->row)
		st = make(c, err);
	pthread_mutex_unlock(&c->lock);
	return st;
}

void
class_rows_clear(const class_rows *c, const uint8_t *marked, uint64_t *bits)
{
	for (uint32_t g = 0; g < c->r->n_groups; g++)
		for (uint64_t i = c->start[g]; marked[g] && i < c->start[g + 1]; i++)
			bits[c->row[i] / 64] &= ~((uint64_t)1 << (c->row[i] % 64));
}
