/* corpus/input/stream.c - see stream.h.
 *
 * COST    One buffer of raw bytes (the sample, at most 1 MiB, then 64 KiB at a
 *         time) and one of UTF-8; nothing grows with the file. */
#include "corpus/input/stream.h"
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include "text/utf8.h"
#include "util/buf.h"
#include "util/fail.h"

#define SAMPLE_MAX ((size_t)1 << 20) /* bytes read at most to find the encoding */
#define SAMPLE_ENOUGH 4096        /* bytes above 0x7f; some 2,000 characters settle the encoding */
#define CHUNK ((size_t)64 * 1024) /* bytes read and converted at a time */
#define ILL_FORMED 0xffff         /* a noncharacter: it stands in no text */

struct stream {
	input *in;
	encoding enc;
	UConverter *from, *to;
	buf raw; /* bytes not converted yet */
	size_t raw_at;
	int raw_end; /* input gave its last byte */
	int drained; /* the converter has been flushed */
	buf text;    /* UTF-8 from text_at on is not consumed yet */
	size_t text_at;
	uint64_t text_offset; /* of text.p[0] in the stream */
	int nuls;
	uint64_t zeros;  /* NUL bytes at the end of what was filled */
	uint64_t zeroed; /* stream_zeroed() */
	int cr_only;     /* lines end with CR alone, as on old Macintoshes */
	UChar pivot[1024], *pivot_source, *pivot_target;
};

static void
replace_bytes(buf *b, size_t from, char what, char by, int *seen)
{
	while (from < b->n) {
		char *p = memchr(b->p + from, what, b->n - from);
		if (!p)
			return;
		*p = by;
		*seen = 1;
		from = (size_t)(p - b->p) + 1;
	}
}

static size_t
count_high(const buf *b, size_t from)
{
	size_t n = 0;

	for (size_t i = from; i < b->n; i++)
		n += (unsigned char)b->p[i] >= 0x80;
	return n;
}

static tensen_status
read_raw(stream *s, tensen_error *err)
{
	size_t n;
	tensen_status st;

	if (s->raw_at == s->raw.n)
		s->raw_at = s->raw.n = 0;
	if (buf_reserve(&s->raw, CHUNK) < 0)
		return tensen_fail_nomem(err);
	if ((st = input_read(s->in, s->raw.p + s->raw.n, CHUNK, &n, err)) < 0)
		return st;
	s->raw.n += n;
	s->raw_end = n == 0;
	return TENSEN_OK;
}

/* ASCII (English, the keys of a JSON file) does not show the encoding: read on until enough other
 * bytes were seen, at most SAMPLE_MAX. */
static tensen_status
read_sample(stream *s, tensen_error *err)
{
	size_t high = 0;
	tensen_status st;

	while (!s->raw_end && s->raw.n < SAMPLE_MAX && high < SAMPLE_ENOUGH) {
		size_t from = s->raw.n;
		if ((st = read_raw(s, err)) < 0)
			return s->raw.n > 0
				   ? TENSEN_OK
				   : st; /* the error comes again when its place is reached */
		high += count_high(&s->raw, from);
		if (memchr(s->raw.p, 0, s->raw.n < 4096 ? s->raw.n : 4096))
			break;
	}
	return TENSEN_OK;
}

/* ICU calls this for every sequence it cannot convert. */
static void
on_unconvertible(const void *context, UConverterToUnicodeArgs *args, const char *units,
    int32_t length, UConverterCallbackReason reason, UErrorCode *e)
{
	UChar c = reason == UCNV_UNASSIGNED ? 0xfffd : ILL_FORMED;

	(void)context;
	(void)units;
	(void)length;
	if (reason > UCNV_IRREGULAR)
		return;
	*e = U_ZERO_ERROR;
	ucnv_cbToUWriteUChars(args, &c, 1, 0, e);
}

