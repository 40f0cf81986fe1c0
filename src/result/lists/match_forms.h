/* result/lists/match_forms.h - offers as CSV, Markdown and HTML. */
#ifndef RESULT_LISTS_MATCH_FORMS_H
#define RESULT_LISTS_MATCH_FORMS_H
#include "result/lists/match_result.h"

void match_csv(const tensen_result *r, const tensen_style *style, buf *out);
void match_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void match_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
