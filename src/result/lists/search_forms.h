/* result/lists/search_forms.h - hits as CSV, Markdown and HTML. */
#ifndef RESULT_LISTS_SEARCH_FORMS_H
#define RESULT_LISTS_SEARCH_FORMS_H
#include "result/lists/search_result.h"

void search_csv(const tensen_result *r, const tensen_style *style, buf *out);
void search_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void search_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
