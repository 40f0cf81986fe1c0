/* result/eval/eval_forms.h - the figures of an evaluation as CSV, Markdown and HTML. */
#ifndef RESULT_EVAL_EVAL_FORMS_H
#define RESULT_EVAL_EVAL_FORMS_H
#include "result/eval/eval_result.h"

void eval_csv(const tensen_result *r, const tensen_style *style, buf *out);
void eval_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void eval_html(const tensen_result *r, const tensen_style *style, buf *out);

/* The tables alone, for a page that has more than them. */
void eval_tables(const eval_result *r, tensen_lang lang, buf *out);

#endif
