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
stands_alone(span text, size_t at, size_t end)
{
	size_t n;
	uint32_t first = utf8_get(text.p + at, text.p + end, &n);
	uint32_t last = utf8_before(text.p + at, text.p + end);

	if (is_word_letter(first) && is_word_letter(utf8_before(text.p, text.p + at)))
		return 0;
	return !(is_word_letter(last) && end < text.n &&
		 is_word_letter(utf8_get(text.p + end, text.p + text.n, &n)));
}

static size_t
find_mark(span text, size_t from, span mark)
{
	size_t at = span_find(text, mark, from);

	while (at != (size_t)-1 && !stands_alone(text, at, at + mark.n))
		at = span_find(text, mark, at + 1);
	return at;
}

int
quote_mark(span text, size_t from, highlights marks, size_t *at, size_t *end)
{
	int found = 0;

	for (size_t i = 0; i < marks.n; i++) {
		span mark = span_of(marks.v[i]);
		size_t p = find_mark(text, from, mark);
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
pause_at(span text)
{
	static const char *const stops[] = {"、", "。", "，", "；"};

	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		if (span_starts(text, span_of(stops[i])))
			return strlen(stops[i]);
	return text.n > 1 && (text.p[0] == ',' || text.p[0] == ';' || text.p[0] == '.') &&
	       text.p[1] == ' ';
}

/* The end of the last pause in [from, at), else `from`. */
static size_t
clause_start(span text, size_t from, size_t at)
{
	size_t start = from;

	for (size_t i = from; i < at; i++) {
		size_t n = pause_at(span_sub(text, i, text.n));
		if (n && i + n <= at)
			start = i + n;
	}
	return start;
}

static size_t
character_start(span text, size_t at)
{
	while (at > 0 && at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* The best place to cut a text that must end by `end`: a pause in its last third, else between
 * two Latin words, else `end`. */
static size_t
cut_at(span text, size_t start, size_t end)
{
	size_t n, pause = clause_start(text, start + (end - start) * 2 / 3, end);

	if (pause > start + (end - start) * 2 / 3 && pause < end)
		return pause;
	for (size_t at = end; at > start + (end - start) / 2; at--)
		if (text.p[at - 1] == ' ')
			return at - 1;
		else if (!is_word_letter(utf8_before(text.p, text.p + at)) ||
			 !is_word_letter(utf8_get(text.p + at, text.p + text.n, &n)))
			break;
	return end;
}

/* Line breaks and runs of blanks become one blank. */
static void
one_line(buf *out, span text)
{
	int blank = 0;

	for (size_t i = 0; i < text.n; i++) {
		int is_blank = (unsigned char)text.p[i] <= ' ' || text.p[i] == 0x7f;
		if (!is_blank)
			buf_char(out, text.p[i]);
		else if (!blank)
			buf_char(out, ' ');
		blank = is_blank;
	}
}

void
quote_shorten(buf *out, span text, size_t columns, highlights marks)
{
	size_t start = 0, end, at, mark_end;
	buf line = BUF_INIT;

	one_line(&line, span_trim(text));
	out->failed |= line.failed;
	text = span_trim((span){line.p ? line.p : "", line.n});
	if (utf8_columns(text) <= columns) {
		buf_span(out, text);
		buf_clear(&line);
		return;
	}
	columns = columns > 4 ? columns - 2 : 2; /* … */
	end = utf8_clip(text, columns).n;
	if (quote_mark(text, 0, marks, &at, &mark_end) && mark_end > end) {
		start = clause_start(text, 0, at);
		if (utf8_columns(span_sub(text, start, mark_end)) + 2 > columns)
			start = character_start(text, at);
		end = start + utf8_clip(span_sub(text, start, text.n), columns - 2).n;
		buf_str(out, "…");
	}
	if (end < text.n)
		end = cut_at(text, start, end);
	buf_span(out, span_trim(span_sub(text, start, end)));
	if (end < text.n)
		buf_str(out, "…");
	buf_clear(&line);
}
