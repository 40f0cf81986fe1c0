/* result/write/columns.c - see columns.h. */
#include "result/write/columns.h"
#include <string.h>
#include <tensen/messages.h>
#include "fields/fields.h"
#include "result/result.h"
#include "result/write/cells.h"
#include "result/write/table.h"

const column_word status_words[] = {{"unknown", {"不明", "unknown"}}, {"alive", {"存続", "alive"}},
    {"dead", {"消滅", "dead"}}, {"pending", {"係属中", "pending"}}, {.name = NULL}};
const column_word open_words[] = {{NULL, {"", ""}}, {NULL, {"開放", "open"}}};

const char *
status_word(uint8_t status, tensen_lang lang)
{
	return status_words[status < 4 ? status : 0].of[lang];
}

/* ---- values ---- */

static const void *
value_of(const column *c, const void *at)
{
	return (const char *)at + c->value.at;
}

uint64_t
column_count(column_at where, const void *at)
{
	const char *p = (const char *)at + where.at;

	switch (where.size) {
	case 1:
		return *(const uint8_t *)p;
	case 4:
		return *(const uint32_t *)(const void *)p;
	default:
		return *(const uint64_t *)(const void *)p;
	}
}

static int
int_of(const column *c, const void *at)
{
	return (int)(uint32_t)column_count(c->value, at);
}

static double
number_of(const column *c, const void *at)
{
	const void *p = value_of(c, at);

	return c->value.size == sizeof(float) ? (double)*(const float *)p : *(const double *)p;
}

static const void *
pointer_of(const column *c, const void *at)
{
	const void *p;

	memcpy(&p, value_of(c, at), sizeof p);
	return p;
}

static const char *
text_of(const column *c, const void *at, tensen_lang lang)
{
	const char *const *p = value_of(c, at);
	const char *text = p[c->type == COLUMN_NAME ? lang : 0];

	return text ? text : "";
}

static int
is_struct(const column *c)
{
	return c->type == COLUMN_WITHIN || c->type == COLUMN_POINTED;
}

static highlights
marks_of(const column *c, const void *at)
{
	const void *marks;

	if (!c->label.marks.size)
		return NO_HIGHLIGHTS;
	memcpy(&marks, (const char *)at + c->label.marks.at, sizeof marks);
	return (highlights){marks, (size_t)column_count(c->label.n, at)};
}

/* The struct that the columns `of` are of; NULL: there is none. */
static const void *
within(const column *c, const void *at)
{
	return c->type == COLUMN_POINTED ? pointer_of(c, at) : value_of(c, at);
}

static column_row
row_of(const column *list, const column_row *of, size_t i)
{
	column_row row = *of;

	row.at = (const char *)pointer_of(list, of->at) + i * list->of_size;
	row.rank = i + 1;
	return row;
}

/* NULL for -1; the first word for a number that has none: some come from files. */
static const column_word *
word_of(const column *c, const void *at)
{
	int i = int_of(c, at);

	if (c->type == COLUMN_FLAG)
		return &c->words[i != 0];
	for (int k = 0; k <= i; k++)
		if (!c->words[k].name)
			return &c->words[0];
	return i < 0 ? NULL : &c->words[i];
}

/* ---- JSON ---- */

static int
is_missing(const column *c, const void *at)
{
	switch (c->type) {
	case COLUMN_COUNT:
	case COLUMN_FLAG:
		return column_count(c->value, at) == 0;
	default:
		return pointer_of(c, at) == NULL;
	}
}

static void
json_object_of(json *out, const column *table, const column_row *row)
{
	if (!row->at) {
		json_raw(out, SPAN_LIT("null"));
		return;
	}
	json_open(out, '{');
	columns_json(out, table, row);
	json_close(out, '}');
}

static void
json_list(json *out, const column *c, const column_row *row)
{
	size_t n = (size_t)column_count(c->n, row->at);

	json_open(out, '[');
	for (size_t i = 0; i < n; i++) {
		column_row one;
		if (c->type == COLUMN_ROWS) {
			one = row_of(c, row, i);
			json_object_of(out, c->of, &one);
		} else {
			json_str(out, ((const char *const *)pointer_of(c, row->at))[i]);
		}
	}
	json_close(out, ']');
}

