/* model/weights.h - term counts to the sparse rows of the views.
 *
 * weight(t) = (1 + ln tf) * idf for tf >= 1 (tf below 1, a word of a lightly
 * weighted section: tf * idf), rows of length 1.  tf is the count weighted by section; each
 * view has its own section weights.  Functions (terms of kind TERM_FUNCTION) are in no view: they
 * help to train the basis, and people are shown them.  Used by indexing and by querying alike. */
#pragma once
#include "model/termrec.h"
#include "model/vocab.h"

typedef enum view {
	VIEW_TOPIC,   /* everything */
	VIEW_PROBLEM, /* problem and effect */
	N_VIEWS
} view;

/* Tags of the sections that hold the vectors of the views. */
extern const char *const view_tags[N_VIEWS];

const char *view_name(view one);
extern const float view_section_weights[N_VIEWS][N_SECTIONS];
extern const float function_section_weights[N_SECTIONS];

/* The unit tf-idf row of a view: col and val have room for n.  Returns how many
 * entries it has; 0 if the document says nothing in this view. */
uint32_t view_row(
    const vocab *words, view which, const term_count *terms, uint32_t n, uint32_t *col, float *val);
/* The same with each count times its share and each weight times its worth, for translated terms;
 * NULL: 1. */
uint32_t view_row_scaled(const vocab *words, view which, const term_count *terms,
    const float *share, const float *worth, uint32_t n, uint32_t *col, float *val);
/* The unit tf-idf row of the functions. */
uint32_t function_row(
    const vocab *words, const term_count *terms, uint32_t n, uint32_t *col, float *val);

/* 1 + ln tf from 1 on, tf below. */
float tf_damped(float tf);
