/* ideas/decisions_forms.h - judgements of ideas as CSV, Markdown and HTML. */
#ifndef IDEAS_DECISIONS_FORMS_H
#define IDEAS_DECISIONS_FORMS_H
#include "ideas/decisions_result.h"

void decisions_csv(const tensen_result *r, const tensen_style *style, buf *out);
void decisions_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void decisions_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