static void
json_text(json *out, const column *c, const column_row *row)
{
	const char *text =
	    c->type == COLUMN_QUERY ? row->query : text_of(c, row->at, row->style->lang);
	char said[SAID_MAX];

	if (c->type == COLUMN_SAID) {
		tensen_message(said, sizeof said, text, TENSEN_EN);
		json_str(out, said);
	} else if (c->type == COLUMN_RAW) {
		json_raw(out, text[0] ? span_trim(span_of(text)) : SPAN_LIT("{}"));
	} else {
		json_str(out, c->type == COLUMN_OPTIONAL && !text[0] ? NULL : text);
	}
}

static void
json_value(json *out, const column *c, const column_row *row)
{
	const column_word *word;
	column_row inner = *row;

	switch (c->type) {
	case COLUMN_COUNT:
	case COLUMN_DATE:
		json_int(out, (int64_t)column_count(c->value, row->at));
		break;
	case COLUMN_PLACE:
		if (column_count(c->value, row->at) == UINT32_MAX)
			json_str(out, NULL);
		else
			json_int(out, (int64_t)column_count(c->value, row->at));
		break;
	case COLUMN_INT:
		json_int(out, int_of(c, row->at));
		break;
	case COLUMN_RANK:
		json_int(out, (int64_t)row->rank);
		break;
	case COLUMN_NUMBER:
		json_num(out, number_of(c, row->at), c->digits);
		break;
	case COLUMN_FLAG:
		json_boolean(out, column_count(c->value, row->at) != 0);
		break;
	case COLUMN_WORD:
		word = word_of(c, row->at);
		json_str(out, word ? word->name : NULL);
		break;
	case COLUMN_FIELDS:
		fields_json_mask(out, column_count(c->value, row->at));
		break;
	case COLUMN_TEXTS:
	case COLUMN_ROWS:
		json_list(out, c, row);
		break;
	case COLUMN_WITHIN:
	case COLUMN_POINTED:
		inner.at = within(c, row->at);
		json_object_of(out, c->of, &inner);
		break;
	default:
		json_text(out, c, row);
	}
}

void
columns_json(json *out, const column *table, const column_row *row)
{
	for (const column *c = table; c->type != COLUMNS_END; c++) {
		if (c->type == COLUMN_MADE) {
			c->json(out, row);
		} else if (c->key && !(c->may_miss && is_missing(c, row->at))) {
			json_key(out, c->key);
			json_value(out, c, row);
		} else if (!c->key && is_struct(c) && within(c, row->at)) {
			column_row inner = *row;
			inner.at = within(c, row->at);
			columns_json(out, c->of, &inner);
		}
	}
}

void
columns_jsonl(buf *out, const column *lists, const column_row *result)
{
	for (const column *c = lists; c->type != COLUMNS_END; c++)
		for (size_t i = 0; i < column_count(c->n, result->at); i++) {
			const column_row row = row_of(c, result, i);
			json j;
			json_init(&j, out, 0);
			json_object_of(&j, c->of, &row);
			buf_char(out, '\n');
		}
}

/* ---- CSV ---- */

typedef struct csv_cell {
	const column *column; /* NULL: no column has this place */
	const void *at;       /* the struct that it points into; NULL: it is not there */
} csv_cell;

typedef struct csv_row {
	csv_cell cells[CSV_COLUMNS_MAX + 1];
	int n; /* the last place */
} csv_row;

/* Puts every column at its place.  at NULL: of a header. */
static void
csv_put(csv_row *to, const column *table, const void *at)
{
	for (const column *c = table; c->type != COLUMNS_END; c++) {
		csv_cell *cell = &to->cells[c->csv.place > 0 ? c->csv.place : 0];
		if (is_struct(c)) {
			if (!c->key || c->csv.place == CSV_INSIDE)
				csv_put(to, c->of, at ? within(c, at) : NULL);
		} else if (c->csv.place > 0 && (!cell->column || !cell->column->csv.head[0])) {
			*cell = (csv_cell){c, at};
			to->n = c->csv.place > to->n ? c->csv.place : to->n;
		}
	}
}

