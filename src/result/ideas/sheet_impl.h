/* result/ideas/sheet_impl.h - what the files of a sheet share: writing text and counting its
 * height.
 *
 * A function returns the lines of its text.  The caller turns them into mm, because two
 * texts side by side are as high as the higher one. */
#ifndef RESULT_IDEAS_SHEET_IMPL_H
#define RESULT_IDEAS_SHEET_IMPL_H
#include "result/ideas/ideas_result.h"
#include "result/write/quote.h"

#define LINE_MM 4.5 /* line height of a sheet in page.css */

/* Columns of a line by place, for the widths in page.css; a Japanese letter takes two. */
enum { FULL = 121, HALF = 58, BESIDE_YEAR = 110, NAME = 45, VALUE = 42, STATEMENT = 82 };

/* Lines that each kind of text may take, and documents that each list may have. */
enum { CORE, REASON, VALUE_LINES, AGAINST, NEED, PRECEDENT, DOCS, N_ROOMS };
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

/* ja or en, by the language of the style. */
const char *sheet_say(const sheet *s, const char *ja, const char *en);
/* Writes the text, shortened to `most` lines of `columns`. */
unsigned sheet_lines(sheet *s, span text, size_t columns, unsigned most, marks m);
/* sheet_lines() in quotation marks; nothing for an empty text. */
unsigned sheet_quote(sheet *s, const char *text, size_t columns, unsigned most, marks m);
/* Adds its height to s->mm. */
void sheet_heading(sheet *s, const char *text, const char *small);
/* <dt>label<dd>text; nothing for an empty text. */
unsigned sheet_row(sheet *s, const char *label, const char *text, unsigned most);
/* "DEMO-28-002 溶融紡糸設備の冷却筒" on one line. */
void sheet_document(sheet *s, const tensen_evidence *e, size_t columns);
/* Words joined as people write them. */
unsigned sheet_joined(sheet *s, const char *const *v, size_t n, size_t columns, unsigned most);

/* Adds its height to s->mm. */
void sheet_grounds(sheet *s);

#endif
