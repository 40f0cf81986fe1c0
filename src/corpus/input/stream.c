/* corpus/input/stream.c - see stream.h.
 *
 * COST    One buffer of raw bytes (the sample, at most 1 MiB, then 64 KiB at a
 *         time) and one of UTF-8; nothing grows with the file. */
#include "corpus/input/stream.h"
#include "corpus/input/xlsx.h"
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include "text/utf8.h"
#include "util/buf.h"
#include "util/fail.h"
#include "util/memory.h"

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
replace_bytes(buf *out, size_t from, char what, char by, int *seen)
{
	while (from < out->n) {
		char *p = memchr(out->p + from, what, out->n - from);
		if (!p)
			return;
		*p = by;
		*seen = 1;
		from = (size_t)(p - out->p) + 1;
	}
}

static size_t
count_high(const buf *out, size_t from)
{
	size_t n = 0;

	for (size_t i = from; i < out->n; i++)
		n += (unsigned char)out->p[i] >= 0x80;
	return n;
}

static tensen_status
read_raw(stream *from, tensen_error *err)
{
	size_t n;
	tensen_status st;

	if (from->raw_at == from->raw.n)
		from->raw_at = from->raw.n = 0;
	if (buf_reserve(&from->raw, CHUNK) < 0)
		return tensen_fail_nomem(err);
	if ((st = input_read(from->in, from->raw.p + from->raw.n, CHUNK, &n, err)) < 0)
		return st;
	from->raw.n += n;
	from->raw_end = n == 0;
	return TENSEN_OK;
}

/* ASCII (English, the keys of a JSON file) does not show the encoding: read on until enough other
 * bytes were seen, at most SAMPLE_MAX. */
static tensen_status
read_sample(stream *in, tensen_error *err)
{
	size_t high = 0;
	tensen_status st;

	while (!in->raw_end && in->raw.n < SAMPLE_MAX && high < SAMPLE_ENOUGH) {
		size_t from = in->raw.n;
		if ((st = read_raw(in, err)) < 0)
			return in->raw.n > 0
				   ? TENSEN_OK
				   : st; /* the error comes again when its place is reached */
		high += count_high(&in->raw, from);
		if (memchr(in->raw.p, 0, in->raw.n < 4096 ? in->raw.n : 4096))
			break;
	}
	return TENSEN_OK;
}

/* ICU calls this for every sequence it cannot convert. */
static void
on_unconvertible(const void *context, UConverterToUnicodeArgs *args, const char *units,
    int32_t length, UConverterCallbackReason reason, UErrorCode *one)
{
	UChar c = reason == UCNV_UNASSIGNED ? 0xfffd : ILL_FORMED;

	(void)context;
	(void)units;
	(void)length;
	if (reason > UCNV_IRREGULAR)
		return;
	*one = U_ZERO_ERROR;
	ucnv_cbToUWriteUChars(args, &c, 1, 0, one);
}

