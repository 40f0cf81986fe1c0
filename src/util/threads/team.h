/* util/threads/team.h - exchanges and sums of the ranks of a tensen_team.
 *
 * All ranks make the same calls in the same order.  Sums are added in the order of ranks, so
 * one number of ranks gives the same bits in every run, and all ranks get the same bits. */
#pragma once
#include <stdint.h>
#include <tensen/shards.h>
#include "util/buf.h"
#include "util/files/spool.h"

typedef struct team {
	const tensen_team *link;
	unsigned rank, size;
	uint64_t sent;           /* bytes, to other ranks */
	double began, processor; /* the current step: when, at how much processor time */
	uint64_t sent_before;
	uint32_t n_steps;
	tensen_shard_step steps[TENSEN_SHARD_STEPS];
} team;

void team_init(team *threads, const tensen_team *link);
/* The step that now begins; NULL: none any more.  name is borrowed. */
void team_step(team *threads, const char *name);

/* Exchange buffers: send[r] to rank r; recv[r] is replaced by what rank r sent. */
tensen_status team_exchange(team *threads, const buf *send, buf *recv, tensen_error *err);
/* The same of spools, in rounds of bounded memory; recv[r] must be empty and is not finished. */
tensen_status team_exchange_spools(
    team *threads, spool *const *send, spool *const *recv, tensen_error *err);
/* all[r] is replaced by the bytes of rank r. */
tensen_status team_gather(team *threads, span mine, buf *all, tensen_error *err);
/* Every rank gets the bytes of rank 0. */
tensen_status team_share(team *threads, void *ctx, size_t n, tensen_error *err);
tensen_status team_wait(team *threads, tensen_error *err);

/* Element by element over all ranks, in place. */
tensen_status team_sum_u64(team *threads, uint64_t *bits, size_t n, tensen_error *err);
tensen_status team_sum_f64(team *threads, double *x, size_t n, tensen_error *err);
tensen_status team_max_u64(team *threads, uint64_t *x, size_t n, tensen_error *err);

/* n items are divided among the ranks; the first one of rank r (r = size: n). */
size_t team_first(const team *threads, unsigned r, size_t n);
/* x gets the items of all ranks, `width` bytes each; rank r has the items first[r] ..
 * first[r + 1] - 1. */
tensen_status team_join(
    team *threads, const void *part, const size_t *first, size_t width, void *x, tensen_error *err);
/* sum[n] = the sum of the rows parts[][n] of all ranks, in the order of ranks: rank r has rows
 * first[r] .. first[r + 1] - 1. */
tensen_status team_sum_rows(team *threads, const double *parts, const size_t *first, size_t n,
    double *sum, tensen_error *err);

/* An array of one buf for each rank; NULL: out of memory. */
buf *team_bufs(const team *threads);
void team_bufs_free(const team *threads, buf *out); /* NULL allowed */
tensen_status team_spools(const team *threads, const char *target, spool ***out, tensen_error *err);
void team_spools_free(const team *threads, spool **spooled); /* NULL allowed */
