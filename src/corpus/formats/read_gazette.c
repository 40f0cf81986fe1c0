/* corpus/formats/read_gazette.c - the gazettes of a file.
 *
 * HOW     A file may hold several gazettes (cat *.xml).  Each has a parser of its own, which
 *         stops at the end of the root element.  Behind a broken gazette reading goes on at the
 *         next XML declaration, so that the others are not lost. */
#include "corpus/formats/gazette.h"
#include <tensen/messages.h>

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
read_begin(gazette_file *file, tensen_error *err)
{
	record_begin(&file->rec, file->x.lines + 1);
	file->rec.canonical_id = 1;
	return gazette_xml_begin(&file->x, &file->rec, err);
}

static tensen_status
read_end(gazette_file *file, tensen_error *err)
{
	gazette_xml *x = &file->x;

	file->ended++;
	file->searching = x->problem[0] != '\0';
	gazette_xml_end(x);
	if (x->problem[0])
		return feed_refuse(file->feed, x->lines + 1, x->problem, err);
	if (x->g.publication.n == 0)
		return feed_refuse(file->feed, file->rec.at, SAY_GAZETTE_WITHOUT_NUMBER, err);
	if (x->truncated)
		feed_note(file->feed, file->rec.at, SAY_TEXT_BEYOND_16);
	gazette_finish(&x->g);
	return record_end(&file->rec, err);
}

/* How many bytes at the beginning of s belong to no gazette.  *begins: a gazette follows them. */
static size_t
read_between(gazette_file *file, span text, int *begins)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (!file->searching && (unsigned char)c > ' ') {
			*begins = 1;
			return i;
		}
		file->x.lines += c == '\n';
		file->matched = c == declaration[file->matched] ? file->matched + 1 : c == '<';
		if (file->searching && file->matched == DECLARATION_BYTES) {
			*begins = 1;
			return i + 1;
		}
	}
	*begins = 0;
	return text.n;
}

/* Drop the bytes between gazettes from *s and begin the next gazette. */
static tensen_status
begin_behind(gazette_file *file, span *text, tensen_error *err)
{
	int begins, found = file->searching;
	tensen_status st;

	*text = span_sub(*text, read_between(file, *text, &begins), text->n);
	if (!begins)
		return TENSEN_OK;
	file->matched = 0;
	if ((st = read_begin(file, err)) == TENSEN_OK && found)
		gazette_xml_feed(&file->x, (span){declaration, DECLARATION_BYTES}, 0);
	return st;
}

static tensen_status
read_take(gazette_file *file, span text, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	while (text.n && st == TENSEN_OK) {
		if (!file->x.xml) {
			st = begin_behind(file, &text, err);
			continue;
		}
		text = span_sub(text, gazette_xml_feed(&file->x, text, 0), text.n);
		if (file->x.root_end || file->x.problem[0])
			st = read_end(file, err);
	}
	return st;
}

/* The end of the file; comments may stand behind the last gazette. */
static tensen_status
take_end(gazette_file *file, tensen_error *err)
{
	if (!file->x.xml)
		return TENSEN_OK;
	gazette_xml_feed(&file->x, (span){"", 0}, 1);
	if (file->ended && !file->x.g.root[0] &&
	    XML_GetErrorCode(file->x.xml) == XML_ERROR_NO_ELEMENTS)
		return TENSEN_OK;
	if (!file->x.problem[0] || (file->ended && !file->x.g.root[0]))
		return read_end(file, err);
	gazette_xml_end(&file->x);
	feed_bad_file(file->feed, file->x.lines + 1, file->x.problem);
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
			st = chunk.n ? read_take(&f, chunk, err) : take_end(&f, err);
	gazette_xml_clear(&f.x);
	record_clear(&f.rec);
	return st;
}
