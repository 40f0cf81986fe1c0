/* result/eval/eval_sections.h - the figures of an evaluation that are rows, in every form. */
#ifndef RESULT_EVAL_EVAL_SECTIONS_H
#define RESULT_EVAL_EVAL_SECTIONS_H
#include "result/write/cells.h"
#include "result/eval/eval_result.h"

void eval_sections_json(const eval_result *r, tensen_lang lang, json *j);
void eval_sections_table(const eval_result *r, tensen_lang lang, unsigned columns, buf *out);
/* In the columns of eval_csv(). */
void eval_sections_csv(const eval_result *r, tensen_lang lang, cells *c);
void eval_sections_markdown(const eval_result *r, tensen_lang lang, buf *out);
void eval_sections_html(const eval_result *r, tensen_lang lang, buf *out);

#endif
