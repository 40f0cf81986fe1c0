/* result/corpus/info_result.h - results about an index itself: info, verify, fields. */
#pragma once
#include <tensen/readings.h>
#include "fields/fieldmap.h"
#include "model/weights.h"
#include "result/result.h"

typedef struct info_section {
	char tag[5];
	const char *holds[2]; /* its content, [TENSEN_JA], [TENSEN_EN] */
	uint64_t stored, raw;
} info_section;

/* Recall at 10 against float32 of a view, as measured when it was built; n_sample 0: not measured.
 */
typedef struct info_recall {
	double at_10;
	uint32_t n_sample;
} info_recall;

typedef struct info_result {
	tensen_result base;
	const char *path; /* verify only, else NULL */
	uint32_t documents, open, unknown_state, terms, dims, in_fields;
	uint64_t bytes;
	uint32_t files;       /* of an index of several; 0: one file */
	uint32_t first, last; /* dates of the oldest and the newest document, 0: none has one */
	const tensen_document_ref
	    *examples; /* what was read first, then open documents with a text */
	uint32_t n_examples;
	const char *meta; /* META as it stands in the file: JSON */
	const info_section *sections;
	uint32_t n_sections;
	info_recall recall[N_VIEWS];
	tensen_agreement agreed;
} info_result;

extern const result_class info_class, verify_class;

#define MOSTLY_MAX 3
/* A subclass that many documents of a field are in. */
typedef struct field_mostly {
	const char *subclass, *name[2];
	uint32_t documents;
} field_mostly;

typedef struct fields_result {
	tensen_result base;
	const char *name[N_FIELDS + 1][2], *brief[N_FIELDS + 1][2], *sector[N_FIELDS + 1][2];
	uint32_t size[N_FIELDS + 1];
	field_mostly mostly[N_FIELDS + 1][MOSTLY_MAX]; /* documents 0: no more */
	double distance[N_FIELDS + 1][N_FIELDS + 1];
} fields_result;

extern const result_class fields_class;
