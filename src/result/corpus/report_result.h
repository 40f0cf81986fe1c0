/* result/corpus/report_result.h - the result of a report on a corpus. */
#pragma once
#include "index/store/nearness.h"
#include "result/ideas/ideas_result.h"

typedef struct report_field {
	unsigned field, sector;
	const char *name[2], *brief[2], *sector_name[2];
	uint32_t documents, open;
	uint32_t both[N_FIELDS]; /* documents that are in the field i + 1, too */
	double
	    missing[N_FIELDS]; /* of the link to it, 0 .. 1; 0: the link exists, or the fields are
				     too small for a judgement */
} report_field;

typedef struct report_year {
	uint32_t year, documents, open;
} report_year;

typedef struct report_applicant {
	const char *name;
	uint32_t documents, open;
} report_applicant;

/* Two fields with similar texts and few documents in both. */
typedef struct report_link {
	unsigned a, b; /* a < b */
	uint64_t mask; /* of the two */
	uint32_t both;
	double missing;
} report_link;

/* Rows that the report shows. */
#define REPORT_APPLICANTS 15
#define REPORT_LINKS 10

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
	report_link *links; /* [REPORT_LINKS] */
	uint32_t n_links;
	int unmapped; /* 1: the index does not say how near the fields are, so no link is missing */
	ideas_result **ideas; /* of different patents, owned; the first idea of each is shown */
	uint32_t n_ideas;
	uint32_t looked_at, title_only; /* documents of a sample; those without text but a title */
} report_result;

extern const result_class report_class;
/* Fill fields[].missing and links[] from the sizes, fields[].both and how near the texts are. */
void report_links(report_result *result, const nearness *near);
/* What to say where missing links would stand, if the report is unmapped. */
const char *report_unmapped_say(tensen_lang lang);

/* report_forms.c */
void report_markdown(const tensen_result *result, const tensen_style *style, buf *out);
void report_html(const tensen_result *result, const tensen_style *style, buf *out);

/* report_map.c.  The heat map of field against field: existing links below the diagonal, missing
 * links above it. */
void report_map(buf *out, const report_result *result, tensen_lang lang);
/* A column per year: its documents, the open ones as the lower part. */
void report_years(buf *out, const report_result *result, tensen_lang lang);
