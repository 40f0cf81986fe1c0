/* engine/distributed/shard_rows.c - the row that every document has in the index of one process.
 *
 * Rows are ordered by field, then by arrival.  Record numbers are divided among the ranks; the
 * rank of a number learns its field and counts, so no rank holds the whole list. */
#include <stdlib.h>
#include "engine/distributed/shard.h"
#include "util/bytes.h"
#include "util/fail.h"

#define PARTS (N_FIELDS + 1) /* fields 1 .. N_FIELDS, then rows without one */
#define NO_PART UINT8_MAX
#define MESSAGE 9 /* bytes: number of the record, part */

typedef struct ranking {
	shard *s;
	buf *send, *came, *answers, *rows;
	uint64_t first, n; /* record numbers of this rank */
	uint8_t *part;     /* by record number - first */
	uint32_t *row;
} ranking;

static unsigned
part_of(const doc_slot *doc)
{
	return doc->primary ? doc->primary - 1u : N_FIELDS;
}

static uint64_t
number_of(const shard *of, uint32_t row)
{
	return of->arrival[of->b.slots[row].document];
}

/* The rank that counts a record number. */
static unsigned
counter_of(const shard *of, uint64_t number)
{
	unsigned r = (unsigned)((unsigned __int128)number * of->team.size / of->records);

	while (team_first(&of->team, r + 1, of->records) <= number)
		r++;
	while (team_first(&of->team, r, of->records) > number)
		r--;
	return r;
}

static tensen_status
shard_init(ranking *ordering, shard *of, tensen_error *err)
{
	*ordering = (ranking){.s = of};
	ordering->first = team_first(&of->team, of->team.rank, of->records);
	ordering->n = team_first(&of->team, of->team.rank + 1, of->records) - ordering->first;
	ordering->send = team_bufs(&of->team);
	ordering->came = team_bufs(&of->team);
	ordering->answers = team_bufs(&of->team);
	ordering->rows = team_bufs(&of->team);
	ordering->part = malloc(ordering->n + 1);
	ordering->row = malloc((ordering->n + 1) * sizeof *ordering->row);
	of->row_number = malloc((of->b.n_rows + (size_t)1) * sizeof *of->row_number);
	return ordering->send && ordering->came && ordering->answers && ordering->rows &&
		       ordering->part && ordering->row && of->row_number
		   ? TENSEN_OK
		   : tensen_fail_nomem(err);
}

static void
shard_rows_clear(ranking *rank)
{
	team_bufs_free(&rank->s->team, rank->send);
	team_bufs_free(&rank->s->team, rank->came);
	team_bufs_free(&rank->s->team, rank->answers);
	team_bufs_free(&rank->s->team, rank->rows);
	free(rank->part);
	free(rank->row);
}

/* Fields of all documents to the ranks of their record numbers. */
static tensen_status
send_parts(ranking *rank, tensen_error *err)
{
	const shard *s = rank->s;
	tensen_status st;

	for (uint32_t r = 0; r < s->b.n_rows; r++) {
		uint64_t number = number_of(s, r);
		buf *to = &rank->send[counter_of(s, number)];
		buf_u64(to, number);
		buf_char(to, (char)part_of(&s->b.slots[r]));
	}
	if ((st = team_exchange(&rank->s->team, rank->send, rank->came, err)) < 0)
		return st;
	memset(rank->part, NO_PART, rank->n);
	for (unsigned i = 0; i < s->team.size; i++)
		for (size_t at = 0; at + MESSAGE <= rank->came[i].n; at += MESSAGE)
			rank->part[le64(rank->came[i].p + at) - rank->first] =
			    (uint8_t)rank->came[i].p[at + 8];
	return TENSEN_OK;
}

/* Number the rows: after those of earlier fields, and of earlier ranks in the same field. */
static tensen_status
count_rows(ranking *ordering, tensen_error *err)
{
	team *t = &ordering->s->team;
	uint64_t *counts = calloc((size_t)t->size * PARTS, sizeof *counts), next[PARTS], at = 0;
	tensen_status st = counts ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint64_t i = 0; counts && i < ordering->n; i++)
		if (ordering->part[i] != NO_PART)
			counts[(size_t)t->rank * PARTS + ordering->part[i]]++;
	if (st == TENSEN_OK)
		st = team_sum_u64(t, counts, (size_t)t->size * PARTS, err);
	for (unsigned p = 0; st == TENSEN_OK && p < PARTS; p++)
		for (unsigned r = 0; r < t->size; r++) {
			if (r == t->rank)
				next[p] = at;
			at += counts[(size_t)r * PARTS + p];
		}
	for (uint64_t i = 0; st == TENSEN_OK && i < ordering->n; i++)
		ordering->row[i] =
		    ordering->part[i] == NO_PART ? 0 : (uint32_t)next[ordering->part[i]]++;
	free(counts);
	return st;
}

tensen_status
shard_rows(shard *of, tensen_error *err)
{
	ranking k;
	tensen_status st = shard_init(&k, of, err);
	size_t *at = calloc(of->team.size, sizeof *at);

	if (st == TENSEN_OK)
		st = at ? send_parts(&k, err) : tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = count_rows(&k, err);
	for (unsigned i = 0; st == TENSEN_OK && i < of->team.size; i++)
		for (size_t m = 0; m + MESSAGE <= k.came[i].n; m += MESSAGE)
			buf_u32(&k.answers[i], k.row[le64(k.came[i].p + m) - k.first]);
	if (st == TENSEN_OK)
		st = team_exchange(&of->team, k.answers, k.rows, err);
	for (uint32_t r = 0; st == TENSEN_OK && r < of->b.n_rows; r++) {
		unsigned from = counter_of(of, number_of(of, r));
		of->row_number[r] = le32(k.rows[from].p + at[from]);
		at[from] += 4;
	}
	free(at);
	shard_rows_clear(&k);
	return st;
}
