/* result/write/workbook.c - see workbook.h.
 *
 * The CSV is read twice: for the columns and sheets, then to write row by row, because libxlsxwriter
 * wants the height of a row with the row, and LibreOffice shows one line of a row without a height. */
#include "result/write/workbook.h"
#include <csv.h>
#include <ctype.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "result/write/cells.h"
#include "util/fail.h"

#define PAPER_A3 8 /* as Excel counts */
#define PAPER_A4 9
#define A4_WIDTH 200 /* characters: more would be printed too small to read */
#define A3_WIDTH 340
#define COLUMNS 64
#define SHEETS 200    /* each has a temporary file */
#define NAME_MOST 31  /* characters of a sheet's name */
#define WIDTH_LEAST 7 /* characters of Latin script */
#define WIDTH_MOST 36
#define WIDTH_TEXT 14     /* the narrowest column of a text */
#define FILTER_WIDTH 3    /* of the button beside the name of a column */
#define LINE_HEIGHT 14.25 /* points, of a font of 10 points */
#define FONT_SIZE 10
#define LINES_MOST 28     /* Excel takes 409 points */
#define LINKS_MOST 60000  /* of a sheet; Excel takes 65,530 */
#define ADDRESS_MOST 2000 /* bytes; Excel takes 2,079 characters */
#define TEXT_MOST 32000   /* bytes; Excel takes 32,767 characters */

/* Columns that are known by name, in either language. */
typedef enum role {
	ROLE_OTHER,
	ROLE_PATENT,
	ROLE_NUMBER,
	ROLE_ADDRESS,
	ROLE_TO_FILL,
	ROLE_NOTE,
	ROLE_ORIGIN
} role;
static const struct known_column {
	const char *name;
	role is;
} known_columns[] = {{"問い合わせ", ROLE_PATENT}, {"query", ROLE_PATENT}, {"元の特許", ROLE_PATENT},
    {"元の文献番号", ROLE_PATENT}, {"patent", ROLE_PATENT}, {"特許番号", ROLE_PATENT},
    {"文献番号", ROLE_NUMBER}, {"document", ROLE_NUMBER}, {"id", ROLE_NUMBER},
    {"lead document", ROLE_NUMBER}, {"根拠文献", ROLE_NUMBER}, {"リンク", ROLE_ADDRESS},
    {"url", ROLE_ADDRESS}, {"評点", ROLE_TO_FILL}, {"grade", ROLE_TO_FILL}, {"区分", ROLE_TO_FILL},
    {"kind", ROLE_TO_FILL}, {"メモ", ROLE_NOTE}, {"note", ROLE_NOTE}, {"索引", ROLE_ORIGIN},
    {"index", ROLE_ORIGIN}, {"再現", ROLE_ORIGIN}, {"command", ROLE_ORIGIN},
    {"再読者", ROLE_ORIGIN}, {"doubt_by", ROLE_ORIGIN}, {"観点の種類", ROLE_ORIGIN},
    {"aspect kind", ROLE_ORIGIN}, {"検討リスト", ROLE_ORIGIN}, {"shortlist", ROLE_ORIGIN}};

typedef struct column {
	role is;
	double width, shown; /* of its content; as the sheet has it */
	int filled, hidden;  /* filled: a row has something in it */
} column;

typedef struct sheet {
	lxw_worksheet *of;
	char name[4 * NAME_MOST + 1], key[256]; /* key: the patent whose rows these are */
	uint32_t row, links;
} sheet;

typedef struct workbook {
	lxw_workbook *book;
	lxw_format *head, *body, *link;
	const workbook_shape *shape;
	size_t at;               /* the row, from 0 */
	int writing;             /* the second pass */
	int has_names, has_rows; /* the first row was read, others were */
	buf row;                 /* the cells of the open row, each ended by NUL */
	uint32_t from[COLUMNS];  /* where they begin */
	uint16_t n, n_columns;
	column columns[COLUMNS];
	buf names;                   /* the first row, to be the head of every sheet */
	int patent, number, address; /* columns, or -1 */
	sheet *sheets;
	size_t n_sheets;
	int failed, too_many;
} workbook;

