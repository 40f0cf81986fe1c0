/* ideas/eval_result.h - quality figures of one evaluation. */
#ifndef IDEAS_EVAL_RESULT_H
#define IDEAS_EVAL_RESULT_H
#include <stdint.h>
#include "ideas/result.h"
#include "ideas/score.h"

enum { BUCKET_ALL, BUCKET_NEAR, BUCKET_FAR, N_BUCKETS };
enum { MEASURE_HIT1, MEASURE_RECALL5, MEASURE_MRR, N_MEASURES };

/* One method: its figures, and the 95 % interval of each by bootstrap over documents. */
typedef struct eval_row {
	const char *name[2]; /* [TENSEN_JA], [TENSEN_EN] */
	double value[N_BUCKETS][N_MEASURES];
	double low[N_BUCKETS][N_MEASURES], high[N_BUCKETS][N_MEASURES];
} eval_row;

typedef struct eval_result {
	tensen_result base;
	uint64_t seed;
	uint32_t documents, of; /* evaluated, of those with two or more fields */
	uint32_t in_bucket[N_BUCKETS];
	uint32_t bootstrap;
	double weights[N_FIT]; /* of the engine, mean over the folds */
	const eval_row *rows;  /* baselines first, the engine last */
	uint32_t n_rows;
} eval_result;

eval_result *eval_result_new(void);

#endif
