/* engine/builder.h - what the steps of tensen_build() hand to each other. */
#ifndef ENGINE_BUILDER_H
#define ENGINE_BUILDER_H
#include <tensen/build.h>
#include "engine/reading.h"
#include "engine/stage.h"
#include "ideas/account.h"
#include "ideas/fields.h"
#include "index/container.h"
#include "index/termrec.h"
#include "model/lsa.h"
#include "model/vocab.h"
#include "util/spill.h"

/* What is kept in memory of each document between the steps. */
typedef struct doc_slot {
	uint64_t mask;
	uint64_t hash;
	uint8_t primary, has_text;
} doc_slot;

typedef struct builder {
	const char *path;
	const tensen_build_opts *opts;
	unsigned threads;
	models *models;
	analyzer *analyzer;
	sectioner *sectioner;
	fields *fields;
	account *account;
	container_writer *writer; /* open from the start: a target that cannot be
		written is refused before the work, a second builder too */

	stage *stage;                   /* after reading */
	doc_slot *slots;                /* by stage number, after build_terms() */
	strtab seen;                    /* candidate terms */
	buf seen_df, seen_kind;         /* uint32_t, uint8_t by candidate */
	buf seen_shown, seen_shown_end; /* words as read, uint64_t ends, by candidate */
	spill *raw_terms;               /* by stage number: term records of candidates, unsorted */

	vocab vocab;     /* after build_vocab() */
	uint32_t *remap; /* candidate -> term */
	uint32_t *order; /* row -> stage number */
	uint32_t n_rows;

	uint64_t *row_start;   /* n_rows + 1: rows of row_terms */
	term_count *row_terms; /* by row, terms ascending */
	lsa lsa;
	uint32_t dims; /* of the views: lsa.rank padded with zeros */
	float *basis;  /* [terms][dims] */

	buf group_of, group_end; /* uint32_t, uint64_t: main groups of each row */
	buf group_field;         /* uint8_t by main group: its field, 0 none */
} builder;

/* Each step; on failure the builder is freed by its caller. */
tensen_status build_read(builder *b, const char *const *inputs, size_t n_inputs, tensen_error *err);
tensen_status build_terms(builder *b, tensen_error *err);
tensen_status build_vocab(builder *b, tensen_error *err);
tensen_status build_model(builder *b, tensen_error *err);
tensen_status build_write(builder *b, tensen_error *err);

/* Report progress; E_CANCELLED if the caller wants to stop. */
tensen_status build_progress(
    const builder *b, const char *step, uint64_t done, uint64_t total, tensen_error *err);

/* META, as build_write() puts it into the file. */
void build_meta(const builder *b, buf *out);

#endif
