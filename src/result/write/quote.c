/* result/write/quote.c - see quote.h. */
#include "result/write/quote.h"
#include "text/utf8.h"

static int
is_word_letter(uint32_t c)
{
	return is_latin(c) || is_digit(c);
}

/* 1 if s.p[at .. end) is not part of a longer Latin word: "gas" is not marked in "gasket". */
static int
stands_alone(span s, size_t at, size_t end)
{
	size_t n;
	uint32_t first = utf8_get(s.p + at, s.p + end, &n);
	uint32_t last = utf8_before(s.p + at, s.p + end);

	if (is_word_letter(first) && is_word_letter(utf8_before(s.p, s.p + at)))
		return 0;
	return !(is_word_letter(last) && end < s.n &&
		 is_word_letter(utf8_get(s.p + end, s.p + s.n, &n)));
}

static size_t
find_mark(span s, size_t from, span mark)
{
	size_t at = span_find(s, mark, from);

	while (at != (size_t)-1 && !stands_alone(s, at, at + mark.n))
		at = span_find(s, mark, at + 1);
	return at;
}

int
quote_mark(span s, size_t from, highlights m, size_t *at, size_t *end)
{
	int found = 0;

	for (size_t i = 0; i < m.n; i++) {
		span mark = span_of(m.v[i]);
		size_t p = find_mark(s, from, mark);
		if (p == (size_t)-1 || (found && (p > *at || (p == *at && p + mark.n <= *end))))
			continue;
		*at = p;
		*end = p + mark.n;
		found = 1;
	}
	return found;
}

/* Bytes of a comma or full stop that s begins with, 0 if none.  A Latin one counts only
 * before a blank: 3,000 is one number. */
static size_t
pause_at(span s)
{
	static const char *const stops[] = {"、", "。", "，", "；"};

	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		if (span_starts(s, span_of(stops[i])))
			return strlen(stops[i]);
	return s.n > 1 && (s.p[0] == ',' || s.p[0] == ';' || s.p[0] == '.') && s.p[1] == ' ';
}

/* The end of the last pause in [from, at), else `from`. */
static size_t
clause_start(span s, size_t from, size_t at)
{
	size_t start = from;

	for (size_t i = from; i < at; i++) {
		size_t n = pause_at(span_sub(s, i, s.n));
		if (n && i + n <= at)
			start = i + n;
	}
	return start;
}

static size_t
character_start(span s, size_t at)
{
	while (at > 0 && at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* The best place to cut a text that must end by `end`: a pause in its last third, else between
 * two Latin words, else `end`. */
static size_t
cut_at(span s, size_t start, size_t end)
{
	size_t n, pause = clause_start(s, start + (end - start) * 2 / 3, end);

	if (pause > start + (end - start) * 2 / 3 && pause < end)
		return pause;
	for (size_t at = end; at > start + (end - start) / 2; at--)
		if (s.p[at - 1] == ' ')
			return at - 1;
		else if (!is_word_letter(utf8_before(s.p, s.p + at)) ||
			 !is_word_letter(utf8_get(s.p + at, s.p + s.n, &n)))
			break;
	return end;
}

/* Line breaks and runs of blanks become one blank. */
static void
one_line(buf *out, span s)
{
	int blank = 0;

	for (size_t i = 0; i < s.n; i++) {
		int is_blank = (unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f;
		if (!is_blank)
			buf_char(out, s.p[i]);
		else if (!blank)
			buf_char(out, ' ');
		blank = is_blank;
	}
}

void
quote_shorten(buf *out, span s, size_t columns, highlights m)
{
	size_t start = 0, end, at, mark_end;
	buf line = BUF_INIT;

	one_line(&line, span_trim(s));
	out->failed |= line.failed;
	s = span_trim((span){line.p ? line.p : "", line.n});
	if (utf8_columns(s) <= columns) {
		buf_span(out, s);
		buf_clear(&line);
		return;
	}
	columns = columns > 4 ? columns - 2 : 2; /* … */
	end = utf8_clip(s, columns).n;
	if (quote_mark(s, 0, m, &at, &mark_end) && mark_end > end) {
		start = clause_start(s, 0, at);
		if (utf8_columns(span_sub(s, start, mark_end)) + 2 > columns)
			start = character_start(s, at);
		end = start + utf8_clip(span_sub(s, start, s.n), columns - 2).n;
		buf_str(out, "…");
	}
	if (end < s.n)
		end = cut_at(s, start, end);
	buf_span(out, span_trim(span_sub(s, start, end)));
	if (end < s.n)
		buf_str(out, "…");
	buf_clear(&line);
}
