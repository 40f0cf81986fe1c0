/* index/vectors/vecset.h - quantized vectors of one view, laid out by field, and the
 * one pass that finds the nearest of every field.
 *
 * WHAT    Built from unit float32 rows, each with a 64-bit field mask (bit f =
 *         the row belongs to field f; up to 64 fields; 0 = no field known).
 *         Rows lie by primary field (lowest set bit) and, inside it, by cluster.
 *         Searching scans the codes once with a bounded heap per field; a row in
 *         several fields is stored once and offered to the heap of each.
 * WHY     "Not my field" removes the nearest points of a graph index: it loses
 *         most of what this program exists to find.  Codes of a field are
 *         contiguous here, so skipping a field costs nothing.
 * THREADS A vecset is immutable: share it freely.  A vecset_scratch belongs to
 *         one thread at a time.
 */
#ifndef INDEX_VECTORS_VECSET_H
#define INDEX_VECTORS_VECSET_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"
#include "util/files/spool.h"

typedef struct vecset vecset;
typedef struct vecset_scratch vecset_scratch;

typedef struct vecset_build_opts {
	uint32_t dim;       /* 8 .. 1024 */
	uint64_t seed;      /* rotation and clustering */
	unsigned threads;   /* 0: one; the bytes do not depend on it */
	const char *target; /* codes wait on disk beside it; NULL: in memory */
	uint32_t piece; /* rows clustered at once; 0: 128 MiB of them.  The bytes depend on it */
} vecset_build_opts;

/* Where the builder gets its rows from: n of them, their masks and primary fields as
 * below.  Either all of them in x, which is rearranged, or `get` copies rows `ids` (mostly
 * ascending) to out[n][dim]; the bytes made do not depend on which. */
typedef struct vec_rows {
	uint32_t n;
	float *x; /* [n][dim], or NULL */
	const uint64_t *masks;
	const uint8_t *primary;
	tensen_status (*get)(
	    void *ctx, const uint32_t *ids, uint32_t n, float *out, tensen_error *err);
	void *ctx;
} vec_rows;

/* Give the section's bytes to put, front to back.  `get` is asked for each row three times:
 * for all, then slot by slot, then cluster by cluster. */
tensen_status vecset_build_from(sink_fn put, void *payload, const vec_rows *rows,
    const vecset_build_opts *opts, tensen_error *err);

/* Encode n rows of `dim` floats.  primary[i] (may be NULL: lowest set bit of the mask)
 * is the field under which the row is stored; masks[i] all its fields.  A row with NaN or infinity
 * is refused (TENSEN_E_INPUT, its number in err->at); a zero row is legal and never found. Appends
 * the section's bytes (relocatable, little-endian, described in index/FORMAT.md) to out. */
tensen_status vecset_build(buf *out, const float *rows, const uint64_t *masks,
    const uint8_t *primary, uint32_t n, const vecset_build_opts *opts, tensen_error *err);

/* Check the bytes and make a reader over them; p must stay mapped and be 64-byte aligned. */
tensen_status vecset_open(vecset **out, const void *p, size_t n, tensen_error *err);
void vecset_close(vecset *v);
uint32_t vecset_count(const vecset *v);
uint32_t vecset_dim(const vecset *v);
/* Bytes per row of everything that grows with rows, for `tensen info`. */
double vecset_bytes_per_row(const vecset *v);
/* The decoded (approximate, unit) vector of a row: for query-by-id and rescoring by others. */
void vecset_get(const vecset *v, uint32_t row, float *out);
typedef struct vec_hit {
	uint32_t row; /* the caller's row number (order given to vecset_build) */
	float score;  /* cosine estimate by the finest codes, larger is nearer */
} vec_hit;

typedef struct vecset_query {
	const float *q;        /* dim floats, need not be unit */
	uint64_t skip;         /* rows sharing a bit with this mask are left out */
	uint64_t only;         /* 0: all; else only these fields get a heap */
	const uint64_t *allow; /* NULL, or one bit per row (little-endian words): rows allowed */
	uint32_t k;            /* hits wanted per field (or in all) */
	int exact;             /* 1: score every row with the finest codes (no pruning) */
	float reach; /* 0: as measured when built; else how far to look: 4 quick, 9 thorough */
} vecset_query;

tensen_status vecset_scratch_new(vecset_scratch **out, const vecset *v, tensen_error *err);
void vecset_scratch_free(vecset_scratch *s);

/* Cosine estimates of n given rows: the very scores a search gives them (0 for a zero
 * row, a row out of range, or a zero query).  For cross-scoring views. */
tensen_status vecset_score(const vecset *v, vecset_scratch *s, const float *q, const uint32_t *rows,
    uint32_t n, float *scores, tensen_error *err);

/* The same of all rows, to scores[vecset_count()], but VECSET_NOTHING for a zero row and, with
 * a zero query, for all: one pass over the codes, coarse and fine. */
#define VECSET_NOTHING (-2.0f) /* less than any cosine */
tensen_status vecset_score_all(
    const vecset *v, vecset_scratch *s, const float *q, float *scores, tensen_error *err);

/* What the last search of this scratch did, for `tensen bench`. */
typedef struct vec_stats {
	uint32_t clusters, rows; /* scanned by coarse codes */
	uint32_t scored;         /* by the finest codes */
	uint64_t bytes;          /* read: centroids, coarse codes, fine codes */
} vec_stats;
void vecset_scratch_stats(const vecset_scratch *s, vec_stats *out);

/* The k nearest rows of every field.  hits has room for 64 * k; hits of field f
 * start at hits[f * k], counts[f] of them, nearest first, ties by lower row. */
tensen_status vecset_search_fields(const vecset *v, vecset_scratch *s, const vecset_query *q,
    vec_hit *hits, uint32_t counts[64], tensen_error *err);

/* The k nearest rows of all (skip, only and allow apply).  Nearest first, ties by lower row. */
tensen_status vecset_search(const vecset *v, vecset_scratch *s, const vecset_query *q,
    vec_hit *hits, uint32_t *n_hits, tensen_error *err);

/* Many queries, the same answers as one by one, on `threads` cores (0: one).  By field, and
 * for 150 hits of all and more, groups of queries share each pass over the codes; for fewer
 * of all they have no cluster in common and are only spread over the cores.  A batch belongs
 * to one caller at a time and is used again: it comes to hold up to VECSET_GROUP scratches for
 * each of its threads (23 MB with a million rows).  by_field: as vecset_search_fields, else
 * as vecset_search.  A query that fails (NaN) fails the call; the others are answered all the
 * same. */
#define VECSET_GROUP 64
typedef struct vecset_batch vecset_batch;
typedef struct vec_answer {
	vec_hit *hits;    /* room for 64 * k by field, else k */
	uint32_t *counts; /* 64 by field, else 1 */
} vec_answer;
tensen_status vecset_batch_new(
    vecset_batch **out, const vecset *v, unsigned threads, tensen_error *err);
void vecset_batch_free(vecset_batch *b);
tensen_status vecset_search_batch(vecset_batch *b, const vecset_query *queries,
    const vec_answer *answers, uint32_t n, int by_field, tensen_error *err);

#endif
