/* engine/eval/eval_keep.h - keeps the measurements of an evaluation in a file until it ends.
 *
 * FILE  A header line that names index, options and inputs, then records: u32 call of eval_each(),
 *       u32 first piece, u32 pieces, u32 zero, u64 bytes of the columns, these, u64 XXH3-64 of all
 *       that.  A torn record at the end is cut off. */
#ifndef ENGINE_EVAL_EVAL_KEEP_H
#define ENGINE_EVAL_EVAL_KEEP_H
#include "engine/eval/eval_parts.h"
#include "util/files/journal.h"

struct eval_keep {
	journal *file;  /* of the rank that writes */
	buf before;     /* records of an earlier run */
	size_t at, cut; /* read so far; length of the header */
	uint32_t call;
};

/* Take up opts->keep, if there is one; e->keep then points to k.  E_INPUT: it is of another
 * evaluation. */
tensen_status eval_keep_open(eval_keep *k, evaluation *e, tensen_error *err);
/* Fill the columns of the pieces that are kept, from the first on; *done: their number. */
tensen_status eval_keep_take(
    const evaluation *e, const eval_pieces *of, uint32_t *done, tensen_error *err);
/* Keep the pieces first .. first + n - 1, which are in the columns. */
tensen_status eval_keep_add(
    const evaluation *e, const eval_pieces *of, uint32_t first, uint32_t n, tensen_error *err);
/* finished 1: the file goes. */
void eval_keep_close(eval_keep *k, const evaluation *e, int finished);

#endif
