/* corpus/document/record.h - a document under construction, field by field.
 *
 * The readers of all formats fill records, so the rules of each field (dates, symbols, numbers,
 * states) are written once. */
#pragma once
#include "corpus/document/feed.h"
#include "util/buf.h"

typedef enum record_field {
	FIELD_EXTRA, /* kept by name in `extra` */
	FIELD_ID,
	FIELD_TITLE,
	FIELD_TITLE2, /* appended in brackets when it differs from the title */
	FIELD_ABSTRACT,
	FIELD_PROBLEM,
	FIELD_MEANS,
	FIELD_EFFECT,
	FIELD_DESCRIPTION,
	FIELD_PRODUCTS,
	FIELD_CLAIM,
	FIELD_IPC,
	FIELD_FI,
	FIELD_CPC,
	FIELD_FTERM,
	FIELD_APPLICANT,   /* one name */
	FIELD_APPLICANTS,  /* a list in one cell */
	FIELD_APPLICANTS2, /* the same, if there are none yet */
	FIELD_NUMBER,      /* any number of the same patent */
	FIELD_DATE,        /* of publication */
	FIELD_FILED,       /* used when there is no other date; kept in extra */
	FIELD_STATUS,
	FIELD_OPEN,
	FIELD_LICENSE_ID,
	FIELD_LICENSE_TERMS,
	FIELD_TERM, /* one condition: "name value" joins the licence terms */
	FIELD_URL,
	FIELD_LANG,
	N_RECORD_FIELDS
} record_field;

typedef struct record {
	feed *feed;
	uint64_t at; /* line or record number, for messages */
	document d;
	uint32_t filed;
	int canonical_id; /* 1: a patent's number as id takes its canonical spelling */
	int has_br;       /* 1: "<BR>" in texts is deleted */
	buf extra;        /* a JSON object without its last bracket */
	buf scratch;
	int failed; /* out of memory */
} record;

void record_init(record *rec, feed *from);
void record_clear(record *rec);
void record_begin(record *rec, uint64_t at);
/* `name` is the column or key as the file spells it.  Empty values are ignored. */
void record_set(record *rec, record_field field, span name, span value);
/* A value that is JSON already, kept in extra. */
void record_set_json(record *rec, span name, span value);
/* Mark the record as a licence on offer: its id is the licence's, it is open, and it is alive if
 * it names a registration. */
void record_is_licence(record *rec);
/* Give the document to the feed. */
tensen_status record_end(record *rec, tensen_error *err);