static tensen_status
open_converter(stream *s, tensen_error *err)
{
	UErrorCode e = U_ZERO_ERROR;

	if (!s->enc.converter)
		return TENSEN_OK;
	s->from = ucnv_open(s->enc.converter, &e);
	if (U_FAILURE(e))
		return tensen_fail(err, TENSEN_E_ARG, "no encoding named %s", s->enc.name);
	s->to = ucnv_open("UTF-8", &e);
	ucnv_setToUCallBack(s->from, on_unconvertible, NULL, NULL, NULL, &e);
	s->pivot_source = s->pivot_target = s->pivot;
	return U_FAILURE(e) ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
stream_open(stream **out, const char *path, const char *name, tensen_error *err)
{
	input *in;
	tensen_status st = input_open(&in, path, 0, 0, err);

	*out = NULL;
	return st < 0 ? st : stream_open_input(out, in, name, err);
}

tensen_status
stream_open_input(stream **out, input *in, const char *name, tensen_error *err)
{
	stream *s = calloc(1, sizeof *s);
	tensen_status st;
	span sample;

	*out = NULL;
	if (!s) {
		input_close(in);
		return tensen_fail_nomem(err);
	}
	s->in = in;
	if (buf_reserve(&s->text, CHUNK) < 0 || buf_reserve(&s->raw, CHUNK) < 0) {
		stream_close(s);
		return tensen_fail_nomem(err);
	}
	if ((st = read_sample(s, err)) < 0)
		goto out;
	sample = (span){s->raw.p, s->raw.n};
	s->enc = name ? encoding_named(name, sample) : encoding_detect(sample);
	s->raw_at = s->enc.bom;
	if ((st = open_converter(s, err)) < 0 || (st = stream_peek(s, CHUNK, &sample, err)) < 0)
		goto out;
	if (sample.n && memchr(sample.p, '\r', sample.n) && !memchr(sample.p, '\n', sample.n)) {
		s->cr_only = 1;
		replace_bytes(&s->text, 0, '\r', '\n', &s->cr_only);
	}
	*out = s;
	s = NULL;
out:
	stream_close(s);
	return st;
}

void
stream_close(stream *s)
{
	if (!s)
		return;
	ucnv_close(s->from); /* NULL allowed */
	ucnv_close(s->to);
	input_close(s->in);
	buf_clear(&s->raw);
	buf_clear(&s->text);
	free(s);
}

const char *
stream_encoding(const stream *s)
{
	return s->enc.name;
}

span
stream_head(const stream *s)
{
	return input_head(s->in);
}

uint64_t
stream_zeroed(const stream *s)
{
	return s->zeroed;
}

int
stream_nuls(const stream *s)
{
	return s->nuls;
}

uint64_t
stream_offset(const stream *s)
{
	return s->text_offset + s->text_at;
}

static tensen_status
convert(stream *s, tensen_error *err)
{
	UErrorCode e = U_ZERO_ERROR;
	const char *from = s->raw.p + s->raw_at, *from_end = s->raw.p + s->raw.n;
	char *to, *to_start;

	if (buf_reserve(&s->text, CHUNK) < 0)
		return tensen_fail_nomem(err);
	to = to_start = s->text.p + s->text.n;
	ucnv_convertEx(s->to, s->from, &to, to_start + CHUNK, &from, from_end, s->pivot,
	    &s->pivot_source, &s->pivot_target, s->pivot + 1024, 0, s->raw_end, &e);
	s->raw_at = (size_t)(from - s->raw.p);
	s->text.n += (size_t)(to - to_start);
	if (e != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(e))
		return tensen_fail(err, TENSEN_E_INPUT, "%s: %s", s->enc.name, u_errorName(e));
	s->drained = s->raw_end && e != U_BUFFER_OVERFLOW_ERROR;
	return TENSEN_OK;
}

/* Find a long run of NUL bytes, which are still there, in text[from ..). */
static void
find_zeros(stream *s, size_t from)
{
	const char *p = memchr(s->text.p + from, '\0', s->text.n - from);
	size_t i = p ? (size_t)(p - s->text.p) : s->text.n;

	if (i > from)
		s->zeros = 0;
	for (; i < s->text.n; i++) {
		s->zeros = s->text.p[i] ? 0 : s->zeros + 1;
		if (s->zeros >= STREAM_ZEROS && !s->zeroed)
			s->zeroed = s->text_offset + i + 1;
	}
}

static void
move_utf8(stream *s)
{
	buf_add(&s->text, s->raw.p + s->raw_at, s->raw.n - s->raw_at);
	s->raw_at = s->raw.n;
	s->drained = s->raw_end;
}

/* More UTF-8 behind what text holds. */
static tensen_status
fill(stream *s, tensen_error *err)
{
	size_t from;
	tensen_status st = TENSEN_OK;

	if (s->text_at > 0) {
		memmove(s->text.p, s->text.p + s->text_at, s->text.n - s->text_at);
		s->text.n -= s->text_at;
		s->text_offset += s->text_at;
		s->text_at = 0;
	}
	if (s->raw_at == s->raw.n && !s->raw_end && (st = read_raw(s, err)) < 0)
		return st;
	from = s->text.n;
	if (s->from)
		st = convert(s, err);
	else
		move_utf8(s);
	if (s->text.failed)
		return tensen_fail_nomem(err);
	find_zeros(s, from);
	replace_bytes(&s->text, from, '\0', ' ', &s->nuls);
	if (s->cr_only)
		replace_bytes(&s->text, from, '\r', '\n', &s->cr_only);
	return st;
}

tensen_status
stream_peek(stream *s, size_t want, span *out, tensen_error *err)
{
	tensen_status st;

	while (s->text.n - s->text_at < want && !s->drained)
		if ((st = fill(s, err)) < 0)
			return st;
	*out = (span){s->text.p + s->text_at, s->text.n - s->text_at};
	return TENSEN_OK;
}

void
stream_skip(stream *s, size_t n)
{
	s->text_at += n;
}

tensen_status
stream_chunk(stream *s, span *chunk, tensen_error *err)
{
	tensen_status st;

	while (s->text_at == s->text.n && !s->drained)
		if ((st = fill(s, err)) < 0)
			return st;
	*chunk = (span){s->text.p + s->text_at, s->text.n - s->text_at};
	s->text_at = s->text.n;
	return TENSEN_OK;
}

tensen_status
stream_piece(stream *s, span *piece, int *eol, tensen_error *err)
{
	tensen_status st = stream_chunk(s, piece, err);
	const char *end;

	*eol = 0;
	if (st < 0 || piece->n == 0)
		return st;
	end = memchr(piece->p, '\n', piece->n);
	if (end) {
		size_t n = (size_t)(end - piece->p) + 1;
		s->text_at -= piece->n - n; /* the rest is for the next call */
		piece->n = n;
		*eol = 1;
	}
	return TENSEN_OK;
}

tensen_status
stream_check(const stream *s, span text, uint64_t at, tensen_error *err)
{
	static const char marker[] = "\xef\xbf\xbf"; /* ILL_FORMED */
	size_t bad;

	if (text.n == 0)
		return TENSEN_OK;
	if (s->from) {
		if (span_find(text, SPAN_LIT(marker), 0) != (size_t)-1)
			return tensen_fail(
			    err, TENSEN_E_INPUT, "bytes that are not %s", s->enc.name);
		return TENSEN_OK;
	}
	bad = utf8_bad_at(text);
	if (bad < text.n)
		return tensen_fail(err, TENSEN_E_INPUT, "not UTF-8: byte 0x%02x at offset %llu",
		    (unsigned char)text.p[bad], (unsigned long long)(at + bad + s->enc.bom));
	return TENSEN_OK;
}
