/* assist/reader/lender.h - a few searchers for many readings: one that waits for the model needs
 * none, and the searchers of a large index are large. */
#pragma once
#include <tensen/tensen.h>

typedef struct lender lender;

tensen_status lender_new(lender **out, const tensen_index *ix, unsigned n, tensen_error *err);
void lender_free(lender *loan);             /* NULL is allowed; all are given back */
tensen_searcher *lender_take(lender *loan); /* waits for one */
void lender_give(lender *loan, tensen_searcher *searcher);