/* ---- texts ---- */

/* Columns of a terminal: characters above U+1100 count twice. */
static double
shown_width(span text)
{
	double n = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		n += c < 0x80 || (c >= 0xC0 && c < 0xE1) ? 1 : c >= 0xE1 ? 2 : 0;
	}
	return n;
}

/* Lines of a text in a column, and the width of its widest. */
static double
shown_lines(span text, double width, double *widest)
{
	double lines = 0;
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		double w;
		if (i < text.n && text.p[i] != '\n')
			continue;
		w = shown_width(span_sub(text, from, i));
		if (w > *widest)
			*widest = w;
		/* widths are digits of 11 points: the smaller font leaves room at the end of a line */
		lines += 1 + (width > 0 && w > width ? (double)(int)((w - 1) / width) : 0);
		from = i + 1;
	}
	return lines;
}

/* 1: a number of at most four digits, or one with a point.  Longer ones are numbers of documents. */
static int
is_number(span text)
{
	size_t i = text.n && text.p[0] == '-', digits = 0, points = 0;

	for (; i < text.n; i++) {
		digits += isdigit((unsigned char)text.p[i]) != 0;
		points += text.p[i] == '.';
		if (!isdigit((unsigned char)text.p[i]) && text.p[i] != '.')
			return 0;
	}
	return digits && points <= 1 && text.n < 16 && (digits <= 4 || points) &&
	       (text.p[0] != '0' || text.n == 1 || text.p[1] == '.');
}

static int
is_address(span text)
{
	return text.n < ADDRESS_MOST && text.n > 8 &&
	       (strncmp(text.p, "https://", 8) == 0 || strncmp(text.p, "http://", 7) == 0) &&
	       !memchr(text.p, ' ', text.n);
}

/* Bytes of a text that fit into a cell, no character cut. */
static size_t
cut_cell(const char *text, size_t n)
{
	if (n <= TEXT_MOST)
		return n;
	n = TEXT_MOST;
	while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	return n;
}

/* ---- the rows of the CSV ---- */

static span
cell_at(workbook *w, int i)
{
	return i >= 0 && i < w->n ? span_of(buf_cstr(&w->row) + w->from[i]) : (span){"", 0};
}

static void
on_cell(void *bytes, size_t n, void *payload)
{
	workbook *w = payload;
	const char *text = bytes;

	/* the apostrophe before what a spreadsheet would take for a formula: here it is a text anyway */
	if (n > 1 && text[0] == '\'' && cells_look_like_formula((span){text + 1, n - 1})) {
		text++;
		n--;
	}
	if (w->n == COLUMNS)
		return;
	w->from[w->n++] = (uint32_t)w->row.n;
	n = cut_cell(text, n);
	for (size_t i = 0; i < n; i++)
		if (text[i] && text[i] != '\r') /* Excel would show a CR as _x000D_ */
			buf_char(&w->row, text[i]);
	buf_char(&w->row, '\0');
}

static role
role_of(span name)
{
	for (size_t i = 0; i < sizeof known_columns / sizeof *known_columns; i++)
		if (span_eq(name, span_of(known_columns[i].name)))
			return known_columns[i].is;
	return ROLE_OTHER;
}

static void
take_names(workbook *w)
{
	int *const places[] = {NULL, &w->patent, &w->number, &w->address, NULL, NULL, NULL};

	w->has_names = 1;
	w->n_columns = w->n;
	w->patent = w->number = w->address = -1;
	for (int i = 0; i < w->n; i++) {
		column *c = &w->columns[i];
		c->is = role_of(cell_at(w, i));
		c->width = FILTER_WIDTH + shown_width(cell_at(w, i));
		if (places[c->is] && *places[c->is] < 0)
			*places[c->is] = i;
	}
	buf_add(&w->names, w->row.p, w->row.n);
}

/* ---- sheets ---- */

