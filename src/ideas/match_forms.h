/* ideas/match_forms.h - offers as CSV, Markdown and HTML. */
#ifndef IDEAS_MATCH_FORMS_H
#define IDEAS_MATCH_FORMS_H
#include "ideas/match_result.h"

void match_csv(const tensen_result *r, const tensen_style *style, buf *out);
void match_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void match_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
