/* result/corpus/report_forms.h - a report as Markdown and HTML. */
#ifndef RESULT_CORPUS_REPORT_FORMS_H
#define RESULT_CORPUS_REPORT_FORMS_H
#include "result/corpus/report_result.h"

void report_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void report_html(const tensen_result *r, const tensen_style *style, buf *out);

/* The heat map of field against field: below the diagonal links that are there, above it
 * links that are missing. */
void report_map(buf *out, const report_result *r, tensen_lang lang);
/* Documents by year as columns, those open to licence within them. */
void report_years(buf *out, const report_result *r, tensen_lang lang);

#endif
