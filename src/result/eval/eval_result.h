/* result/eval/eval_result.h - quality figures of one evaluation. */
#ifndef RESULT_EVAL_EVAL_RESULT_H
#define RESULT_EVAL_EVAL_RESULT_H
#include <stdint.h>
#include "ideas/interval.h"
#include "result/result.h"
#include "ideas/field_fit.h"

enum { BUCKET_ALL, BUCKET_NEAR, BUCKET_FAR, N_BUCKETS };
enum { MEASURE_HIT1, MEASURE_RECALL5, MEASURE_MRR, N_MEASURES };

/* One method: its figures, and the 95 % interval of each by bootstrap over documents. */
typedef struct eval_row {
	const char *name[2]; /* [TENSEN_JA], [TENSEN_EN] */
	double value[N_BUCKETS][N_MEASURES];
	double low[N_BUCKETS][N_MEASURES], high[N_BUCKETS][N_MEASURES];
} eval_row;

/* A figure that is no cell of the table above. */
typedef struct eval_figure {
	const char *key, *scope; /* of what, on what: for programs, never renamed */
	const char *name[2];
	interval x;    /* low and high NaN: no mean, it has no interval */
	double chance; /* the figure by chance; NaN: not known */
	double real;   /* of a null test: the figure of the real data; else NaN */
} eval_figure;

/* The share of an effect that remains when its cause is removed: 0 none, 1 all; NaN when there is
 * no effect above chance, or f is no null test. */
double eval_left(const eval_figure *f);
/* A null test collapses when it leaves less than this. */
#define EVAL_COLLAPSED 0.1

typedef enum eval_kind {
	EVAL_PAIRED,
	EVAL_NULL,
	EVAL_RETRIEVAL,
	EVAL_LISTS,
	EVAL_HUBS,
	EVAL_STABILITY,
	EVAL_LEADS,
	EVAL_FOUND,
	EVAL_TRIAGE,
	N_EVAL_KINDS
} eval_kind;

#define EVAL_FIGURES 48 /* of one section; eval_figure_add() refuses more */

typedef struct eval_section {
	eval_kind kind;
	const char *about[2]; /* size of the sample; NULL: as in the table above */
	const eval_figure *figures[EVAL_FIGURES];
	uint32_t n;
} eval_section;

typedef struct eval_result {
	tensen_result base;
	int hidden; /* 1: hidden fields were asked for; all members up to `n_rows` belong to them */
	uint64_t seed;
	uint32_t documents, of; /* evaluated, of those with two or more fields */
	uint32_t in_bucket[N_BUCKETS];
	uint32_t bootstrap;
	double weights[N_FIT]; /* of the engine, mean over the folds */
	const eval_row *rows;  /* baselines first, the engine last */
	uint32_t n_rows;
	eval_section sections[N_EVAL_KINDS];
	uint32_t n_sections;
} eval_result;

eval_result *eval_result_new(void);
/* The section of that kind, made when it is not there. */
eval_section *eval_section_add(eval_result *r, eval_kind kind);
/* A copy; the data that it points to must live as long as r. */
void eval_figure_add(eval_result *r, eval_section *s, const eval_figure *f);
/* Printed into the result's arena. */
const char *eval_text(eval_result *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* eval_forms.c */
void eval_csv(const tensen_result *r, const tensen_style *style, buf *out);
void eval_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void eval_html(const tensen_result *r, const tensen_style *style, buf *out);

/* The tables alone, for a page that has more than them. */
void eval_tables(const eval_result *r, tensen_lang lang, buf *out);

/* eval_sections.c: the figures that are rows, in every form */
struct cells;
void eval_sections_json(const eval_result *r, tensen_lang lang, json *j);
void eval_sections_table(const eval_result *r, tensen_lang lang, unsigned columns, buf *out);
/* In the columns of eval_csv(). */
void eval_sections_csv(const eval_result *r, tensen_lang lang, struct cells *c);
void eval_sections_markdown(const eval_result *r, tensen_lang lang, buf *out);
void eval_sections_html(const eval_result *r, tensen_lang lang, buf *out);

#endif
