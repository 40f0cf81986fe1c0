/* result/eval/decisions_forms.h - judgements of ideas as CSV, Markdown and HTML. */
#ifndef RESULT_EVAL_DECISIONS_FORMS_H
#define RESULT_EVAL_DECISIONS_FORMS_H
#include "result/eval/decisions_result.h"

void decisions_csv(const tensen_result *r, const tensen_style *style, buf *out);
void decisions_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void decisions_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
