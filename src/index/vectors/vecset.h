/* index/vectors/vecset.h - quantized vectors of one view, laid out by field, and the
 * search for the nearest rows.
 *
 * WHAT    Built from unit float32 rows, each with a 64-bit field mask (bit f =
 *         the row belongs to field f; up to 64 fields; 0 = no field known).
 *         Rows are sorted by primary field (lowest set bit) and inside it by cluster.
 *         A search scans the codes once; a row in several fields is stored once.
 * WHY     A graph index that must skip the query's own field loses most of the results
 *         this program looks for, because that field holds the nearest points.  Here
 *         the codes of a field are contiguous, so skipping a field costs nothing.
 * THREADS A vecset is immutable: share it freely.  A vecset_scratch belongs to
 *         one thread at a time.
 */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "index/hit.h"
#include "util/buf.h"
#include "util/files/spool.h"

typedef struct vecset vecset;
typedef struct vecset_scratch vecset_scratch;

typedef struct vecset_build_opts {
	uint32_t dim;       /* 8 .. 4096 */
	uint64_t seed;      /* rotation and clustering */
	unsigned threads;   /* 0: one; the bytes do not depend on it */
	const char *target; /* codes are spooled to a file beside it; NULL: in memory */
	uint32_t piece; /* rows clustered at once; 0: 128 MiB of them.  The bytes depend on it */
} vecset_build_opts;

/* The rows to build from: n rows with masks and primary fields as below; `get` copies rows `ids`
 * (mostly ascending) to out[n][dim]. */
typedef struct vec_rows {
	uint32_t n;
	const uint64_t *masks;
	const uint8_t *primary;
	tensen_status (*get)(
	    void *ctx, const uint32_t *ids, uint32_t n, float *out, tensen_error *err);
	void *ctx;
} vec_rows;

/* Pass the bytes of the section to put, front to back (relocatable, little-endian,
 * FORMAT-vectors.md).  masks[i] has all fields of row i; primary[i] is the field under which the
 * row is stored (primary NULL: the lowest set bit of the mask).  A row with NaN or infinity is
 * refused (TENSEN_E_INPUT, its number in err->at).  A zero row is legal and never found.  `get` is called three times for each row:
 * for all rows, slot by slot, and cluster by cluster. */
tensen_status vecset_build_from(sink_fn put, void *payload, const vec_rows *rows,
    const vecset_build_opts *opts, tensen_error *err);

/* Check the bytes and open a reader over them; p must stay mapped and be aligned to 64 bytes. */
tensen_status vecset_open(vecset **out, const void *ctx, size_t n, tensen_error *err);
void vecset_close(vecset *set);
uint32_t vecset_count(const vecset *set);
uint32_t vecset_dim(const vecset *set);
/* 1: the row has a vector. */
int vecset_has(const vecset *set, uint32_t row);
/* What the head of a section says, which alone is read: the numbers of rows and dimensions, and
 * figures that building measured on rows of the set: recall at 10, and how many rows were asked as
 * queries (0: not measured; the set is empty). */
typedef struct vec_summary {
	uint32_t n, dim, n_sample;
	float recall;
} vec_summary;
tensen_status vecset_summary(const void *ctx, size_t n, vec_summary *out, tensen_error *err);
/* The decoded (approximate, unit) vector of a row: for query-by-id and rescoring by others. */
void vecset_get(const vecset *set, uint32_t row, float *out);
typedef struct vecset_query {
	const float *q;        /* dim floats, need not be unit */
	uint64_t skip;         /* rows sharing a bit with this mask are left out */
	const uint64_t *allow; /* NULL, or one bit per row (little-endian words): rows allowed */
	uint32_t k;            /* hits wanted */
	int exact;             /* 1: score every row with the finest codes (no pruning) */
	float reach; /* 0: as measured when built; else how far to look: 4 quick, 9 thorough */
} vecset_query;

tensen_status vecset_scratch_new(vecset_scratch **out, const vecset *set, tensen_error *err);
void vecset_scratch_free(vecset_scratch *scratch);

/* Cosine estimates of n given rows: the very scores a search gives them (0 for a zero
 * row, a row out of range, or a zero query).  For cross-scoring views. */
tensen_status vecset_score(const vecset *set, vecset_scratch *scratch, const float *vec,
    const uint32_t *rows, uint32_t n, float *scores, tensen_error *err);

/* The same for all rows, to scores[vecset_count()], in one pass over coarse and fine codes.  A zero
 * row, or every row if the query is zero, gets VECSET_NOTHING. */
#define VECSET_NOTHING (-2.0f) /* less than any cosine */
tensen_status vecset_score_all(
    const vecset *set, vecset_scratch *scratch, const float *vec, float *scores, tensen_error *err);

/* Counts of the last search with this scratch, for `tensen bench`. */
typedef struct vec_stats {
	uint32_t clusters, rows; /* scanned by coarse codes */
	uint32_t scored;         /* rows scored by fine codes */
	uint32_t final;          /* rows scored by all codes */
	uint64_t bytes;          /* read: centroids, coarse codes, fine codes */
} vec_stats;
void vecset_scratch_stats(const vecset_scratch *scratch, vec_stats *out);

/* The k nearest rows (skip and allow apply).  Nearest first, ties by lower row. */
tensen_status vecset_search(const vecset *set, vecset_scratch *scratch, const vecset_query *vq,
    hit *hits, uint32_t *n_hits, tensen_error *err);
