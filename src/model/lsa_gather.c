/* model/lsa_gather.c - the exact way for a team: rank 0 gets the rows of all ranks and trains.
 *
 * The exact way is taken for matrices that are small in one direction, so one rank has room for
 * the whole.  Rows lie with the ranks in their order, so the result has the bits of one process. */
#include <string.h>
#include "model/lsa_divide.h"
#include "model/lsa_impl.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/threads/team.h"
#include "util/memory.h"

typedef struct matrix {
	uint64_t *start;
	uint32_t *col;
	float *val;
} matrix;

/* Lengths, columns and values of the rows of all ranks, one behind the other. */
static tensen_status
lsa_join(matrix *one, const buf *lengths, const buf *cols, const buf *vals, unsigned size,
    uint32_t n_rows, tensen_error *err)
{
	uint64_t cells = 0, at = 0;
	uint32_t row = 0;

	for (unsigned r = 0; r < size; r++)
		cells += cols[r].n / sizeof *one->col;
	one->start = malloc((n_rows + (size_t)1) * sizeof *one->start);
	one->col = malloc((cells + 1) * sizeof *one->col);
	one->val = malloc((cells + 1) * sizeof *one->val);
	if (!one->start || !one->col || !one->val)
		return tensen_fail_nomem(err);
	one->start[0] = 0;
	for (unsigned r = 0; r < size; r++) {
		for (size_t i = 0; i < lengths[r].n; i += 4, row++)
			one->start[row + 1] = one->start[row] + le32(lengths[r].p + i);
		if (cols[r].n) {
			memcpy(one->col + at, cols[r].p, cols[r].n);
			memcpy(one->val + at, vals[r].p, vals[r].n);
		}
		at += cols[r].n / sizeof *one->col;
	}
	return TENSEN_OK;
}

/* Send the rows of this rank to rank 0. */
static tensen_status
to_first(team *threads, const void *ctx, size_t n, buf *came, tensen_error *err)
{
	buf *send = team_bufs(threads);
	tensen_status st = send ? TENSEN_OK : tensen_fail_nomem(err);

	if (send) {
		buf_add(&send[0], ctx, n);
		st = team_exchange(threads, send, came, err);
	}
	team_bufs_free(threads, send);
	return st;
}

static tensen_status
lsa_gather_rows(matrix *one, const divided *split_text, team *threads, tensen_error *err)
{
	buf *lengths = team_bufs(threads), *cols = team_bufs(threads), *vals = team_bufs(threads),
	    mine = BUF_INIT;
	uint64_t cells = split_text->row_start[split_text->rows.n_rows];
	tensen_status st = lengths && cols && vals ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t r = 0; r < split_text->rows.n_rows; r++)
		buf_u32(&mine, (uint32_t)(split_text->row_start[r + 1] - split_text->row_start[r]));
	if (st == TENSEN_OK)
		st = to_first(threads, mine.p, mine.n, lengths, err);
	if (st == TENSEN_OK)
		st = to_first(
		    threads, split_text->row_col, cells * sizeof *split_text->row_col, cols, err);
	if (st == TENSEN_OK)
		st = to_first(
		    threads, split_text->row_val, cells * sizeof *split_text->row_val, vals, err);
	if (st == TENSEN_OK && threads->rank == 0)
		st =
		    lsa_join(one, lengths, cols, vals, threads->size, split_text->cols.n_cols, err);
	team_bufs_free(threads, lengths);
	team_bufs_free(threads, cols);
	team_bufs_free(threads, vals);
	buf_clear(&mine);
	return st;
}

/* Rows to rank 0, which trains. */
static tensen_status
train_at_first(
    lsa *out, const divided *split_text, double norm2, const lsa_opts *opts, tensen_error *err)
{
	matrix m = {NULL, NULL, NULL};
	tensen_status st = lsa_gather_rows(&m, split_text, opts->team, err);

	if (st == TENSEN_OK && opts->team->rank == 0) {
		csr a = {split_text->cols.n_cols, split_text->rows.n_cols, m.start, m.col, m.val};
		st = lsa_train_exact(out, &a, norm2, opts, err);
	}
	free_all(m.start, m.col, m.val);
	return st;
}

tensen_status
lsa_train_gathered(
    lsa *out, const divided *split_text, double norm2, const lsa_opts *opts, tensen_error *err)
{
	team *t = opts->team;
	lsa_opts o = *opts;
	struct {
		double energy, missing;
		uint32_t rank, blocks;
	} head = {0, 0, 0, 0};
	tensen_status st;

	if (t->rank != 0)
		o.progress = NULL;
	st = train_at_first(out, split_text, norm2, &o, err);
	if (st == TENSEN_OK && t->rank == 0) {
		head.energy = out->energy;
		head.missing = out->missing;
		head.rank = out->rank;
		head.blocks = out->blocks;
	}
	if (st < 0 || (st = team_share(t, &head, sizeof head, err)) < 0)
		return st;
	if (t->rank != 0 && (st = lsa_reserve(out, split_text->rows.n_cols, head.rank, err)) < 0)
		return st;
	out->energy = head.energy;
	out->missing = head.missing;
	out->blocks = head.blocks;
	if ((st = team_share(t, out->singular, head.rank * sizeof *out->singular, err)) < 0)
		return st;
	return team_share(
	    t, out->basis, (size_t)split_text->rows.n_cols * head.rank * sizeof *out->basis, err);
}
