/* fields/fields.h - class symbols to WIPO's 35 fields, and the names of both.
 *
 * Symbols of IPC, FI and CPC in any spelling ("A63F 5/04", "A63F5/04,512@D",
 * "A01D  34/13        20060101AFI20091204BHJP", "A45C7/00 S") are reduced to a
 * subclass and a main group; models/ipc-fields.tsv maps those. */
#ifndef FIELDS_FIELDS_H
#define FIELDS_FIELDS_H
#include <stdint.h>
#include <tensen/result.h>
#include <tensen/status.h>
#include "util/json/json.h"
#include "util/models.h"

#define N_FIELDS 35
#define FIELD_BIT(f) ((uint64_t)1 << ((f)-1)) /* f = 1 .. 35 */

typedef struct fields fields; /* immutable, shared */

typedef struct class_symbol {
	char subclass[5]; /* "A63F" and a NUL */
	uint32_t group;   /* main group, 0 if none is written */
} class_symbol;

typedef struct field_info {
	unsigned sector;                             /* 1..5 */
	span sector_name[2], name[2], short_name[2]; /* [TENSEN_JA], [TENSEN_EN] */
} field_info;

typedef struct subclass_info {
	char symbol[5];
	unsigned field; /* of the whole subclass (its default rule), 0 if none */
	span name[2], products[2];
} subclass_info;

tensen_status fields_open(fields **out, const models *m, tensen_error *err);
void fields_close(fields *f);

/* 1 and *out filled if s begins with a symbol shaped like a class (even one that
 * does not exist); else 0. */
int class_symbol_parse(class_symbol *out, span s);
#define CLASS_GROUP_MAX 16
/* "A63F 5", or "A63F" when no group is written; in `name`. */
span class_group_name(const class_symbol *c, char name[CLASS_GROUP_MAX]);
/* The field (1..35) of a symbol, 0 if no rule covers it. */
unsigned fields_of(const fields *f, const class_symbol *c);
const field_info *fields_info(const fields *f, unsigned field); /* NULL if not 1..35 */
/* "key": the numbers of the fields in the mask. */
void fields_json_mask(json *j, const char *key, uint64_t mask);
/* NULL if the subclass does not exist. */
const subclass_info *fields_subclass(const fields *f, const char *symbol);
/* Counts of the shipped prior: documents having both fields (1..35). */
uint32_t fields_prior(const fields *f, unsigned a, unsigned b);

#endif
