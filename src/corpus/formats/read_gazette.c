/* corpus/formats/read_gazette.c - the gazettes of a file.
 *
 * HOW     A file may hold several gazettes (cat *.xml).  Each has a parser of its own, which
 *         stops at the end of the root element.  Behind a broken gazette reading goes on at the
 *         next XML declaration, so that the others are not lost. */
#include "corpus/formats/gazette.h"

static const char declaration[] = "<?xml ";
#define DECLARATION_BYTES (sizeof declaration - 1)

typedef struct gazette_file {
	feed *feed;
	record rec;
	gazette_xml x;
	uint32_t ended;   /* gazettes */
	unsigned matched; /* bytes of `declaration` just seen */
	int searching;    /* 1 behind a broken gazette: for `declaration` */
} gazette_file;

static tensen_status
begin(gazette_file *f, tensen_error *err)
{
	record_begin(&f->rec, f->x.lines + 1);
	f->rec.canonical_id = 1;
	return gazette_xml_begin(&f->x, &f->rec, err);
}

static tensen_status
end(gazette_file *f, tensen_error *err)
{
	gazette_xml *x = &f->x;

	f->ended++;
	f->searching = x->problem[0] != '\0';
	gazette_xml_end(x);
	if (x->problem[0])
		return feed_refuse(f->feed, x->lines + 1, x->problem, err);
	if (x->g.publication.n == 0)
		return feed_refuse(
		    f->feed, f->rec.at, "a gazette without a publication number", err);
	if (x->truncated)
		feed_note(f->feed, f->rec.at, "text beyond 16 MiB of one kind is left out");
	gazette_finish(&x->g);
	return record_end(&f->rec, err);
}

/* How many bytes at the beginning of s belong to no gazette.  *begins: a gazette follows them. */
static size_t
between(gazette_file *f, span s, int *begins)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!f->searching && (unsigned char)c > ' ') {
			*begins = 1;
			return i;
		}
		f->x.lines += c == '\n';
		f->matched = c == declaration[f->matched] ? f->matched + 1 : c == '<';
		if (f->searching && f->matched == DECLARATION_BYTES) {
			*begins = 1;
			return i + 1;
		}
	}
	*begins = 0;
	return s.n;
}

/* Drop the bytes between gazettes from *s and begin the next gazette. */
static tensen_status
begin_behind(gazette_file *f, span *s, tensen_error *err)
{
	int begins, found = f->searching;
	tensen_status st;

	*s = span_sub(*s, between(f, *s, &begins), s->n);
	if (!begins)
		return TENSEN_OK;
	f->matched = 0;
	if ((st = begin(f, err)) == TENSEN_OK && found)
		gazette_xml_feed(&f->x, (span){declaration, DECLARATION_BYTES}, 0);
	return st;
}

static tensen_status
take(gazette_file *f, span s, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	while (s.n && st == TENSEN_OK) {
		if (!f->x.xml) {
			st = begin_behind(f, &s, err);
			continue;
		}
		s = span_sub(s, gazette_xml_feed(&f->x, s, 0), s.n);
		if (f->x.root_end || f->x.problem[0])
			st = end(f, err);
	}
	return st;
}

/* The end of the file; comments may stand behind the last gazette. */
static tensen_status
take_end(gazette_file *f, tensen_error *err)
{
	if (!f->x.xml)
		return TENSEN_OK;
	gazette_xml_feed(&f->x, (span){"", 0}, 1);
	if (f->ended && !f->x.g.root[0] && XML_GetErrorCode(f->x.xml) == XML_ERROR_NO_ELEMENTS)
		return TENSEN_OK;
	if (!f->x.problem[0] || (f->ended && !f->x.g.root[0]))
		return end(f, err);
	gazette_xml_end(&f->x);
	feed_bad_file(f->feed, f->x.lines + 1, f->x.problem);
	return TENSEN_OK;
}

tensen_status
read_gazette(feed *to, tensen_error *err)
{
	gazette_file f = {.feed = to};
	tensen_status st = TENSEN_OK;
	span chunk = {"", 1};

	record_init(&f.rec, to);
	while (st == TENSEN_OK && chunk.n > 0)
		if ((st = stream_chunk(to->src, &chunk, err)) == TENSEN_OK)
			st = chunk.n ? take(&f, chunk, err) : take_end(&f, err);
	gazette_xml_clear(&f.x);
	record_clear(&f.rec);
	return st;
}
