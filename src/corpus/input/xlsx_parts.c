/* corpus/input/xlsx_parts.c - see xlsx_parts.h. */
#include "corpus/input/xlsx_parts.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <tensen/messages.h>
#include "corpus/input/xlsx.h"
#include "util/fail.h"
#include "util/memory.h"

#define PIECE ((size_t)64 * 1024)
/* An empty one costs 8 bytes of memory and almost none of the file. */
#define STRINGS_MOST ((size_t)1 << 24)
#define STYLES_MOST 65536
#define FORMATS_MOST 1000 /* of dates; Excel has about 250 of all kinds */

/* A part being read. */
typedef struct taking {
	XML_Parser xml; /* first: xlsx_parser() */
	xlsx_parts *of;
	int in_cell_styles, in_text, in_furigana, in_item;
	int failed; /* out of memory */
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
xlsx_damaged(XML_Parser xml, const char *part, const char *why, tensen_error *err)
{
	return tensen_fail(err, TENSEN_E_INPUT, SAY_EXCEL_PART_DAMAGED, part,
	    why ? why : XML_ErrorString(XML_GetErrorCode(xml)));
}

/* ---- the list of sheets ---- */

static void
on_workbook(void *payload, const XML_Char *name, const XML_Char **attributes)
{
	taking *now = payload;
	const char *date = xlsx_attribute(attributes, "date1904"),
		   *state = xlsx_attribute(attributes, "state");
	int is_hidden = state && strcmp(state, "visible") != 0;

	name = xlsx_local(name);
	if (strcmp(name, "workbookPr") == 0 && date)
		now->of->from_1904 = strcmp(date, "1") == 0 || strcmp(date, "true") == 0;
	if (strcmp(name, "sheet") == 0 && !is_hidden && !now->of->relation[0]) {
		/* r:id, not sheetId */
		for (const XML_Char **a = attributes; *a; a += 2)
			if (strchr(a[0], ':') && strcmp(xlsx_local(a[0]), "id") == 0)
				snprintf(now->of->relation, sizeof now->of->relation, "%s", a[1]);
	}
}

static void
on_relation(void *payload, const XML_Char *name, const XML_Char **attributes)
{
	taking *now = payload;
	const char *id = xlsx_attribute(attributes, "Id"),
		   *target = xlsx_attribute(attributes, "Target");

	if (strcmp(xlsx_local(name), "Relationship") != 0 || !id || !target ||
	    now->of->relations.n > PIECE)
		return;
	buf_add(&now->of->relations, id, strlen(id) + 1);
	buf_add(&now->of->relations, target, strlen(target) + 1);
	now->failed |= now->of->relations.failed;
}

const char *
xlsx_first_sheet(xlsx_parts *parts_of)
{
	const char *p = parts_of->relations.p, *end = p ? p + parts_of->relations.n : NULL;

	while (parts_of->relation[0] && p < end) {
		const char *target = p + strlen(p) + 1;
		if (strcmp(p, parts_of->relation) == 0) {
			if (strncmp(target, "./", 2) == 0)
				target += 2;
			snprintf(parts_of->target, sizeof parts_of->target, "%s%s",
			    target[0] == '/' ? "" : "xl/", target + (target[0] == '/'));
			return parts_of->target;
		}
		p = target + strlen(target) + 1;
	}
	return NULL;
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
	if (parts->strings.n + (size_t)n > XLSX_STRINGS) {
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
	buf_u64(&parts->ends, parts->strings.n);
	parts->n_strings++;
	now->failed |= parts->ends.failed || parts->strings.failed;
}

span
xlsx_string(const xlsx_parts *parts_of, size_t i)
{
	uint64_t from = 0, end;

	if (i)
		memcpy(&from, parts_of->ends.p + (i - 1) * sizeof from, sizeof from);
	memcpy(&end, parts_of->ends.p + i * sizeof end, sizeof end);
	return (span){parts_of->strings.p + from, (size_t)(end - from)};
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
		if ((st = unpack_read(archive, room, PIECE, &n, err)) < 0)
			return st;
		fed += n;
		if (XML_ParseBuffer(now->xml, (int)n, n == 0) == XML_STATUS_OK &&
		    xlsx_is_stuck(now->xml, fed))
			st = xlsx_damaged(now->xml, name, XLSX_STUCK, err);
		else if (XML_GetErrorCode(now->xml) != XML_ERROR_NONE)
			st = xlsx_damaged(now->xml, name, now->why, err);
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
	bufs_clear(&parts_of->relations, &parts_of->formats, &parts_of->strings, &parts_of->ends);
	free(parts_of->is_date);
}
