/* util/span.c - trimming; the other functions of spans are inline. */
#include "util/span.h"

static size_t
blank_at_start(span text)
{
	if (text.n >= 1 && (text.p[0] == ' ' || (text.p[0] >= '\t' && text.p[0] <= '\r')))
		return 1;
	if (text.n >= 3 && memcmp(text.p, "\xe3\x80\x80", 3) == 0)
		return 3;
	return 0;
}

static size_t
blank_at_end(span text)
{
	if (text.n >= 1 && (text.p[text.n - 1] == ' ' ||
			       (text.p[text.n - 1] >= '\t' && text.p[text.n - 1] <= '\r')))
		return 1;
	if (text.n >= 3 && memcmp(text.p + text.n - 3, "\xe3\x80\x80", 3) == 0)
		return 3;
	return 0;
}

span
span_trim(span text)
{
	size_t n;

	while ((n = blank_at_start(text)) > 0) {
		text.p += n;
		text.n -= n;
	}
	while ((n = blank_at_end(text)) > 0)
		text.n -= n;
	return text;
}
