/* engine/distributed/shard_model.c - the rows that train, chosen from all ranks, and the basis.
 *
 * The choice is that of build_model.c: rows sorted by field, year and a seeded number are taken at
 * even distances.  Groups of one field and year are divided among the ranks, which sort them. */
#include <stdlib.h>
#include "engine/distributed/shard.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads/sort.h"

#define YEARS 16384 /* years are below 10,000 */
#define GROUPS ((size_t)(N_FIELDS + 1) * YEARS)
#define MESSAGE 16 /* bytes: group, row, random number */

typedef struct sample_row {
	uint64_t random;
	uint32_t group, row;
} sample_row;

COMPARE3(sample_row_compare, sample_row, UP(group), UP(random), UP(row))

static uint32_t
group_of(const doc_slot *doc)
{
	return (uint32_t)doc->primary * YEARS + doc->year % YEARS;
}

/* first[g]: documents of all ranks in the groups before g. */
static tensen_status
count_groups(shard *of, uint64_t *first, tensen_error *err)
{
	uint64_t at = 0;
	tensen_status st;

	for (uint32_t r = 0; r < of->b.n_rows; r++)
		first[group_of(&of->b.slots[r])]++;
	if ((st = team_sum_u64(&of->team, first, GROUPS, err)) < 0)
		return st;
	for (size_t g = 0; g < GROUPS; g++) {
		uint64_t n = first[g];
		first[g] = at;
		at += n;
	}
	return TENSEN_OK;
}

static tensen_status
send_rows(shard *of, const uint64_t *first, buf *send, buf *came, tensen_error *err)
{
	for (uint32_t r = 0; r < of->b.n_rows; r++) {
		uint32_t g = group_of(&of->b.slots[r]);
		buf *to = &send[first[g] * of->team.size / of->b.n_all];
		buf_u32(to, g);
		buf_u32(to, of->row_number[r]);
		buf_u64(to, rng_at(of->b.opts->seed, of->row_number[r]));
	}
	return team_exchange(&of->team, send, came, err);
}

/* Append the rows that are taken: i * n_all / n for i = 0 .. n - 1 of the sorted list. */
static tensen_status
shard_take(const shard *of, const uint64_t *first, const buf *came, uint32_t n, buf *out,
    tensen_error *err)
{
	buf list = BUF_INIT;
	sample_row *c;
	size_t all;
	uint64_t n_all = of->b.n_all;

	for (unsigned i = 0; i < of->team.size; i++)
		for (size_t at = 0; at + MESSAGE <= came[i].n; at += MESSAGE) {
			const char *p = came[i].p + at;
			sample_row x = {le64(p + 8), le32(p), le32(p + 4)};
			buf_add(&list, &x, sizeof x);
		}
	c = (sample_row *)(void *)list.p;
	all = list.n / sizeof *c;
	if (all)
		qsort(c, all, sizeof *c, sample_row_compare);
	for (size_t i = 0, begin = 0; i < all; i++) {
		uint64_t at, k;
		if (c[i].group != c[begin].group)
			begin = i;
		at = first[c[i].group] + (i - begin);
		k = (at * n + n_all - 1) / n_all;
		if (k < n && k * n_all / n == at)
			buf_u32(out, c[i].row);
	}
	buf_clear(&list);
	return list.failed || out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* The chosen rows of all ranks, ascending, to chosen. */
static tensen_status
shard_choose(shard *of, uint32_t n, buf *chosen, tensen_error *err)
{
	uint64_t *first = calloc(GROUPS, sizeof *first);
	buf *send = team_bufs(&of->team), *came = team_bufs(&of->team), mine = BUF_INIT;
	tensen_status st = first && send && came ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = count_groups(of, first, err);
	if (st == TENSEN_OK)
		st = send_rows(of, first, send, came, err);
	if (st == TENSEN_OK)
		st = shard_take(of, first, came, n, &mine, err);
	if (st == TENSEN_OK)
		st = team_gather(&of->team, (span){mine.p, mine.n}, came, err);
	for (unsigned i = 0; i < of->team.size && st == TENSEN_OK; i++)
		buf_add(chosen, came[i].p, came[i].n);
	if (chosen->n)
		qsort(chosen->p, chosen->n / 4, 4, sort_u32);
	free(first);
	team_bufs_free(&of->team, send);
	team_bufs_free(&of->team, came);
	buf_clear(&mine);
	return st == TENSEN_OK && chosen->failed ? tensen_fail_nomem(err) : st;
}

/* This rank's rows among the chosen ones (NULL: all rows), and their numbers among them. */
static tensen_status
own_rows(const shard *of, const buf *chosen, uint32_t *rows, uint32_t *numbers, uint32_t *n,
    tensen_error *err)
{
	const uint32_t *c = chosen ? (const uint32_t *)(const void *)chosen->p : NULL;

	*n = 0;
	if (!rows || !numbers)
		return tensen_fail_nomem(err);
	for (uint32_t r = 0; r < of->b.n_rows; r++) {
		const uint32_t *hit =
		    c ? bsearch(&of->row_number[r], c, chosen->n / 4, 4, sort_u32) : NULL;
		if (c && !hit)
			continue;
		rows[*n] = r;
		numbers[(*n)++] = hit ? (uint32_t)(hit - c) : of->row_number[r];
	}
	return TENSEN_OK;
}

tensen_status
shard_model(shard *of, tensen_error *err)
{
	builder *b = &of->b;
	uint32_t *rows = malloc((b->n_rows + (size_t)1) * sizeof *rows);
	uint32_t *numbers = malloc((b->n_rows + (size_t)1) * sizeof *numbers);
	training_set t = {.rows = rows, .numbers = numbers, .team = &of->team};
	uint64_t cells = 0;
	buf chosen = BUF_INIT;
	tensen_status st;

	for (uint32_t r = 0; r < b->n_rows; r++)
		cells += b->sizes[r];
	st = team_sum_u64(&of->team, &cells, 1, err);
	if (st == TENSEN_OK) {
		t.n_all = build_sample_size(b->n_all, cells, b->plan.cells * of->team.size);
		if (t.n_all < b->n_all)
			st = shard_choose(of, t.n_all, &chosen, err);
	}
	if (st == TENSEN_OK)
		st = own_rows(of, t.n_all < b->n_all ? &chosen : NULL, rows, numbers, &t.n, err);
	if (st == TENSEN_OK)
		st = build_train(b, &t, err);
	buf_clear(&chosen);
	free(rows);
	free(numbers);
	return st;
}
