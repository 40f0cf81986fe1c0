/* ideas/search_forms.h - hits as CSV, Markdown and HTML. */
#ifndef IDEAS_SEARCH_FORMS_H
#define IDEAS_SEARCH_FORMS_H
#include "ideas/search_result.h"

void search_csv(const tensen_result *r, const tensen_style *style, buf *out);
void search_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void search_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
