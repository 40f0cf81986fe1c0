/* result/lists/scan_result.h - what a scan found: the boldest ideas, or what is new. */
#ifndef RESULT_LISTS_SCAN_RESULT_H
#define RESULT_LISTS_SCAN_RESULT_H
#include <stdint.h>
#include "result/result.h"

typedef enum scan_change { SCAN_SAME, SCAN_NEW, SCAN_MOVED } scan_change;

typedef struct scan_row {
	uint32_t rank; /* over the whole corpus, from 1 */
	const char *id, *title, *own_fields, *applicants;
	unsigned field;
	const char *field_name, *subclass, *subclass_name, *statement;
	double score, percentile, fit,
	    surprise;              /* score over the corpus; percentiles in the background sample */
	double breadth, low, high; /* breadth of the patent with its interval */
	scan_change change;
	double was; /* the earlier score; only with SCAN_MOVED */
} scan_row;

typedef struct scan_result {
	tensen_result base;
	const char *path;
	uint32_t documents, kept; /* patents in the file; those that an earlier run had written */
	uint64_t ideas;
	uint64_t seed;
	double breadth_quartiles[3]; /* over the patents that have ideas */
	const char *since;           /* the earlier file; NULL: scan without --since */
	uint64_t fresh, moved, gone; /* counts of ideas; only with since */
	const scan_row *rows;
	uint32_t n_rows;
} scan_result;

scan_result *scan_result_new(void);

/* scan_forms.c */
void scan_csv(const tensen_result *r, const tensen_style *style, buf *out);
void scan_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void scan_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
