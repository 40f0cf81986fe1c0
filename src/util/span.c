/* util/span.c - trimming; the other functions of spans are inline. */
#include "util/span.h"

static size_t
blank_at_start(span s)
{
	if (s.n >= 1 && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
		return 1;
	if (s.n >= 3 && memcmp(s.p, "\xe3\x80\x80", 3) == 0)
		return 3;
	return 0;
}

static size_t
blank_at_end(span s)
{
	if (s.n >= 1 && (s.p[s.n - 1] == ' ' || (s.p[s.n - 1] >= '\t' && s.p[s.n - 1] <= '\r')))
		return 1;
	if (s.n >= 3 && memcmp(s.p + s.n - 3, "\xe3\x80\x80", 3) == 0)
		return 3;
	return 0;
}

span
span_trim(span s)
{
	size_t n;

	while ((n = blank_at_start(s)) > 0) {
		s.p += n;
		s.n -= n;
	}
	while ((n = blank_at_end(s)) > 0)
		s.n -= n;
	return s;
}
