/* result/lists/scan_forms.h - the boldest ideas of a scan, or what is new, as CSV, Markdown and
 * HTML. */
#ifndef RESULT_LISTS_SCAN_FORMS_H
#define RESULT_LISTS_SCAN_FORMS_H
#include "result/lists/scan_result.h"

void scan_csv(const tensen_result *r, const tensen_style *style, buf *out);
void scan_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void scan_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
