/* fields/symbols.h - the class symbols of a document, and the parts of one symbol.
 *
 * Symbols of IPC, FI and CPC in any spelling ("A63F 5/04", "A63F5/04,512@D",
 * "A01D  34/13        20060101AFI20091204BHJP", "A45C7/00 S") are reduced to a
 * subclass and a main group. */
#pragma once
#include <stdint.h>
#include "corpus/document/document.h"

typedef struct class_symbol {
	char subclass[5]; /* "A63F" and a NUL */
	uint32_t group;   /* main group, 0 if none is written */
} class_symbol;

/* Returns 1 and fills *out if s begins with the shape of a class symbol, also of a class
 * that does not exist; else 0. */
int class_symbol_parse(class_symbol *out, span text);

#define CLASS_GROUP_MAX 16 /* 4 letters, a blank, 10 digits, a NUL */
/* "A63F 5", or "A63F" when no group is written; in `name`. */
span class_group_name(const class_symbol *symbol, char name[CLASS_GROUP_MAX]);

/* All class symbols of one document: IPC, then FI, then CPC, each in the order of the source.
 *
 *     class_cursor at = {.of = d};
 *     while (class_next(&at, &written)) ... */
typedef struct class_cursor {
	const document *of;
	unsigned list;
	uint32_t i;
} class_cursor;

/* The next symbol as it is written.  0 at the end. */
int class_next(class_cursor *at, span *written);
/* The next symbol that class_symbol_parse() accepts.  0 at the end. */
int class_next_symbol(class_cursor *at, class_symbol *out);

/* How many symbols class_next() gives. */
size_t class_count(const document *doc);
