/* bench/steps_scores.h - the worth of compounds by the counts of an index. */
#ifndef BENCH_STEPS_SCORES_H
#define BENCH_STEPS_SCORES_H
#include "model/vocab.h"

typedef enum measure {
	BY_DF,     /* documents that hold the compound */
	BY_CVALUE, /* C-value (Frantzi, Ananiadou, Mima 2000), length in characters */
	BY_FLR,    /* FLR of TermExtract (Nakagawa, Mori 2003), by documents */
	BY_NPMI,   /* normalized pointwise mutual information of two English words */
	BY_LLR,    /* log-likelihood ratio (Dunning 1993) of two English words */
	N_MEASURED
} measure;

extern const char *const measure_names[N_MEASURED];

/* The better `share` of the compounds in v that the measure applies to and all others;
 * ties in order of bytes.  *kept of *of applied to.  0; -1: out of memory. */
int best_compounds(
    strtab *out, const vocab *v, measure m, double share, uint32_t *kept, uint32_t *of);

#endif
