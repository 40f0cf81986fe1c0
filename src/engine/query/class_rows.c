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
class_rows_new(class_rows **out, const rows *rows_of, tensen_error *err)
{
	class_rows *c = *out = calloc(1, sizeof *c);

	if (!c)
		return tensen_fail_nomem(err);
	c->r = rows_of;
	if (pthread_mutex_init(&c->lock, NULL)) {
		free(c);
		*out = NULL;
		return tensen_fail_nomem(err);
	}
	return TENSEN_OK;
}

void
class_rows_free(class_rows *class)
{
	if (!class)
		return;
	pthread_mutex_destroy(&class->lock);
	free(class->start);
	free(class->row);
	free(class);
}

/* Counts of the groups, two places on: filling the lists moves them back by one. */
static void
count_groups(class_rows *class)
{
	const rows *r = class->r;

	for (uint32_t row = 0; row < r->n; row++) {
		uint32_t n;
		const uint32_t *g = rows_groups(r, row, &n);
		for (uint32_t i = 0; i < n; i++)
			class->start[g[i] + 2]++;
	}
	for (uint32_t g = 2; g < r->n_groups + 2; g++)
		class->start[g] += class->start[g - 1];
}

static tensen_status
class_make(class_rows *class, tensen_error *err)
{
	const rows *r = class->r;
	uint32_t *list;

	free(class->start);
	if (!(class->start = calloc(r->n_groups + (size_t)2, sizeof *class->start)))
		return tensen_fail_nomem(err);
	count_groups(class);
	list = malloc((class->start[r->n_groups + 1] + 1) * sizeof *list);
	if (!list)
		return tensen_fail_nomem(err);
	for (uint32_t row = 0; row < r->n; row++) {
		uint32_t n;
		const uint32_t *g = rows_groups(r, row, &n);
		for (uint32_t i = 0; i < n; i++)
			list[class->start[g[i] + 1]++] = row;
	}
	class->row = list;
	return TENSEN_OK;
}

tensen_status
class_rows_ready(class_rows *class, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	pthread_mutex_lock(&class->lock);
	if (!class->row)
		st = class_make(class, err);
	pthread_mutex_unlock(&class->lock);
	return st;
}

void
class_rows_clear(const class_rows *class, const uint8_t *marked, uint64_t *bits)
{
	for (uint32_t g = 0; g < class->r->n_groups; g++)
		for (uint64_t i = class->start[g]; marked[g] && i < class->start[g + 1]; i++)
			bits[class->row[i] / 64] &= ~((uint64_t)1 << (class->row[i] % 64));
}
