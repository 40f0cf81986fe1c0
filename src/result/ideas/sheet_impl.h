/* result/ideas/sheet_impl.h - shared by the files of a sheet: text written onto it, and its height.
 *
 * A function returns the lines that its text became, for the caller to add up in mm: two
 * texts side by side are as high as the higher one. */
#ifndef RESULT_IDEAS_SHEET_IMPL_H
#define RESULT_IDEAS_SHEET_IMPL_H
#include "result/ideas/ideas_result.h"
#include "result/write/quote.h"

#define LINE_MM 4.5

/* Columns (half a letter wide) of a line, by place. */
enum { FULL = 121, HALF = 58, BESIDE_YEAR = 110, BOX = 115, NAME = 45, VALUE = 42, STATEMENT = 82 };

/* Lines that each kind of text may take, and how many other documents are shown. */
enum { CORE, REASON, VALUE_LINES, NEAREST, OTHER, DOCS, JUDGED, N_ROOMS };
typedef struct room {
	unsigned of[N_ROOMS];
} room;

typedef struct sheet {
	buf *out;
	const ideas_result *r;
	const tensen_idea *x;
	const idea_detail *d;
	size_t number, of;
	const tensen_style *style;
	tensen_lang lang;
	const room *room;
	double mm;
} sheet;

/* The Japanese or the English text by the language. */
const char *sheet_say(const sheet *s, const char *ja, const char *en);
/* The text within `most` lines of `columns`. */
unsigned sheet_lines(sheet *s, span text, size_t columns, unsigned most, highlights m);
/* The same in quotation marks; nothing for an empty text. */
unsigned sheet_quote(sheet *s, const char *text, size_t columns, unsigned most, highlights m);
/* Adds its own height. */
void sheet_heading(sheet *s, const char *text, const char *small);
/* <dt>label<dd>text; nothing for an empty text. */
unsigned sheet_row(sheet *s, const char *label, const char *text, unsigned most);
/* "DEMO-28-002 溶融紡糸設備の冷却筒" on one line. */
void sheet_document(sheet *s, const char *id, const char *title, size_t columns);

/* The middle of a sheet: the aspect, the sentence that met it, and further documents.  Adds its own
 * height. */
void sheet_grounds(sheet *s);

#endif
