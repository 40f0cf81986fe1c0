/* result/eval/decisions_result.h - people's judgements of ideas compared with the ranking. */
#ifndef RESULT_EVAL_DECISIONS_RESULT_H
#define RESULT_EVAL_DECISIONS_RESULT_H
#include <stdint.h>
#include "result/result.h"

/* yes of n, with Wilson's 95 % interval. */
typedef struct share {
	uint32_t yes, n;
	double low, high;
} share;

/* Wilson's interval (1927) stays within 0..1 and has a width even for 3 of 3, where the normal
 * interval has none. */
share share_of(uint32_t yes, uint32_t n);

/* Judgements of one kind of idea: all, a range of ranks, a field. */
typedef struct decisions_row {
	const char *name[2]; /* [TENSEN_JA], [TENSEN_EN] */
	unsigned field;      /* 0: not of one field */
	unsigned from, to;   /* ranks; 0: of all */
	share plausible, fresh, both;
} decisions_row;

typedef enum decisions_advice {
	ADVICE_TOO_FEW, /* too few good or too few bad judgements */
	ADVICE_KEEP,    /* no other boldness predicts the judgements of unseen patents better */
	ADVICE_BOLDNESS /* `boldness` predicts them better */
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
	uint32_t needed;                  /* judgements of each kind that advice needs */
	double boldness_now, boldness;    /* in use; suggested */
	double loss_rate, loss_now, loss; /* cross-validated log loss: of the rate alone, of the
					     score in use, of the suggestion */
	int weighed;                      /* 1: weights are there */
	double
	    weights[N_PARTS]; /* of the standardised parts of the score, fitted on the judgements */
} decisions_result;

decisions_result *decisions_result_new(void);
/* Sentences on the boldness and on the parts of the score; the second is "" when there are too
 * few judgements. */
void decisions_say_advice(const decisions_result *r, int ja, buf *out);
void decisions_say_weights(const decisions_result *r, int ja, buf *out);

/* decisions_forms.c */
void decisions_csv(const tensen_result *r, const tensen_style *style, buf *out);
void decisions_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void decisions_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
