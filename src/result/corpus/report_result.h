/* result/corpus/report_result.h - the result of a report on a corpus. */
#ifndef RESULT_CORPUS_REPORT_RESULT_H
#define RESULT_CORPUS_REPORT_RESULT_H
#include "fields/fields.h"
#include "result/ideas/ideas_result.h"

typedef struct report_field {
	unsigned field, sector;
	const char *name[2], *sector_name[2];
	uint32_t documents, open;
} report_field;

typedef struct report_year {
	uint32_t year, documents, open;
} report_year;

typedef struct report_applicant {
	const char *name;
	uint32_t documents, open;
} report_applicant;

typedef struct report_idea {
	ideas_result *of; /* owned */
	const char *id, *title;
	const tensen_idea *idea; /* its first */
} report_idea;

/* Rows that the report shows. */
#define REPORT_APPLICANTS 15

typedef struct report_result {
	tensen_result base;
	uint32_t documents, open, alive, in_fields;
	uint32_t pending, dead, state_unknown; /* patents that are not alive */
	uint32_t terms, dims, n_applicants;
	uint32_t patents; /* open patents that were asked for ideas */
	report_field *fields;
	uint32_t n_fields;
	const report_year *years; /* every year from the first to the last */
	uint32_t n_years, undated;
	report_applicant *applicants;
	uint32_t n_shown;
	report_idea *ideas;
	uint32_t n_ideas;
	uint32_t looked_at, title_only; /* documents of a sample; those without text but a title */
} report_result;

report_result *report_result_new(void);

/* report_forms.c */
void report_html(const tensen_result *result, const tensen_style *style, buf *out);

#endif
