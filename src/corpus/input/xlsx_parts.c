/* corpus/input/xlsx_parts.c - see xlsx_parts.h. */
#include "corpus/input/xlsx_parts.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "util/fail.h"
#include "util/memory.h"

#define PIECE ((size_t)64 * 1024)
/* An empty one costs 8 bytes of memory and almost none of the file. */
#define STRINGS_MOST ((size_t)1 << 24)
#define STRINGS_KEPT ((size_t)16 << 20) /* bytes in memory; more go to a file without a name */
#define STYLES_MOST 65536
#define RELATIONS_MOST                                                                             \
	((size_t)256 * 1024) /* bytes: of XLSX_SHEETS sheets and what else there is */
#define FORMATS_MOST 1000    /* of dates; Excel has about 250 of all kinds */

/* A part being read. */
typedef struct taking {
	XML_Parser xml; /* first: xlsx_parser() */
	xlsx_parts *of;
	int in_cell_styles, in_text, in_furigana, in_item;
	int failed; /* out of memory */
	tensen_status spooled;
	tensen_error spool_error;
	const char *why;
} taking;

const char *
xlsx_local(const XML_Char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

const char *
xlsx_attribute(const XML_Char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(xlsx_local(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}

static void
on_doctype(void *payload, const XML_Char *name, const XML_Char *system, const XML_Char *public_id,
    int internal)
{
	(void)name;
	(void)system;
	(void)public_id;
	(void)internal;
	XML_StopParser(*(XML_Parser *)payload, XML_FALSE);
}

XML_Parser
xlsx_parser(void *payload, XML_StartElementHandler start, XML_EndElementHandler end)
{
	XML_Parser xml = XML_ParserCreate("UTF-8");

	if (!xml)
		return NULL;
	XML_SetUserData(xml, payload);
	XML_SetElementHandler(xml, start, end);
	XML_SetStartDoctypeDeclHandler(xml, on_doctype);
	XML_SetParamEntityParsing(xml, XML_PARAM_ENTITY_PARSING_NEVER);
	return xml;
}

int
xlsx_is_stuck(XML_Parser xml, uint64_t fed)
{
	const XML_Index at = XML_GetCurrentByteIndex(xml);

	return fed > XLSX_TOKEN && (at < 0 || fed - (uint64_t)at > XLSX_TOKEN);
}

tensen_status
xlsx_damaged(const xlsx_place *at, tensen_error *err)
{
	/* who stops the parser says why, but for on_doctype() */
	const char *why = !at->why && XML_GetErrorCode(at->xml) == XML_ERROR_ABORTED
			      ? SAY_DTD_IN_WORKBOOK
			      : at->why;

	if (why)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_EXCEL_PART_DAMAGED, at->part, why);
	return tensen_fail(err, TENSEN_E_INPUT, SAY_EXCEL_PART_NO_XML, at->part,
	    (unsigned long long)XML_GetCurrentLineNumber(at->xml),
	    XML_ErrorString(XML_GetErrorCode(at->xml)));
}

tensen_status
xlsx_unpack(unpack *archive, const char *part, void *to, size_t max, size_t *n, tensen_error *err)
{
	tensen_error why = {.where = ""};
	char said[SAID_MAX];
	tensen_status st = unpack_read(archive, to, max, n, &why);

	if (st == TENSEN_OK)
		return st;
	if (st != TENSEN_E_INPUT) {
		if (err)
			*err = why;
		return st;
	}
	fail_said(&why, said, sizeof said);
	return tensen_fail(err, TENSEN_E_INPUT, SAY_EXCEL_PART_PACKED, part, said);
}

/* ---- the list of sheets ---- */

/* A sheet of the list: 'h' if it is hidden or 'v', its name, the id of its part, each ended by NUL. */
static void
add_sheet(taking *now, const XML_Char **attributes)
{
	const char *name = xlsx_attribute(attributes, "name"),
		   *state = xlsx_attribute(attributes, "state"), *id = "";
	int is_hidden = state && strcmp(state, "visible") != 0;
	xlsx_parts *parts = now->of;

	/* r:id, not sheetId */
	for (const XML_Char **a = attributes; *a; a += 2)
		if (strchr(a[0], ':') && strcmp(xlsx_local(a[0]), "id") == 0)
			id = a[1];
	if (parts->n_sheets++ == XLSX_SHEETS) {
		now->why = SAY_MORE_THAN_1000_SHEETS;
		XML_StopParser(now->xml, XML_FALSE);
		return;
	}
	buf_char(&parts->sheets, is_hidden ? 'h' : 'v');
	name = name ? name : "";
	buf_add(&parts->sheets, name, strlen(name) + 1);
	buf_add(&parts->sheets, id, strlen(id) + 1);
	now->failed |= parts->sheets.failed;
}

static void
on_workbook(void *payload, const XML_Char *name, const XML_Char **attributes)
{
	taking *now = payload;
	const char *date = xlsx_attribute(attributes, "date1904");

	now->of->has_workbook = 1;
	name = xlsx_local(name);
	if (strcmp(name, "workbookPr") == 0 && date)
		now->of->from_1904 = strcmp(date, "1") == 0 || strcmp(date, "true") == 0;
	if (strcmp(name, "sheet") == 0)
		add_sheet(now, attributes);
}

static void
on_relation(void *payload, const XML_Char *name, const XML_Char **attributes)
{
	taking *now = payload;
	const char *id = xlsx_attribute(attributes, "Id"),
		   *target = xlsx_attribute(attributes, "Target");

	if (strcmp(xlsx_local(name), "Relationship") != 0 || !id || !target ||
	    now->of->relations.n > RELATIONS_MOST)
		return;
	buf_add(&now->of->relations, id, strlen(id) + 1);
	buf_add(&now->of->relations, target, strlen(target) + 1);
	now->failed |= now->of->relations.failed;
}

int
xlsx_listed(const xlsx_parts *parts_of, size_t i, xlsx_entry *out)
{
	const char *p = parts_of->sheets.p;

	if (i >= parts_of->n_sheets)
		return 0;
	for (;; i--) {
		*out = (xlsx_entry){.name = p + 1, .is_hidden = *p == 'h'};
		out->relation = out->name + strlen(out->name) + 1;
		p = out->relation + strlen(out->relation) + 1;
		if (i == 0)
			return 1;
	}
}

int
xlsx_part_of(const xlsx_parts *parts_of, const char *relation, char *out, size_t size)
{
	const char *p = parts_of->relations.p, *end = p ? p + parts_of->relations.n : NULL;

	while (p < end) {
		const char *target = p + strlen(p) + 1;
		if (strcmp(p, relation) == 0) {
			if (strncmp(target, "./", 2) == 0)
				target += 2;
			snprintf(out, size, "%s%s", target[0] == '/' ? "" : "xl/",
			    target + (target[0] == '/'));
			return 1;
		}
		p = target + strlen(target) + 1;
	}
	return 0;
}

/* ---- styles ---- */

/* 1: a format shows a year or a day: letters outside quotes, brackets and escapes. */
static int
shows_date(const char *format)
{
	for (const char *p = format; *p; p++) {
		if (*p == '"')
			while (p[1] && *++p != '"')
				;
		else if (*p == '[')
			while (p[1] && *++p != ']')
				;
		else if (*p == '\\' && p[1])
			p++;
		else if (strchr("yYdDgGeE", *p) && strncasecmp(p, "General", 7) != 0 &&
			 !(strchr("eE", *p) && strchr("+-", p[1] ? p[1] : '+')))
			return 1;
		else if (strncasecmp(p, "General", 7) == 0)
			p += 6;
	}
	return 0;
}

/* Formats that Excel knows by number: 14 to 17 and 22, and the Japanese ones. */
static int
is_date_format(const xlsx_parts *parts_of, uint32_t number)
{
	const uint32_t *v = (const uint32_t *)(const void *)parts_of->formats.p;

	if ((number >= 14 && number <= 17) || number == 22 || (number >= 27 && number <= 31) ||
	    number == 36 || (number >= 50 && number <= 58))
		return 1;
	for (size_t i = 0; i < parts_of->formats.n / sizeof *v; i++)
		if (v[i] == number)
			return 1;
	return 0;
}

static void
add_style(taking *now, uint32_t number)
{
	xlsx_parts *parts = now->of;
	uint8_t *v = array_room(
	    parts->is_date, parts->n_styles, &parts->styles_cap, 64, sizeof *parts->is_date);

	if (parts->n_styles > STYLES_MOST)
		return; /* Excel has 65,490: a cell of such a style is a number */
	if (!v) {
		now->failed = 1;
		return;
	}
	parts->is_date = v;
	v[parts->n_styles++] = (uint8_t)is_date_format(parts, number);
}

static void
on_style(void *payload, const XML_Char *name, const XML_Char **attributes)
{
	taking *now = payload;
	const char *id = xlsx_attribute(attributes, "numFmtId"),
		   *code = xlsx_attribute(attributes, "formatCode");
	uint32_t number = id ? (uint32_t)strtoul(id, NULL, 10) : 0;

	name = xlsx_local(name);
	if (strcmp(name, "numFmt") == 0 && code && shows_date(code) &&
	    now->of->formats.n < FORMATS_MOST * sizeof number)
		buf_add(&now->of->formats, &number, sizeof number);
	else if (strcmp(name, "cellXfs") == 0)
		now->in_cell_styles = 1;
	else if (strcmp(name, "xf") == 0 && now->in_cell_styles)
		add_style(now, number);
	now->failed |= now->of->formats.failed;
}

static void
on_style_end(void *payload, const XML_Char *name)
{
	taking *now = payload;

	if (strcmp(xlsx_local(name), "cellXfs") == 0)
		now->in_cell_styles = 0;
}

/* ---- shared strings ---- */

/* The strings that are in memory go behind those on disk. */
static tensen_status
spool_strings(xlsx_parts *parts_of, tensen_error *err)
{
	const char *folder = getenv("TMPDIR");
	char target[4096];
	tensen_status st = TENSEN_OK;

	if (!parts_of->spool) {
		snprintf(target, sizeof target, "%s/strings", folder && *folder ? folder : "/tmp");
		st = spool_new(&parts_of->spool, target, err);
	}
	if (st == TENSEN_OK)
		st = spool_add(parts_of->spool, parts_of->strings.p, parts_of->strings.n, err);
	parts_of->on_disk += parts_of->strings.n;
	buf_again(&parts_of->strings);
	return st;
}

static void
on_string(void *payload, const XML_Char *name, const XML_Char **attributes)
{
	taking *now = payload;

	(void)attributes;
	name = xlsx_local(name);
	if (strcmp(name, "si") == 0)
		now->in_item = 1;
	else if (strcmp(name, "rPh") == 0)
		now->in_furigana++;
	else if (strcmp(name, "t") == 0)
		now->in_text = 1;
}

static void
on_string_text(void *payload, const XML_Char *text, int n)
{
	taking *now = payload;
	xlsx_parts *parts = now->of;

	if (!now->in_item || !now->in_text || now->in_furigana)
		return;
	if (parts->on_disk + parts->strings.n + (size_t)n > XLSX_STRINGS) {
		now->why = SAY_SHARED_STRINGS_MORE;
		XML_StopParser(now->xml, XML_FALSE);
		return;
	}
	buf_add(&parts->strings, text, (size_t)n);
}

static void
on_string_end(void *payload, const XML_Char *name)
{
	taking *now = payload;
	xlsx_parts *parts = now->of;

	name = xlsx_local(name);
	if (strcmp(name, "rPh") == 0)
		now->in_furigana--;
	else if (strcmp(name, "t") == 0)
		now->in_text = 0;
	if (strcmp(name, "si") != 0)
		return;
	now->in_item = 0;
	if (parts->n_strings == STRINGS_MOST) {
		now->why = SAY_MORE_THAN_16777216;
		XML_StopParser(now->xml, XML_FALSE);
		return;
	}
	buf_u64(&parts->ends, parts->on_disk + parts->strings.n);
	parts->n_strings++;
	now->failed |= parts->ends.failed || parts->strings.failed;
	if (parts->strings.n > STRINGS_KEPT && now->spooled == TENSEN_OK) {
		now->spooled = spool_strings(parts, &now->spool_error);
		if (now->spooled < 0)
			XML_StopParser(now->xml, XML_FALSE);
	}
}

tensen_status
xlsx_parts_finish(xlsx_parts *parts_of, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	if (!parts_of->spool)
		return TENSEN_OK;
	if (parts_of->strings.n)
		st = spool_strings(parts_of, err);
	buf_clear(&parts_of->strings);
	return st < 0 ? st : spool_finish(parts_of->spool, err);
}

static uint64_t
string_end(const xlsx_parts *parts_of, size_t i)
{
	uint64_t end;

	memcpy(&end, parts_of->ends.p + i * sizeof end, sizeof end);
	return end;
}

size_t
xlsx_string_size(const xlsx_parts *parts_of, size_t i)
{
	return (size_t)(string_end(parts_of, i) - (i ? string_end(parts_of, i - 1) : 0));
}

tensen_status
xlsx_string(const xlsx_parts *parts_of, size_t i, buf *room, span *out, tensen_error *err)
{
	uint64_t from = i ? string_end(parts_of, i - 1) : 0;
	size_t n = xlsx_string_size(parts_of, i);
	void *to;

	*out = (span){"", 0};
	if (!parts_of->spool) {
		*out = (span){parts_of->strings.p + from, n};
		return TENSEN_OK;
	}
	buf_again(room);
	if (!(to = buf_more(room, n)))
		return tensen_fail_nomem(err);
	*out = (span){to, n};
	return spool_read(parts_of->spool, from, to, n, err);
}

/* ---- */

static const struct part_kind {
	const char *name;
	XML_StartElementHandler start;
	XML_EndElementHandler end;
	XML_CharacterDataHandler text;
} kinds[] = {
    {"xl/workbook.xml", on_workbook, NULL, NULL},
    {"xl/_rels/workbook.xml.rels", on_relation, NULL, NULL},
    {"xl/styles.xml", on_style, on_style_end, NULL},
    {"xl/sharedStrings.xml", on_string, on_string_end, on_string_text},
};

static tensen_status
read_part(taking *now, const char *name, unpack *archive, tensen_error *err)
{
	size_t n = 1;
	uint64_t fed = 0;
	tensen_status st = TENSEN_OK;

	while (st == TENSEN_OK && n > 0) {
		void *room = XML_GetBuffer(now->xml, (int)PIECE);
		if (!room)
			return tensen_fail_nomem(err);
		if ((st = xlsx_unpack(archive, name, room, PIECE, &n, err)) < 0)
			return st;
		fed += n;
		if (XML_ParseBuffer(now->xml, (int)n, n == 0) == XML_STATUS_OK &&
		    xlsx_is_stuck(now->xml, fed))
			now->why = XLSX_STUCK;
		if (now->spooled < 0) {
			if (err)
				*err = now->spool_error;
			return now->spooled;
		}
		if (XML_GetErrorCode(now->xml) != XML_ERROR_NONE || now->why)
			st = xlsx_damaged(&(xlsx_place){now->xml, name, now->why}, err);
		else if (now->failed)
			st = tensen_fail_nomem(err);
	}
	return st;
}

tensen_status
xlsx_take_part(xlsx_parts *parts_of, const char *name, unpack *archive, tensen_error *err)
{
	taking now = {.of = parts_of};
	tensen_status st;
	size_t i = 0;

	if (strcasecmp(name, "xl/workbook.bin") == 0)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_EXCEL_BINARY);
	while (i < sizeof kinds / sizeof *kinds && strcasecmp(name, kinds[i].name) != 0)
		i++;
	if (i == sizeof kinds / sizeof *kinds)
		return TENSEN_OK;
	if (!(now.xml = xlsx_parser(&now, kinds[i].start, kinds[i].end)))
		return tensen_fail_nomem(err);
	XML_SetCharacterDataHandler(now.xml, kinds[i].text);
	st = read_part(&now, name, archive, err);
	XML_ParserFree(now.xml);
	return st;
}

void
xlsx_parts_clear(xlsx_parts *parts_of)
{
	bufs_clear(&parts_of->sheets, &parts_of->relations, &parts_of->formats, &parts_of->strings,
	    &parts_of->ends);
	spool_free(parts_of->spool);
	free(parts_of->is_date);
}
