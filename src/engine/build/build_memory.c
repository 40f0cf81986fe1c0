/* engine/build/build_memory.c - how the memory that is allowed is shared out.
 *
 * COUNTED  What the process allocates, and the dictionaries it maps.  Not counted:
 *          pages of the index being written, which the last steps map to ask it
 *          questions; they are clean and the kernel takes them back when it wants.
 * SHARES   Each step has the whole to itself, less what all of them need:
 *            all     BASE, THREAD for each thread, TABLES for each document (known only
 *                    after reading, and small: 300 MB for a million)
 *            count   the census: half of what is left
 *            model   a term costs its coordinates in the basis, and in every Krylov
 *                    block while it is made; the matrix has the rest
 *            invert  postings: a quarter
 * WHY      Only the two numbers of `model` can change the index: how many terms are
 *          kept at most, and how many rows train.  Both have bounds of their own
 *          (MAX_TERMS, TRAIN_ROWS in build_model.c), which 4 GiB reach. */
#include "engine/build/builder.h"
#include "util/fail.h"

#define MIB ((size_t)1 << 20)
#define DEFAULT_MEMORY (4096 * MIB)
#define BASE (160 * MIB)
#define THREAD (64 * MIB) /* lattice, pieces in the making */
#define MAX_TERMS 500000
#define MIN_TERMS 20000
#define KRYLOV_COLUMNS(dims) (4 * ((dims) + 31) / 32 * 32 + 4 * 32) /* at most: model/krylov.c */
#define CELL 16                                                     /* bytes: matrix, transposed */

/* Bytes a term costs while the model is made: coordinates, Krylov blocks, centroids. */
static size_t
term_cost(uint32_t dims)
{
	return (dims + KRYLOV_COLUMNS(dims)) * sizeof(float) + 256;
}

tensen_status
build_plan(builder *b, tensen_error *err)
{
	uint32_t dims = b->opts->dims ? b->opts->dims : 128;
	size_t all = b->opts->memory ? (size_t)b->opts->memory : DEFAULT_MEMORY;
	size_t base = BASE + b->threads * THREAD, cost = term_cost(dims);
	size_t terms = b->opts->max_terms ? b->opts->max_terms : MIN_TERMS, left;

	if (all < base + 2 * terms * cost)
		return tensen_fail(err, TENSEN_E_ARG,
		    "%zu MiB of memory, but %zu terms of %u dimensions with %u threads need %zu",
		    all / MIB, terms, dims, b->threads, (base + 2 * terms * cost) / MIB + 1);
	left = all - base;
	if (!b->opts->max_terms)
		terms = left / 2 / cost < MAX_TERMS ? left / 2 / cost : MAX_TERMS;
	b->plan = (memory_plan){.census = left / 4,
	    .postings = left / 4,
	    .cells = (left - terms * cost) / CELL,
	    .max_terms = (uint32_t)terms};
	return TENSEN_OK;
}
