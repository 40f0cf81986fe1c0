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
part_of(const doc_slot *d)
{
	return d->primary ? d->primary - 1u : N_FIELDS;
}

static uint64_t
number_of(const shard *s, uint32_t row)
{
	return s->arrival[s->b.slots[row].document];
}

/* The rank that counts a record number. */
static unsigned
counter_of(const shard *s, uint64_t number)
{
	unsigned r = (unsigned)((unsigned __int128)number * s->team.size / s->records);

	while (team_first(&s->team, r + 1, s->records) <= number)
		r++;
	while (team_first(&s->team, r, s->records) > number)
		r--;
	return r;
}

static tensen_status
init(ranking *k, shard *s, tensen_error *err)
{
	*k = (ranking){.s = s};
	k->first = team_first(&s->team, s->team.rank, s->records);
	k->n = team_first(&s->team, s->team.rank + 1, s->records) - k->first;
	k->send = team_bufs(&s->team);
	k->came = team_bufs(&s->team);
	k->answers = team_bufs(&s->team);
	k->rows = team_bufs(&s->team);
	k->part = malloc(k->n + 1);
	k->row = malloc((k->n + 1) * sizeof *k->row);
	s->row_number = malloc((s->b.n_rows + (size_t)1) * sizeof *s->row_number);
	return k->send && k->came && k->answers && k->rows && k->part && k->row && s->row_number
		   ? TENSEN_OK
		   : tensen_fail_nomem(err);
}

static void
clear(ranking *k)
{
	team_bufs_free(&k->s->team, k->send);
	team_bufs_free(&k->s->team, k->came);
	team_bufs_free(&k->s->team, k->answers);
	team_bufs_free(&k->s->team, k->rows);
	free(k->part);
	free(k->row);
}

/* Fields of all documents to the ranks of their record numbers. */
static tensen_status
send_parts(ranking *k, tensen_error *err)
{
	const shard *s = k->s;
	tensen_status st;

	for (uint32_t r = 0; r < s->b.n_rows; r++) {
		uint64_t number = number_of(s, r);
		buf *to = &k->send[counter_of(s, number)];
		buf_u64(to, number);
		buf_char(to, (char)part_of(&s->b.slots[r]));
	}
	if ((st = team_exchange(&k->s->team, k->send, k->came, err)) < 0)
		return st;
	memset(k->part, NO_PART, k->n);
	for (unsigned i = 0; i < s->team.size; i++)
		for (size_t at = 0; at + MESSAGE <= k->came[i].n; at += MESSAGE)
			k->part[le64(k->came[i].p + at) - k->first] = (uint8_t)k->came[i].p[at + 8];
	return TENSEN_OK;
}

/* Number the rows: after those of earlier fields, and of earlier ranks in the same field. */
static tensen_status
count_rows(ranking *k, tensen_error *err)
{
	team *t = &k->s->team;
	uint64_t *counts = calloc((size_t)t->size * PARTS, sizeof *counts), next[PARTS], at = 0;
	tensen_status st = counts ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint64_t i = 0; counts && i < k->n; i++)
		if (k->part[i] != NO_PART)
			counts[(size_t)t->rank * PARTS + k->part[i]]++;
	if (st == TENSEN_OK)
		st = team_sum_u64(t, counts, (size_t)t->size * PARTS, err);
	for (unsigned p = 0; st == TENSEN_OK && p < PARTS; p++)
		for (unsigned r = 0; r < t->size; r++) {
			if (r == t->rank)
				next[p] = at;
			at += counts[(size_t)r * PARTS + p];
		}
	for (uint64_t i = 0; st == TENSEN_OK && i < k->n; i++)
		k->row[i] = k->part[i] == NO_PART ? 0 : (uint32_t)next[k->part[i]]++;
	free(counts);
	return st;
}

tensen_status
shard_rows(shard *s, tensen_error *err)
{
	ranking k;
	tensen_status st = init(&k, s, err);
	size_t *at = calloc(s->team.size, sizeof *at);

	if (st == TENSEN_OK)
		st = at ? send_parts(&k, err) : tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = count_rows(&k, err);
	for (unsigned i = 0; st == TENSEN_OK && i < s->team.size; i++)
		for (size_t m = 0; m + MESSAGE <= k.came[i].n; m += MESSAGE)
			buf_u32(&k.answers[i], k.row[le64(k.came[i].p + m) - k.first]);
	if (st == TENSEN_OK)
		st = team_exchange(&s->team, k.answers, k.rows, err);
	for (uint32_t r = 0; st == TENSEN_OK && r < s->b.n_rows; r++) {
		unsigned from = counter_of(s, number_of(s, r));
		s->row_number[r] = le32(k.rows[from].p + at[from]);
		at[from] += 4;
	}
	free(at);
	clear(&k);
	return st;
}
