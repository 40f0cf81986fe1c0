/* engine/build/builder.h - the state that the steps of tensen_build() share. */
#pragma once
#include <tensen/build.h>
#include "engine/build/term_counts.h"
#include "engine/build/row_spill.h"
#include "engine/base/document_terms.h"
#include "engine/build/stage.h"
#include "corpus/reader.h"
#include "result/corpus/account.h"
#include "fields/fields.h"
#include "index/container.h"
#include "model/termrec.h"
#include "model/lsa.h"
#include "model/vocab.h"
#include "util/files/spill.h"
#include "util/files/spool.h"

/* What stays in memory of each document between the steps. */
typedef struct doc_slot {
	uint64_t mask;
	uint64_t hash;
	uint32_t document; /* its number in the stage */
	uint16_t year;
	uint8_t primary;
} doc_slot;

/* Shares of the memory that the caller allows; see build_memory.c. */
typedef struct memory_plan {
	size_t term_counts; /* table of one block of candidate terms */
	size_t postings;    /* unfinished posting lists */
	uint64_t cells;     /* of the matrix that trains the model */
	uint32_t max_terms; /* vocabulary */
	size_t enough; /* MiB; not 0: the plan is one of a small input, refused if terms must go */
} memory_plan;

typedef struct builder {
	const char *path;
	const tensen_build_opts *opts;
	unsigned threads;
	memory_plan plan;
	int may_be_small; /* 1: a plan for a small input is allowed */
	models *models;
	analyzer *analyzer;
	sectioner *sectioner;
	fields *fields;
	account *account;
	container_writer *writer; /* opened first: an unwritable target, or a second builder of the
		same target, is refused before the work */

	struct filewriter *report; /* of opts->report, until build_terms() has ended */
	int may_be_empty;          /* 1: inputs without any record are no error */
	stage *stage;              /* from reading to build_terms() */

	/* from build_terms() to build_rows() */
	term_counts *term_counts;
	spill *raw_terms; /* by document with text: term number in its block, sections, counts */

	/* documents with text, in order of arrival; after build_rows() in order of rows */
	uint32_t n_rows;
	uint64_t n_all; /* of all ranks that build together; alone: n_rows */
	doc_slot *slots;
	row_spill *docs;  /* binary forms */
	row_spill *terms; /* term records: model/termrec.h */
	uint32_t *sizes;  /* [n_rows] terms of each row */

	vocab vocab; /* after build_vocab() */
	buf shown;   /* the section `show` */
	buf rare; /* uint64_t: keys of the words that the vocabulary lacks (index/store/rare.h) */

	lsa lsa;          /* after build_model(), without its basis, which is: */
	void *basis;      /* the section LSAB: model/lsa_basis.h */
	uint32_t dims;    /* of the views: lsa.rank padded with zeros */
	uint32_t trained; /* rows that trained the basis */

	const char *shard;      /* JSON object for META: the place of this shard; NULL: none */
	const char *embeddings; /* the same: the model of vectors that an update keeps */
	struct {
		spool *rows;  /* [n_rows][dim] of float, zero: none; NULL: no vectors are united */
		float *probe; /* [dim]; NULL: not known */
		uint32_t dim;
		buf model; /* what `embeddings` is */
	} given;           /* vectors of a model that several united files have */
	const char *joint; /* the same: the files that the joint file belongs to */

	buf group_row; /* uint32_t by main group: the last row that named it */
} builder;

/* build->plan from the options; E_ARG if the memory is too small for them. */
tensen_status build_plan(builder *build, tensen_error *err);

/* Open word lists; and the dictionary, too.  build_clear() frees all but the account. */
tensen_status build_open_words(builder *build, tensen_error *err);
tensen_status build_open(builder *build, tensen_error *err);
void build_clear(builder *build);

/* The steps, in their order.  The caller frees the builder, also after a failure. */
tensen_status build_read(
    builder *build, const char *const *inputs, size_t n_inputs, tensen_error *err);
tensen_status build_terms(builder *build, tensen_error *err);
tensen_status build_vocab(builder *build, tensen_error *err);
tensen_status build_rows(builder *build, tensen_error *err);
tensen_status build_model(builder *build, tensen_error *err);
tensen_status build_write(builder *build, tensen_error *err);

/* Parts of build_vocab() and build_model() for documents that lie with several ranks: n_docs and
 * n_all count those of all ranks. */
vocab_rule build_rule(const builder *build, uint64_t n_docs);
/* A line of the account for a file that was read. */
account_file *build_add_file(builder *build, const file_account *acct);
/* What becomes of records of one id in a file of this format. */
tensen_status build_stage_rule(
    const builder *build, corpus_format format, stage_rule *out, tensen_error *err);
/* How the options say that inputs are to be read. */
tensen_status build_corpus_options(corpus_opts *corpus, const builder *build, tensen_error *err);
/* The number of rows that train: of n_all rows with `cells` terms in all, where the memory holds
 * `most` entries of the matrix. */
uint32_t build_sample_size(uint64_t n_all, uint64_t cells, uint64_t most);
/* Train on n rows (ascending); team and numbers as in lsa_opts. */
typedef struct training_set {
	const uint32_t *rows;
	uint32_t n;
	struct team *team;
	const uint32_t *numbers;
	uint32_t n_all;
} training_set;
tensen_status build_train(builder *build, const training_set *set, tensen_error *err);

/* Set fields and year of a document. */
void build_place(const builder *build, const document *doc, doc_slot *slot);

/* Report progress; E_CANCELLED if the caller wants to stop. */
tensen_status build_progress(
    const builder *build, const char *step, uint64_t done, uint64_t total, tensen_error *err);

/* The model of a file that is there: build->vocab and build->shown. */
tensen_status build_take_vocab(builder *build, const container *file, tensen_error *err);

/* udic, if there is a user dictionary. */
tensen_status put_user_dictionary(builder *build, tensen_error *err);
/* container_write() as a sink_fn; payload: a container_writer. */
void put_piece(void *payload, const void *ctx, size_t n);
