/* engine/build/builder.h - what the steps of tensen_build() hand to each other. */
#ifndef ENGINE_BUILD_BUILDER_H
#define ENGINE_BUILD_BUILDER_H
#include <tensen/build.h>
#include "engine/build/census.h"
#include "engine/build/pool.h"
#include "engine/reading.h"
#include "engine/build/stage.h"
#include "result/corpus/account.h"
#include "fields/fields.h"
#include "index/container.h"
#include "model/termrec.h"
#include "model/lsa.h"
#include "model/vocab.h"
#include "util/files/spill.h"

/* What is kept in memory of each document between the steps. */
typedef struct doc_slot {
	uint64_t mask;
	uint64_t hash;
	uint16_t year;
	uint8_t primary;
} doc_slot;

/* Shares of the memory that the caller allows; see build_memory.c. */
typedef struct memory_plan {
	size_t census;      /* table of one block of candidates */
	size_t postings;    /* lists in the making */
	uint64_t cells;     /* of the matrix that trains the model */
	uint32_t max_terms; /* vocabulary */
} memory_plan;

typedef struct builder {
	const char *path;
	const tensen_build_opts *opts;
	unsigned threads;
	memory_plan plan;
	models *models;
	analyzer *analyzer;
	sectioner *sectioner;
	fields *fields;
	account *account;
	container_writer *writer; /* open from the start: a target that cannot be
		written is refused before the work, a second builder too */

	stage *stage; /* from reading to build_terms() */

	/* from build_terms() to build_rows() */
	census *census;
	spill *raw_terms; /* by document with text: varint number in its block, set, counts */

	/* documents with text; after build_rows() by row */
	uint32_t n_rows;
	doc_slot *slots;
	pool *docs;      /* binary forms */
	pool *terms;     /* term records: model/termrec.h */
	uint32_t *sizes; /* terms of each */

	vocab vocab; /* after build_vocab() */
	buf shown;   /* section show */

	lsa lsa;          /* after build_model(); its basis is moved to: */
	float *basis;     /* [terms][dims] */
	uint32_t dims;    /* of the views: lsa.rank padded with zeros */
	uint32_t trained; /* rows that trained it */

	buf group_of, group_end; /* uint32_t, uint64_t: main groups of each row */
	buf group_field;         /* uint8_t by main group: its field, 0 none */
	buf group_row;           /* uint32_t by main group: the row that named it last */
} builder;

/* b->plan from the options; E_ARG if the memory cannot hold what they ask for. */
tensen_status build_plan(builder *b, tensen_error *err);

/* Word lists, dictionary; everything freed but the account. */
tensen_status build_open(builder *b, tensen_error *err);
void build_clear(builder *b);

/* Each step; on failure the builder is freed by its caller. */
tensen_status build_read(builder *b, const char *const *inputs, size_t n_inputs, tensen_error *err);
tensen_status build_terms(builder *b, tensen_error *err);
tensen_status build_vocab(builder *b, tensen_error *err);
tensen_status build_rows(builder *b, tensen_error *err);
tensen_status build_model(builder *b, tensen_error *err);
tensen_status build_write(builder *b, tensen_error *err);

/* Fields and year of a document. */
void build_place(const builder *b, const document *d, doc_slot *slot);

/* Report progress; E_CANCELLED if the caller wants to stop. */
tensen_status build_progress(
    const builder *b, const char *step, uint64_t done, uint64_t total, tensen_error *err);

/* Dimensions wanted of the model. */
uint32_t build_dims(const builder *b);

/* META, as build_write() puts it into the file. */
void build_meta(const builder *b, buf *out);

#endif
