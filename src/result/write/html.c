/* result/write/html.c - see html.h. */
#include "result/write/html.h"
#include <tensen/version.h>
#include "util/files/models.h"

void
html_text(buf *out, span text)
{
	static const char *const as[256] = {
	    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
	size_t from = 0;

	for (size_t i = 0; i < text.n; i++) {
		const unsigned char c = (unsigned char)text.p[i];
		const int control = c < ' ' && c != '\n' && c != '\t'; /* has no place in HTML */
		if (!as[c] && !control)
			continue;
		buf_add(out, text.p + from, i - from);
		buf_str(out, control ? " " : as[c]);
		from = i + 1;
	}
	buf_add(out, text.p + from, text.n - from);
}

void
html_str(buf *out, const char *str)
{
	html_text(out, span_of(str));
}

void
html_highlighted(buf *out, span text, highlights marks)
{
	size_t from = 0, at, end;

	while (quote_mark(text, from, marks, &at, &end)) {
		html_text(out, span_sub(text, from, at));
		buf_str(out, "<mark>");
		html_text(out, span_sub(text, at, end));
		buf_str(out, "</mark>");
		from = end;
	}
	html_text(out, span_sub(text, from, text.n));
}

void
html_element(buf *out, const char *tag, const char *text)
{
	size_t n = strcspn(tag, " ");

	buf_printf(out, "<%s>", tag);
	html_str(out, text);
	buf_printf(out, "</%.*s>", (int)n, tag);
}

void
html_cell_int(buf *out, long long v)
{
	buf_printf(out, "<td class=num>%lld</td>", v);
}

void
html_begin(buf *out, tensen_lang lang, const char *body_class, const char *title)
{
	buf_printf(out,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"generator\" content=\"tensen " TENSEN_VERSION "\">\n",
	    lang == TENSEN_JA ? "ja" : "en");
	html_element(out, "title", title);
	buf_str(out, "\n<style>\n");
	buf_span(out, models_builtin("page.css"));
	buf_printf(out, "</style>\n</head>\n<body class=\"%s\">\n", body_class);
}

void
html_end(buf *out)
{
	buf_str(out, "</body>\n</html>\n");
}

static double
html_within(double x)
{
	return !(x > 0) ? 0 : x > 1 ? 1 : x; /* NaN becomes 0: still a bar */
}

void
html_bar(buf *out, double share, const char *tone)
{
	buf_printf(out,
	    "<svg class=bar viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" "
	    "aria-hidden=\"true\">"
	    "<rect class=track width=\"100\" height=\"8\"/>"
	    "<rect class=%s width=\"%.1f\" height=\"8\"/></svg>",
	    tone, 100 * html_within(share));
}

void
html_made_by(buf *out, const tensen_result *result, const tensen_style *style)
{
	int ja = style->lang == TENSEN_JA;

	buf_str(out, "<footer class=made>");
	if (style->command) {
		html_element(out, "span class=label", ja ? "再現" : "To repeat");
		buf_char(out, ' ');
		html_element(out, "code", style->command);
		buf_char(out, ' ');
	}
	buf_str(out, "<span class=id>");
	if (result->index[0])
		buf_printf(out, ja ? "索引 %s　" : "index %s · ", result->index);
	buf_str(out, "tensen " TENSEN_VERSION "</span></footer>\n");
}

void
html_list_begin(buf *out, tensen_lang lang, const char *title)
{
	html_begin(out, lang, "list", title);
	buf_str(out, "<main>\n");
	html_element(out, "h1", title);
}

void
html_list_end(buf *out, const tensen_result *result, const tensen_style *style)
{
	html_made_by(out, result, style);
	buf_str(out, "</main>\n");
	html_end(out);
}
