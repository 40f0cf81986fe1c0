/* index/store/store.h - an open index file: every section decoded, none copied that
 * can be used in place.
 *
 * Searching, ideas and evaluation read it.  Immutable and shared; scratch memory belongs to the
 * caller's thread.
 *
 * An index is described (meta, rows, measures) from what store_begin() opens: a few bytes of a few
 * sections.  Everything else is there after store_finish(). */
#pragma once
#include <tensen/status.h>
#include "index/container.h"
#include "index/store/docstore.h"
#include "index/store/nearness.h"
#include "index/postings/postings.h"
#include "index/store/rare.h"
#include "index/store/rows.h"
#include "index/store/shown.h"
#include "index/vectors/vecset.h"
#include "model/weights.h"
#include "model/lsa_basis.h"
#include "model/vocab.h"
#include "util/files/file.h"

/* Facts about the index kept as JSON in META and as numbers here. */
typedef struct store_meta {
	uint32_t n_docs, n_terms, dims;
	uint64_t seed;
	buf identity; /* analyzer_identity() of the builder */
	buf json;     /* the whole of META */
} store_meta;

/* Vectors that a model of the user's own gave (tensen/vectors.h): META says of which. */
#define STORE_EMBEDDED "vemb"
#define STORE_PROBE "vprb"
typedef struct store_embedded {
	vecset *v;           /* NULL: the index has none */
	const float *probe;  /* [dim], the model's vector of TENSEN_PROBE; NULL: not known */
	double floor;        /* mean cosine of two documents */
	uint32_t characters; /* of a text that was given to the model; 0: not known */
	buf model;
} store_embedded;

typedef struct store {
	filemap map;
	container file;
	store_meta meta;
	vocab vocab;
	shown shown;
	lsa_basis basis;       /* borrowed from the map */
	const float *singular; /* [dims] */
	vecset *views[N_VIEWS];
	store_embedded embedded;
	postings *lexical;
	rare rare;       /* n 0: the index has none */
	span user_dic;   /* compiled MeCab dictionary the text was cut with, or empty */
	docstore *docs;  /* corpus/document binary form */
	docstore *terms; /* term records: see model/termrec.h */
	rows rows;
	int rows_damaged; /* 1: a column pointed outside its table when it was read */
	int finished;     /* 1: everything is open */
	const docstore **doc_parts, **term_parts; /* of a joint file; owned lists */
} store;

/* meta and rows of a whole index; all other members are empty until store_finish(), and each of
 * views until store_open_view() (later calls: no work).  One thread at a time may call either. */
tensen_status store_begin(store **out, const char *path, tensen_error *err);
tensen_status store_finish(store *kept, tensen_error *err);
tensen_status store_open_view(store *kept, view which, tensen_error *err);
/* All three, and every row and term checked. */
tensen_status store_open(store **out, const char *path, tensen_error *err);
/* What the head of a view's section says; before store_finish(), too. */
tensen_status store_view_summary(
    const store *kept, view which, vec_summary *out, tensen_error *err);
/* The documents of a file without its search data: meta, rows, docs, terms.  All other members are
 * empty; store_open_model() fills vocab, shown, basis and singular, store_open_embedded() embedded. */
tensen_status store_open_documents(store **out, const char *path, tensen_error *err);
tensen_status store_open_model(store *kept, tensen_error *err);
tensen_status store_open_embedded(store *kept, tensen_error *err);
/* A joint file: everything of an index but DOCS and TERM, which lie in the parts (borrowed). */
tensen_status store_open_joint(
    store **out, const char *path, const store *const *parts, uint32_t n, tensen_error *err);
/* *found 0: the index has none, it was made by a program that did not write it. */
tensen_status store_nearness(const store *kept, nearness *out, int *found, tensen_error *err);
void store_close(store *kept); /* NULL allowed */
/* 0: another model gave this vector of the probe.  NULL, or an index that does not know its own: 1. */
int store_is_probe(const store_embedded *of, const float *probe);
