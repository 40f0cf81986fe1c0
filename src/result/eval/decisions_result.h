/* result/eval/decisions_result.h - what people's judgements say of the ideas. */
#ifndef RESULT_EVAL_DECISIONS_RESULT_H
#define RESULT_EVAL_DECISIONS_RESULT_H
#include <stdint.h>
#include "result/result.h"

/* yes of n, with Wilson's 95 % interval. */
typedef struct share {
	uint32_t yes, n;
	double low, high;
} share;

/* Wilson 1927: stays within 0..1 and is honest for few judgements, where the normal
 * interval of 3 of 3 has no width. */
share share_of(uint32_t yes, uint32_t n);

/* Judgements of one kind of idea: all, a range of ranks, a field. */
typedef struct decisions_row {
	const char *name[2]; /* [TENSEN_JA], [TENSEN_EN] */
	unsigned field;      /* 0: not of one field */
	unsigned from, to;   /* ranks; 0: of all */
	share plausible, fresh, both;
} decisions_row;

typedef enum decisions_advice {
	ADVICE_TOO_FEW, /* judgements of either kind */
	ADVICE_KEEP,    /* another dial does not judge unseen patents better */
	ADVICE_BOLDNESS /* `boldness` does */
} decisions_advice;

enum { PART_FIT, PART_NEED, PART_PRECEDENT, PART_WHITESPACE, PART_DISTANCE, N_PARTS };

typedef struct decisions_result {
	tensen_result base;
	const char *path;
	uint32_t lines, broken, replaced, unknown, not_proposed, used;
	const uint64_t *broken_at; /* the first, `n_broken_at` of them */
	uint32_t n_broken_at;
	const char *const *unknown_ids; /* the first, `n_unknown_ids` of them */
	uint32_t n_unknown_ids;
	const decisions_row *rows;
	uint32_t n_rows;
	decisions_advice advice;
	uint32_t needed;                  /* of each answer, for advice */
	double boldness_now, boldness;    /* used; suggested */
	double loss_rate, loss_now, loss; /* cross-validated log loss: knowing only the rate,
					   * the score as it is, with the suggestion */
	int weighed;                      /* 1: weights are there */
	double weights[N_PARTS];          /* of standardised parts on the judgement */
} decisions_result;

decisions_result *decisions_result_new(void);
/* What the judgements say of the dial, and of the parts of the score ("" when too few). */
void decisions_say_advice(const decisions_result *r, int ja, buf *out);
void decisions_say_weights(const decisions_result *r, int ja, buf *out);

/* decisions_forms.c */
void decisions_csv(const tensen_result *r, const tensen_style *style, buf *out);
void decisions_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void decisions_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
