/* fields/fields.h - class symbols to WIPO's 35 fields, and the names of both.
 *
 * models/ipc-fields.tsv maps a subclass and a main group to a field. */
#pragma once
#include <stdint.h>
#include <tensen/field.h>
#include <tensen/result.h>
#include <tensen/status.h>
#include "fields/symbols.h"
#include "util/json/json.h"
#include "util/files/models.h"

/* Fields are numbered 1 .. N_FIELDS, as WIPO numbers them; 0 means no field.  Tables by field,
 * masks and index sections all have this many places. */
#define N_FIELDS TENSEN_N_FIELDS
#define FIELD_BIT(f) ((uint64_t)1 << ((f)-1)) /* f = 1 .. N_FIELDS */
_Static_assert(N_FIELDS == 35, "index sections hold 35 columns, models/fields.tsv 35 lines");
_Static_assert(N_FIELDS < 64, "a mask of fields is a uint64_t");

typedef struct fields fields; /* immutable, shared */

typedef struct field_info {
	unsigned sector;                             /* 1..5 */
	span sector_name[2], name[2], short_name[2]; /* [TENSEN_JA], [TENSEN_EN] */
} field_info;

typedef struct subclass_info {
	char symbol[5];
	unsigned field; /* of the whole subclass (its default rule), 0 if none */
	span name[2], products[2];
} subclass_info;

tensen_status fields_open(fields **out, const models *tables, tensen_error *err);
void fields_close(fields *names);

/* The field (1..35) of a symbol, 0 if no rule covers it. */
unsigned fields_of(const fields *names, const class_symbol *symbol);
/* All fields that main groups of a subclass have. */
uint64_t fields_of_subclass(const fields *names, const char *subclass);
/* The fields of all class symbols of d; *primary: the field of the first symbol that has one,
 * 0 if none has. */
uint64_t fields_mask(const fields *names, const document *doc, unsigned *primary);
const field_info *fields_info(const fields *names, unsigned field); /* NULL if not 1..35 */
/* "key": the numbers of the fields in the mask. */
void fields_json_mask(json *out, uint64_t mask);
/* NULL if the subclass does not exist. */
const subclass_info *fields_subclass(const fields *names, const char *symbol);
/* Counts of the shipped prior: documents having both fields (1..35). */
uint32_t fields_prior(const fields *names, unsigned a, unsigned b);
