/* ideas/report_forms.h - a report as Markdown and HTML. */
#ifndef IDEAS_REPORT_FORMS_H
#define IDEAS_REPORT_FORMS_H
#include "ideas/report_result.h"

void report_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void report_html(const tensen_result *r, const tensen_style *style, buf *out);

/* The heat map of field against field: below the diagonal links that are there, above it
 * links that are missing. */
void report_map(buf *out, const report_result *r, tensen_lang lang);
/* Documents by year as columns, those open to licence within them. */
void report_years(buf *out, const report_result *r, tensen_lang lang);

#endif
