/* corpus/input/xlsx_parts.h - the parts of a workbook that stand beside its sheets: their list, the
 * styles, the shared strings. */
#ifndef CORPUS_INPUT_XLSX_PARTS_H
#define CORPUS_INPUT_XLSX_PARTS_H
#include <expat.h>
#include "corpus/input/unpack.h"
#include "util/buf.h"

typedef struct xlsx_parts {
	int from_1904;
	char relation[64], target[256]; /* of the first sheet: its number, its part */
	buf relations;                  /* pairs "id\0target\0" */
	uint8_t *is_date;               /* [n_styles] of cells */
	uint32_t n_styles, styles_cap;
	buf formats;       /* uint32_t numbers of formats with a day or a year */
	buf strings, ends; /* shared strings, uint64_t where each ends */
	size_t n_strings;
} xlsx_parts;

/* Take a part that the archive stands at, if it is one of those. */
tensen_status xlsx_take_part(
    xlsx_parts *parts_of, const char *name, unpack *archive, tensen_error *err);
/* The name of the first visible sheet's part; NULL: there is none. */
const char *xlsx_first_sheet(xlsx_parts *parts_of);
/* i < n_strings. */
span xlsx_string(const xlsx_parts *parts_of, size_t i);
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
#define XLSX_STUCK "a tag of more than 4 MiB"
int xlsx_is_stuck(XML_Parser xml, uint64_t fed);
/* E_INPUT: why, or what the parser found. */
tensen_status xlsx_damaged(XML_Parser xml, const char *part, const char *why, tensen_error *err);

#endif