/* What people read in the place of a value; "" if there is nothing. */
static void
column_say(buf *out, const column *c, const void *at, tensen_lang lang)
{
	const column_word *word;

	if (c->say) {
		c->say(out, at, lang);
		return;
	}
	switch (c->type) {
	case COLUMN_TEXT:
	case COLUMN_OPTIONAL:
	case COLUMN_NAME:
		buf_str(out, text_of(c, at, lang));
		break;
	case COLUMN_TEXTS:
		words_joined(out, pointer_of(c, at), (size_t)column_count(c->n, at), lang);
		break;
	case COLUMN_DATE:
		table_date(out, (uint32_t)column_count(c->value, at));
		break;
	case COLUMN_WORD:
	case COLUMN_FLAG:
		word = c->words ? word_of(c, at) : NULL;
		buf_str(out, word ? word->of[lang] : "");
		break;
	default:
		break;
	}
}

static void
csv_text(cells *out, const column *c, const void *at, tensen_lang lang)
{
	buf text = BUF_INIT;

	column_say(&text, c, at, lang);
	cells_text(out, (span){text.p ? text.p : "", text.n});
	buf_end_part(out->out, &text);
}

static void
csv_value(cells *out, const column *c, const void *at, tensen_lang lang)
{
	switch (c->say ? COLUMN_TEXT : c->type) {
	case COLUMN_NUMBER:
		cells_num(out, number_of(c, at), c->digits);
		break;
	case COLUMN_DATE:
		cells_date(out, (uint32_t)column_count(c->value, at));
		break;
	case COLUMN_COUNT:
	case COLUMN_INT:
	case COLUMN_FLAG:
		if (c->words || (c->csv.no_zero && !column_count(c->value, at)))
			csv_text(out, c, at, lang);
		else
			cells_int(out, c->type == COLUMN_INT
					   ? int_of(c, at)
					   : (long long)column_count(c->value, at));
		break;
	default:
		csv_text(out, c, at, lang);
	}
}

static void
csv_cell_of(cells *out, const csv_cell *cell, const column_row *row)
{
	switch (cell->column ? cell->column->type : COLUMNS_END) {
	case COLUMN_RANK:
		cells_int(out, (long long)row->rank);
		break;
	case COLUMN_QUERY:
		cells_str(out, row->query);
		break;
	case COLUMN_INDEX:
		cells_str(out, row->result->index);
		break;
	case COLUMN_COMMAND:
		cells_str(out, row->style->command ? row->style->command : "");
		break;
	default:
		if (cell->column && cell->at)
			csv_value(out, cell->column, cell->at, row->style->lang);
		else
			cells_str(out, "");
	}
}

static void
csv_header(cells *out, const csv_row *header, tensen_lang lang)
{
	for (int i = 1; i <= header->n; i++) {
		const column *c = header->cells[i].column;
		cells_str(out, lang == TENSEN_JA || c->csv.head[1] ? c->csv.head[lang] : c->key);
	}
	cells_end(out);
}

void
columns_csv(buf *out, const column *lists, const column_row *result)
{
	csv_row header = {.n = 0};
	cells to = cells_to(out);
	size_t rank = 0;

	for (const column *c = lists; c->type != COLUMNS_END; c++)
		csv_put(&header, c->of, NULL);
	csv_header(&to, &header, result->style->lang);
	for (const column *c = lists; c->type != COLUMNS_END; c++)
		for (size_t i = 0; i < column_count(c->n, result->at); i++) {
			column_row row = row_of(c, result, i);
			csv_row placed = {.n = 0};
			row.rank = ++rank; /* the rows of all lists are one table */
			csv_put(&placed, c->of, row.at);
			for (int k = 1; k <= header.n; k++)
				csv_cell_of(&to, &placed.cells[k], &row);
			cells_end(&to);
		}
}

/* ---- for people ---- */

void
columns_lines(buf *out, const column *table, const void *at, tensen_lang lang, column_line_fn write,
    const void *how)
{
	buf text = BUF_INIT;

	for (const column *c = table; c->type != COLUMNS_END; c++) {
		if (is_struct(c) && !c->key && within(c, at))
			columns_lines(out, c->of, within(c, at), lang, write, how);
		if (!c->label.of[lang])
			continue;
		column_say(&text, c, at, lang);
		if (text.n)
			write(out, &(column_line){c, buf_cstr(&text), marks_of(c, at)}, how);
		buf_again(&text);
	}
	buf_end_part(out, &text);
}