/* A name as Excel takes it, that no other sheet has in any case of letters. */
static void
name_sheet(workbook *w, sheet *s)
{
	const char *from = s->key[0] ? s->key : w->shape->title;
	size_t n = 0, characters = 0, at;

	for (; *from && n + 1 < sizeof s->name; from++) {
		characters += ((unsigned char)*from & 0xC0) != 0x80;
		if (characters > NAME_MOST - 4) /* room for what tells names apart */
			break;
		s->name[n++] =
		    (unsigned char)*from < ' ' || strchr("[]:*?/\\'", *from) ? '-' : *from;
	}
	s->name[at = n] = '\0';
	for (unsigned i = 2, k = 0; k < w->n_sheets; k++)
		if (&w->sheets[k] != s && strcasecmp(w->sheets[k].name, s->name) == 0) {
			snprintf(s->name + at, sizeof s->name - at, "~%u", i++);
			k = (unsigned)-1; /* look at all again */
		}
}

/* What the rows of a sheet have in common. */
static span
key_of(workbook *w)
{
	if (w->shape->sheets == TENSEN_SHEET_EACH)
		return cell_at(w, w->patent);
	return w->shape->rest && w->at >= w->shape->rows ? span_of(w->shape->rest) : (span){"", 0};
}

static sheet *
sheet_of(workbook *w)
{
	span key = key_of(w);
	sheet *s;

	if (key.n >= sizeof s->key)
		key = span_sub(key, 0, cut_cell(key.p, sizeof s->key - 1));
	for (size_t i = 0; i < w->n_sheets; i++)
		if (span_eq(span_of(w->sheets[i].key), key))
			return &w->sheets[i];
	if (w->n_sheets == SHEETS) {
		w->too_many = 1;
		return NULL;
	}
	s = &w->sheets[w->n_sheets++];
	memcpy(s->key, key.p, key.n);
	name_sheet(w, s);
	return s;
}

static void
measure_row(workbook *w)
{
	for (int i = 0; i < w->n && i < w->n_columns; i++) {
		column *c = &w->columns[i];
		double widest = 0;
		span text = cell_at(w, i);
		c->filled |= text.n > 0;
		shown_lines(text, 0, &widest);
		if (widest + 2 > c->width)
			c->width = widest + 2;
	}
	w->has_rows = 1;
	sheet_of(w);
	w->at++;
}

/* ---- writing ---- */

static lxw_error
write_cell(workbook *w, sheet *s, uint16_t i, span text)
{
	span address = cell_at(w, w->address);

	if (s->row == 0)
		return worksheet_write_string(s->of, 0, i, text.p, w->head);
	if (i == w->number && text.n && is_address(address) && s->links < LINKS_MOST) {
		s->links++;
		return worksheet_write_url_opt(s->of, s->row, i, address.p, w->link, text.p, NULL);
	}
	if (is_number(text))
		return worksheet_write_number(s->of, s->row, i, strtod(text.p, NULL), w->body);
	if (is_address(text) && s->links < LINKS_MOST) {
		s->links++;
		return worksheet_write_url(s->of, s->row, i, text.p, w->link);
	}
	return text.n ? worksheet_write_string(s->of, s->row, i, text.p, w->body)
		      : worksheet_write_blank(s->of, s->row, i, w->body);
}

static void
write_row(workbook *w, sheet *s)
{
	double lines = 1, unused = 0;

	for (uint16_t i = 0; i < w->n && i < w->n_columns; i++) {
		const column *c = &w->columns[i];
		double n = c->hidden ? 0 : shown_lines(cell_at(w, i), c->shown, &unused);
		lines = n > lines ? n : lines;
		if (!c->hidden || cell_at(w, i).n)
			w->failed |= write_cell(w, s, i, cell_at(w, i)) != LXW_NO_ERROR;
	}
	lines = lines > LINES_MOST ? LINES_MOST : lines;
	w->failed |=
	    worksheet_set_row(s->of, s->row, lines * LINE_HEIGHT + 2, NULL) != LXW_NO_ERROR;
	s->row++;
}

