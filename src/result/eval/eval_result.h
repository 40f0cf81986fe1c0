/* result/eval/eval_result.h - quality figures of one evaluation. */
#pragma once
#include <stdint.h>
#include <tensen/readings.h>
#include "result/eval/interval.h"
#include "result/result.h"

/* One measured number. */
typedef struct eval_figure {
	const char *key, *scope; /* of what, on what: for programs, never renamed */
	const char *name[2];
	interval x; /* low and high NaN: no mean, it has no interval */
} eval_figure;

typedef enum eval_kind {
	EVAL_RETRIEVAL,
	EVAL_LEADS,
	EVAL_FOUND,
	EVAL_WEIGHT,
	N_EVAL_KINDS
} eval_kind;

#define EVAL_FIGURES 48 /* of one section; eval_figure_add() refuses more */

typedef struct eval_section {
	eval_kind kind;
	const char *about[2]; /* size of the sample */
	const eval_figure *figures[EVAL_FIGURES];
	uint32_t n;
} eval_section;

typedef struct eval_result {
	tensen_result base;
	uint64_t seed;
	uint32_t bootstrap;
	tensen_agreement agreed; /* of people with a model, as counted last */
	eval_section sections[N_EVAL_KINDS];
	uint32_t n_sections, n_figures; /* figures of all sections */
} eval_result;

extern const result_class eval_class;
/* The section of that kind, made when it is not there. */
eval_section *eval_section_add(eval_result *result, eval_kind kind);
/* A copy; the data that it points to must live as long as r. */
void eval_figure_add(eval_result *result, eval_section *eval, const eval_figure *figure);
/* Printed into the result's arena. */
const char *eval_text(eval_result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