static tensen_status
open_converter(stream *in, tensen_error *err)
{
	UErrorCode e = U_ZERO_ERROR;

	if (!in->enc.converter)
		return TENSEN_OK;
	in->from = ucnv_open(in->enc.converter, &e);
	if (U_FAILURE(e))
		return tensen_fail(err, TENSEN_E_ARG, SAY_NO_ENCODING_NAMED, in->enc.name);
	in->to = ucnv_open("UTF-8", &e);
	ucnv_setToUCallBack(in->from, on_unconvertible, NULL, NULL, NULL, &e);
	in->pivot_source = in->pivot_target = in->pivot;
	return U_FAILURE(e) ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
stream_open(stream **out, const char *path, const char *name, tensen_error *err)
{
	input *in;
	tensen_status st = input_open(&in, path, 0, 0, err);

	*out = NULL;
	if (st == TENSEN_OK && input_is_archive(in)) { /* a table kept as a workbook */
		input_close(in);
		st = xlsx_open_joined(&in, path, err);
		name = "UTF-8";
	}
	return st < 0 ? st : stream_open_input(out, in, name, err);
}

static tensen_status
stream_begin(stream *s, const char *name, tensen_error *err)
{
	span sample;
	tensen_status st;

	if (buf_reserve(&s->text, CHUNK) < 0 || buf_reserve(&s->raw, CHUNK) < 0)
		return tensen_fail_nomem(err);
	if ((st = read_sample(s, err)) < 0)
		return st;
	sample = (span){s->raw.p, s->raw.n};
	s->enc = name ? encoding_named(name, sample) : encoding_detect(sample);
	s->raw_at = s->enc.bom;
	if ((st = open_converter(s, err)) < 0 || (st = stream_peek(s, CHUNK, &sample, err)) < 0)
		return st;
	if (sample.n && memchr(sample.p, '\r', sample.n) && !memchr(sample.p, '\n', sample.n)) {
		s->cr_only = 1;
		replace_bytes(&s->text, 0, '\r', '\n', &s->cr_only);
	}
	return TENSEN_OK;
}

tensen_status
stream_open_input(stream **out, input *in, const char *name, tensen_error *err)
{
	stream *s = *out = calloc(1, sizeof *s);
	tensen_status st;

	if (!s) {
		input_close(in);
		return tensen_fail_nomem(err);
	}
	s->in = in;
	st = stream_begin(s, name, err);
	return KEEP_OR_FREE(st, out, stream_close);
}

void
stream_close(stream *source)
{
	if (!source)
		return;
	ucnv_close(source->from); /* NULL allowed */
	ucnv_close(source->to);
	input_close(source->in);
	bufs_clear(&source->raw, &source->text);
	free(source);
}

const char *
stream_encoding(const stream *in)
{
	return in->enc.name;
}

span
stream_head(const stream *from)
{
	return input_head(from->in);
}

uint64_t
stream_zeroed(const stream *in)
{
	return in->zeroed;
}

int
stream_nuls(const stream *in)
{
	return in->nuls;
}

uint64_t
stream_offset(const stream *in)
{
	return in->text_offset + in->text_at;
}

static tensen_status
stream_convert(stream *in, tensen_error *err)
{
	UErrorCode e = U_ZERO_ERROR;
	const char *from = in->raw.p + in->raw_at, *from_end = in->raw.p + in->raw.n;
	char *to, *to_start;

	if (buf_reserve(&in->text, CHUNK) < 0)
		return tensen_fail_nomem(err);
	to = to_start = in->text.p + in->text.n;
	ucnv_convertEx(in->to, in->from, &to, to_start + CHUNK, &from, from_end, in->pivot,
	    &in->pivot_source, &in->pivot_target, in->pivot + 1024, 0, in->raw_end, &e);
	in->raw_at = (size_t)(from - in->raw.p);
	in->text.n += (size_t)(to - to_start);
	if (e != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(e))
		return tensen_fail(err, TENSEN_E_INPUT, "%s: %s", in->enc.name, u_errorName(e));
	in->drained = in->raw_end && e != U_BUFFER_OVERFLOW_ERROR;
	return TENSEN_OK;
}

/* Find a long run of NUL bytes, which are still there, in text[from ..). */
static void
find_zeros(stream *in, size_t from)
{
	const char *p = memchr(in->text.p + from, '\0', in->text.n - from);
	size_t i = p ? (size_t)(p - in->text.p) : in->text.n;

	if (i > from)
		in->zeros = 0;
	for (; i < in->text.n; i++) {
		in->zeros = in->text.p[i] ? 0 : in->zeros + 1;
		if (in->zeros >= STREAM_ZEROS && !in->zeroed)
			in->zeroed = in->text_offset + i + 1;
	}
}

static void
move_utf8(stream *in)
{
	buf_add(&in->text, in->raw.p + in->raw_at, in->raw.n - in->raw_at);
	in->raw_at = in->raw.n;
	in->drained = in->raw_end;
}

/* More UTF-8 behind what text holds. */
static tensen_status
stream_fill(stream *in, tensen_error *err)
{
	size_t from;
	tensen_status st = TENSEN_OK;

	if (in->text_at > 0) {
		memmove(in->text.p, in->text.p + in->text_at, in->text.n - in->text_at);
		in->text.n -= in->text_at;
		in->text_offset += in->text_at;
		in->text_at = 0;
	}
	if (in->raw_at == in->raw.n && !in->raw_end && (st = read_raw(in, err)) < 0)
		return st;
	from = in->text.n;
	if (in->from)
		st = stream_convert(in, err);
	else
		move_utf8(in);
	if (in->text.failed)
		return tensen_fail_nomem(err);
	find_zeros(in, from);
	replace_bytes(&in->text, from, '\0', ' ', &in->nuls);
	if (in->cr_only)
		replace_bytes(&in->text, from, '\r', '\n', &in->cr_only);
	return st;
}

tensen_status
stream_peek(stream *in, size_t want, span *out, tensen_error *err)
{
	tensen_status st;

	while (in->text.n - in->text_at < want && !in->drained)
		if ((st = stream_fill(in, err)) < 0)
			return st;
	*out = (span){in->text.p + in->text_at, in->text.n - in->text_at};
	return TENSEN_OK;
}

tensen_status
stream_chunk(stream *in, span *chunk, tensen_error *err)
{
	tensen_status st;

	while (in->text_at == in->text.n && !in->drained)
		if ((st = stream_fill(in, err)) < 0)
			return st;
	*chunk = (span){in->text.p + in->text_at, in->text.n - in->text_at};
	in->text_at = in->text.n;
	return TENSEN_OK;
}

tensen_status
stream_piece(stream *in, span *piece, int *eol, tensen_error *err)
{
	tensen_status st = stream_chunk(in, piece, err);
	const char *end;

	*eol = 0;
	if (st < 0 || piece->n == 0)
		return st;
	end = memchr(piece->p, '\n', piece->n);
	if (end) {
		size_t n = (size_t)(end - piece->p) + 1;
		in->text_at -= piece->n - n; /* the rest is for the next call */
		piece->n = n;
		*eol = 1;
	}
	return TENSEN_OK;
}

tensen_status
stream_check(const stream *in, span text, uint64_t at, tensen_error *err)
{
	static const char marker[] = "\xef\xbf\xbf"; /* ILL_FORMED */
	size_t bad;

	if (text.n == 0)
		return TENSEN_OK;
	if (in->from) {
		if (span_find(text, SPAN_LIT(marker), 0) != (size_t)-1)
			return tensen_fail(err, TENSEN_E_INPUT, SAY_BYTES_THAT_ARE, in->enc.name);
		return TENSEN_OK;
	}
	bad = utf8_bad_at(text);
	if (bad < text.n)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_NOT_UTF_8, (unsigned char)text.p[bad],
		    (unsigned long long)(at + bad + in->enc.bom));
	return TENSEN_OK;
}