static void
on_row(int end, void *payload)
{
	workbook *w = payload;
	sheet *s;

	(void)end;
	if (!w->writing && !w->has_names)
		take_names(w);
	else if (!w->writing)
		measure_row(w);
	else if (!w->has_names)
		w->has_names = 1; /* begin_sheets() wrote it */
	else if ((s = sheet_of(w))) {
		write_row(w, s);
		w->at++;
	}
	w->failed |= w->row.failed;
	buf_reset(&w->row);
	w->n = 0;
}

static void
read_csv(workbook *w, span csv)
{
	struct csv_parser parser;

	if (csv.n >= 3 && memcmp(csv.p, "\xEF\xBB\xBF", 3) == 0)
		csv = span_sub(csv, 3, csv.n);
	if (csv_init(&parser, CSV_APPEND_NULL)) {
		w->failed = 1;
		return;
	}
	w->has_names = 0;
	w->at = 0;
	w->failed |= csv_parse(&parser, csv.p, csv.n, on_cell, on_row, w) != csv.n;
	csv_fini(&parser, on_cell, on_row, w);
	csv_free(&parser);
}

/* What nobody has to fill in and no row has, how the rows were made, and addresses that are behind
 * the numbers, are there and not seen. */
static int
is_hidden(const workbook *w, const column *c)
{
	return w->has_rows && (c->is == ROLE_ORIGIN || (c->is == ROLE_ADDRESS && w->number >= 0) ||
				  (!c->filled && c->is != ROLE_TO_FILL && c->is != ROLE_NOTE));
}

/* Columns at most as wide that paper takes all of them, if texts can be as narrow. */
static void
set_columns(workbook *w)
{
	double most = WIDTH_MOST, total;

	do {
		total = 0;
		for (int i = 0; i < w->n_columns; i++) {
			column *c = &w->columns[i];
			double width =
			    c->is == ROLE_NOTE ? WIDTH_MOST : c->width; /* room to write in */
			c->hidden = is_hidden(w, c);
			c->shown = width < WIDTH_LEAST ? WIDTH_LEAST : width > most ? most : width;
			total += c->hidden ? 0 : c->shown;
		}
		most -= 2;
	} while (total > A3_WIDTH && most >= WIDTH_TEXT);
}

static lxw_format *
add_format(workbook *w)
{
	lxw_format *f = workbook_add_format(w->book);

	if (!f) {
		w->failed = 1;
		return NULL;
	}
	format_set_font_size(f, FONT_SIZE);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	format_set_text_wrap(f);
	return f;
}

static void
begin_sheet(workbook *w, sheet *s)
{
	lxw_row_col_options unseen = {LXW_TRUE, 0, LXW_FALSE};
	double width = 0;

	s->of = workbook_add_worksheet(w->book, s->name);
	if (!s->of) {
		w->failed = 1;
		return;
	}
	for (uint16_t i = 0; i < w->n_columns; i++) {
		const column *c = &w->columns[i];
		worksheet_set_column_opt(s->of, i, i, c->shown, NULL, c->hidden ? &unseen : NULL);
		width += c->hidden ? 0 : c->shown;
	}
	worksheet_freeze_panes(
	    s->of, 1, (uint16_t)(w->number >= 0 && w->number < 3 ? w->number + 1 : 0));
	worksheet_set_landscape(s->of);
	worksheet_set_paper(s->of, width > A4_WIDTH ? PAPER_A3 : PAPER_A4);
	worksheet_fit_to_pages(s->of, 1, 0); /* as wide as the paper, as long as it is */
	worksheet_repeat_rows(s->of, 0, 0);
	worksheet_set_footer(s->of, "&L&A&R&P / &N");
	buf_reset(&w->row);
	buf_add(&w->row, w->names.p, w->names.n);
	w->n = 0;
	for (uint32_t at = 0; w->n < w->n_columns; at += (uint32_t)strlen(w->row.p + at) + 1)
		w->from[w->n++] = at;
	write_row(w, s);
}

