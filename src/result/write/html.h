/* result/write/html.h - HTML pages that load nothing.
 *
 * WHAT    One file with its style inside (result/write/page.css) and pictures as inline SVG.
 *         No script, no style attribute, no request: the page states a policy of default-src
 *         'none' with style-src for its one <style>, and is complete under it.
 * SAFETY  Every text of a document goes through html_text() or html_highlighted(). */
#pragma once
#include "result/write/quote.h"
#include "result/result.h"

/* The page up to <body class="BODY_CLASS">, inclusive. */
void html_begin(buf *out, tensen_lang lang, const char *body_class, const char *title);
void html_end(buf *out);

/* Begin and end of a page with one list: begin writes html_begin(), <main> and the title as
 * <h1>. */
void html_list_begin(buf *out, tensen_lang lang, const char *title);
void html_list_end(buf *out, const tensen_result *result, const tensen_style *style);

/* Escaped for text and for attributes in double quotes. */
void html_text(buf *out, span text);
void html_str(buf *out, const char *str);
/* The same with <mark> around the marked pieces. */
void html_highlighted(buf *out, span text, highlights marks);
/* <TAG>text</TAG>; tag may carry a class: "p class=lead". */
void html_element(buf *out, const char *tag, const char *text);
void html_cell_int(buf *out, long long v); /* <td class=num> */
/* A bar filled by `share` (0..1); tone: the class of its colour ("a", "b", "c"). */
void html_bar(buf *out, double share, const char *tone);

/* The closing lines: how the result was made, by which index and version. */
void html_made_by(buf *out, const tensen_result *result, const tensen_style *style);
