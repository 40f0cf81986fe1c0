/* result/ideas/ideas_forms.h - ideas (and two patents combined) as CSV, Markdown and HTML. */
#ifndef RESULT_IDEAS_IDEAS_FORMS_H
#define RESULT_IDEAS_IDEAS_FORMS_H
#include "result/ideas/ideas_result.h"

void ideas_csv(const tensen_result *r, const tensen_style *style, buf *out);
void ideas_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void ideas_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