static void
begin_book(workbook *w, const char *path)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};

	if (!w->n_sheets && !w->too_many) /* a list without rows */
		sheet_of(w);
	set_columns(w);
	w->book = workbook_new_opt(path, &options);
	if (!w->book) {
		w->failed = 1;
		return;
	}
	w->head = add_format(w);
	w->body = add_format(w);
	w->link = add_format(w);
	if (w->failed)
		return;
	format_set_bold(w->head);
	format_set_bg_color(w->head, 0xE8EEF4);
	format_set_border(w->head, LXW_BORDER_THIN);
	for (int i = 0; i < 2; i++) {
		format_set_border(i ? w->link : w->body, LXW_BORDER_THIN);
		format_set_border_color(i ? w->link : w->body, 0xD0D7DE);
	}
	format_set_font_color(w->link, 0x0563C1);
	format_set_underline(w->link, LXW_UNDERLINE_SINGLE);
	for (size_t i = 0; i < w->n_sheets && !w->failed; i++)
		begin_sheet(w, &w->sheets[i]);
	buf_reset(&w->row);
	w->n = 0;
	w->writing = 1;
}

static void
end_book(workbook *w)
{
	for (size_t i = 0; !w->failed && i < w->n_sheets; i++)
		if (w->sheets[i].row > 1 && w->n_columns)
			worksheet_autofilter(w->sheets[i].of, 0, 0, w->sheets[i].row - 1,
			    (uint16_t)(w->n_columns - 1));
	/* frees it, also after a failure */
	if (w->book && w->n_sheets && w->sheets[0].of)
		w->failed |= workbook_close(w->book) != LXW_NO_ERROR;
	else if (
	    w->book) /* no folder for temporary files: to close a book without sheets would crash */
		lxw_workbook_free(w->book);
}

/* ---- the file ---- */

/* The bytes of the file in place of the CSV. */
static tensen_status
take_file(buf *csv, int file, tensen_error *err)
{
	struct stat sb;
	size_t at = 0;

	buf_reset(csv);
	if (fstat(file, &sb) < 0 || sb.st_size <= 0 || buf_reserve(csv, (size_t)sb.st_size) < 0)
		return tensen_fail_nomem(err);
	while (at < (size_t)sb.st_size) {
		ssize_t n = pread(file, csv->p + at, (size_t)sb.st_size - at, (off_t)at);
		if (n <= 0)
			return tensen_fail(err, TENSEN_E_IO, SAY_WORKBOOK_CANNOT_BE);
		at += (size_t)n;
	}
	csv->n = at;
	return TENSEN_OK;
}

/* Both passes; path is of the file. */
static void
make_book(workbook *w, span csv, const char *path)
{
	/* libxlsxwriter prints numbers in the locale of the caller */
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	locale_t before = plain ? uselocale(plain) : (locale_t)0;

	read_csv(w, csv);
	if (!w->failed && !w->too_many)
		begin_book(w, path);
	if (w->writing && !w->failed)
		read_csv(w, csv);
	end_book(w);
	if (plain) {
		uselocale(before);
		freelocale(plain);
	}
}

tensen_status
workbook_of_csv(buf *csv, const workbook_shape *shape, tensen_error *err)
{
	workbook w = {.shape = shape};
	int file = memfd_create("workbook", MFD_CLOEXEC);
	char path[64];
	tensen_status st;

	w.sheets = calloc(SHEETS, sizeof *w.sheets);
	if (file < 0 || !w.sheets) {
		free(w.sheets);
		if (file >= 0)
			close(file);
		return tensen_fail_nomem(err);
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	make_book(&w, (span){csv->p ? csv->p : "", csv->n}, path);
	st = w.too_many ? tensen_fail(err, TENSEN_E_ARG, SAY_MORE_THAN_200_SHEETS)
	     : w.failed ? tensen_fail(err, TENSEN_E_IO, SAY_WORKBOOK_CANNOT_BE_WRITTEN)
			: take_file(csv, file, err);
	bufs_clear(&w.row, &w.names);
	free(w.sheets);
	close(file);
	return st;
}
