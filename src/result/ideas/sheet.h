/* result/ideas/sheet.h - a use hypothesis on one page of A4: 用途仮説シート. */
#pragma once
#include "result/ideas/ideas_result.h"

/* Writes the sheet of idea i of result: a <section class=sheet id=sheet-NUMBER> of a page that
 * html_begin() began, headed "NUMBER / OF".  Long texts are shortened, so that the sheet
 * fits the page. */
void sheet_write(buf *out, const ideas_result *result, size_t i, size_t number, size_t of,
    const tensen_style *style);
