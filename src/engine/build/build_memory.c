/* engine/build/build_memory.c - divides the allowed memory among the steps.
 *
 * COUNTED  The allocations of the process, and the dictionaries it maps.  Not counted: pages of the
 *          unfinished index that the last steps map and search; these pages are clean, so the
 *          kernel can take them back at any time.
 * SHARES   One step runs at a time and may use everything except the memory that all steps need:
 *            all BASE, THREAD for each thread, tables of each document (known only
 *                    after reading; 300 MB for a million documents)
 *            count   the table of term_counts: a quarter, and as much again to sort it
 *            model   every term costs its coordinates in the basis and in every Krylov
 *                    block; the training matrix gets the rest
 *            invert  postings: a quarter
 * SMALL    Less memory than MIN_TERMS take is enough for a small input.  Then the steps get what is left
 *          beside a smaller base, and build_vocab() refuses if rare terms would have to go.
 * WHY      Only the two numbers of `model` can change the index: the most terms and the
 *          number of training rows.  Both have upper bounds (MAX_TERMS, and TRAIN_ROWS in
 *          build_model.c), which 4 GiB reach. */
#include "engine/build/builder.h"
#include "util/fail.h"

#define MIB ((size_t)1 << 20)
#define DEFAULT_MEMORY (4096 * MIB)
#define BASE (160 * MIB)  /* dictionary, word lists, program */
#define THREAD (64 * MIB) /* lattice of one sentence, unfinished pieces */
#define MAX_TERMS 500000  /* a basis of 128 dimensions then takes 256 MB of the index */
#define MIN_TERMS 20000   /* with less memory than this takes no term may be dropped */
#define SMALL_BASE (112 * MIB)
#define SMALL_THREAD (8 * MIB)
#define SMALL_TERMS 1000 /* less memory than this takes is refused */
/* Columns of all Krylov blocks, at most: most_blocks() of model/krylov.c. */
#define KRYLOV_COLUMNS(dims) (4 * ((dims) + 31) / 32 * 32 + 4 * 32)
#define CELL 16 /* bytes of one entry in the matrix and in its transpose */

/* Bytes of one term during training: coordinates and Krylov blocks. */
static size_t
term_cost(uint32_t dims)
{
	return (dims + KRYLOV_COLUMNS(dims)) * sizeof(float) + 256;
}

tensen_status
build_plan(builder *build, tensen_error *err)
{
	uint32_t dims = build->opts->dims ? build->opts->dims : 128;
	size_t all = build->opts->memory ? (size_t)build->opts->memory : DEFAULT_MEMORY;
	size_t base = BASE + build->threads * THREAD, cost = term_cost(dims);
	size_t terms = build->opts->max_terms ? build->opts->max_terms : MIN_TERMS, left;
	size_t enough = base + 2 * terms * cost;

	if (all < enough && !build->opts->max_terms && build->may_be_small) {
		base = SMALL_BASE + build->threads * SMALL_THREAD;
		terms = SMALL_TERMS;
		build->plan.enough = enough / MIB + 1;
	}
	if (all < base + 2 * terms * cost)
		return tensen_fail(err, TENSEN_E_ARG, SAY_MIB_MEMORY_BUT, all / MIB, terms, dims,
		    build->threads, (base + 2 * terms * cost) / MIB + 1);
	left = all - base;
	if (!build->opts->max_terms)
		terms = left / 2 / cost < MAX_TERMS ? left / 2 / cost : MAX_TERMS;
	build->plan = (memory_plan){.enough = build->plan.enough,
	    .term_counts = left / 4,
	    .postings = left / 4,
	    .cells = (left - terms * cost) / CELL,
	    .max_terms = (uint32_t)terms};
	return TENSEN_OK;
}
