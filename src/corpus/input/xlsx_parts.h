/* corpus/input/xlsx_parts.h - the parts of a workbook that stand beside its sheets: their list, the
 * styles, the shared strings. */
#pragma once
#include <expat.h>
#include "corpus/input/unpack.h"
#include "corpus/input/xlsx.h"
#include "util/buf.h"
#include "util/files/spool.h"

typedef struct xlsx_parts {
	int from_1904;
	int has_workbook;
	buf sheets; /* xlsx_listed() */
	size_t n_sheets;
	buf relations;    /* pairs "id\0target\0" */
	uint8_t *is_date; /* [n_styles] of cells */
	uint32_t n_styles, styles_cap;
	buf formats;       /* uint32_t numbers of formats with a day or a year */
	buf strings, ends; /* shared strings, uint64_t where each ends */
	size_t n_strings;
	spool *spool; /* the first on_disk bytes of them; NULL: there are few */
	uint64_t on_disk;
} xlsx_parts;

/* Take a part that the archive stands at, if it is one of those. */
tensen_status xlsx_take_part(
    xlsx_parts *parts_of, const char *name, unpack *archive, tensen_error *err);
/* A sheet as the workbook lists it; borrowed. */
typedef struct xlsx_entry {
	const char *name, *relation;
	int is_hidden;
} xlsx_entry;
/* Sheet i in the order of their tabs; 0: there is none. */
int xlsx_listed(const xlsx_parts *parts_of, size_t i, xlsx_entry *out);
/* The name of the part that a relation names; 0: it names none. */
int xlsx_part_of(const xlsx_parts *parts_of, const char *relation, char *out, size_t size);
/* After the last part. */
tensen_status xlsx_parts_finish(xlsx_parts *parts_of, tensen_error *err);
/* i < n_strings; the string is borrowed of parts_of, or lies in `room`. */
size_t xlsx_string_size(const xlsx_parts *parts_of, size_t i);
tensen_status xlsx_string(
    const xlsx_parts *parts_of, size_t i, buf *room, span *out, tensen_error *err);
void xlsx_parts_clear(xlsx_parts *parts_of);

/* A parser that refuses a DTD.  payload begins with the parser, set before parsing.  NULL: out of
 * memory. */
XML_Parser xlsx_parser(void *payload, XML_StartElementHandler start, XML_EndElementHandler end);
/* The value of an attribute by its local name; NULL. */
const char *xlsx_attribute(const XML_Char **attributes, const char *name);
/* A name without its prefix. */
const char *xlsx_local(const XML_Char *name);
/* 1: of `fed` bytes the last XLSX_TOKEN or more are one tag, comment or name, which the parser would
 * read again with every piece. */
#define XLSX_TOKEN ((uint64_t)4 << 20)
#define XLSX_STUCK SAY_TAG_MORE_THAN
int xlsx_is_stuck(XML_Parser xml, uint64_t fed);
/* Bytes of a part; of damaged data the error names the part. */
tensen_status xlsx_unpack(
    unpack *archive, const char *part, void *to, size_t max, size_t *n, tensen_error *err);
/* Where a part is damaged.  why NULL: it is no XML, at the place where the parser stands. */
typedef struct xlsx_place {
	XML_Parser xml;
	const char *part, *why;
} xlsx_place;
tensen_status xlsx_damaged(const xlsx_place *at, tensen_error *err); /* E_INPUT */
