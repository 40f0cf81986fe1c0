/* index/vectors/kernels.h - the inner loops of vector search, one set per instruction set.
 *
 * WHAT    The table look-up scan of coarse codes; products of the query with rows of
 *         bytes and half bytes; selecting floats.
 * RULES   Sums are integers; the two floating-point operations of an estimate are
 *         separate IEEE roundings in a fixed order (contraction is switched off),
 *         so every set gives the same bits and an index answers alike everywhere.
 * SEE     FORMAT-vectors.md for the block layout; tests/unit/test_kernels.c.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* a * b + c must round twice.  gcc does not contract it in ISO modes, clang needs the pragma. */
#if defined __clang__
#pragma STDC FP_CONTRACT OFF
#elif defined __GNUC__ && !defined __STRICT_ANSI__
#error "compile with -std=c11: the GNU modes of gcc contract a * b + c"
#endif

#define VEC_BLOCK 16 /* rows of a coarse block */

/* A table of products in the layout of the scan.  An entry of 10 bits is split into two
 * planes of 5, so that eight entries can be added in a byte before widening.  Estimates
 * need only 5 bits (recall is the same to 0.0003): the high planes of `est` are zero and
 * kernels may skip them.
 * Table kinds: 0 low plane of the low nibble, 1 high plane of the low nibble,
 * 2 and 3 the same of the high nibble; each is [n_bytes][16]. */
typedef struct vec_table {
	const uint8_t *kind[4]; /* 64-byte aligned */
	float step, base;       /* product = base + step * sum */
} vec_table;

/* The query for the coarse scan: `est` gives the estimate that selects survivors, `part` the coarse
 * part of the final score.  `part` is computed for survivors only, while their block is cached, so
 * each coarse code is read once. */
typedef struct vec_lut {
	uint32_t n_bytes; /* code bytes of a row, a multiple of 4 */
	vec_table est, part;
} vec_lut;

#define VEC_PARTS 16 /* blocks scanned in one call at most */

/* Blocks that share a floor, each of at most VEC_BLOCK rows of one cluster. */
typedef struct vec_run {
	const uint8_t *blocks;  /* all of the set, 64-byte aligned */
	const uint16_t *scales; /* of their rows, bfloat16 */
	const uint32_t *first;  /* [blocks + 1] positions of their first rows */
	const uint32_t *list;   /* [n + ahead] blocks to scan, and later ones to prefetch */
	const float *centre;    /* [n] products of the query with the centroids of these blocks */
	uint32_t n;             /* at most VEC_PARTS */
	uint32_t ahead;         /* while block i is scanned block i + ahead is prefetched */
	float floor;            /* estimates not above this are dropped */
} vec_run;

/* Survivors: parallel arrays with room for all rows of the run and 16 more. */
typedef struct vec_survivors {
	float *est, *part;
	uint32_t *pos;
	uint32_t n;
} vec_survivors;

/* A query of 15 signed bits a dimension, also split as q = 128 * hi + lo. */
typedef struct vec_q15 {
	const int16_t *q;
	const int8_t *hi, *lo; /* 64-byte aligned, n_pad entries, zero padded */
	uint32_t n_pad;        /* dimensions, a multiple of 64 */
	float step;            /* q = step * integer */
	int32_t sum;           /* of all integers */
} vec_q15;

#define VEC_TOGETHER 4 /* rows multiplied together */

typedef struct vec_kernels {
	const char *name;
	int (*usable)(void); /* 1 if this processor runs it */
	void (*scan)(const vec_lut *lut, const vec_run *run, vec_survivors *out);
	/* The estimates of all 16 * n_blocks rows by lut->est. */
	void (*estimate)(const vec_lut *lut, const uint8_t *blocks, const uint16_t *scales,
	    uint32_t n_blocks, float centre, float *out);
	/* out[i] = sum over d of row[d] * q[d], where `row` begins at base + at[i] * stride and has
	 * n_pad bytes.  VEC_TOGETHER at once are fastest. */
	void (*dot8)(const vec_q15 *q, const uint8_t *base, size_t stride, const uint32_t *at,
	    uint32_t n, int32_t *out);
	/* The same for half bytes: byte b of each 32-byte piece p holds dimension
	 * 64p + b low and 64p + 32 + b high; rows n_pad / 2 bytes long. */
	void (*dot4)(const vec_q15 *q, const uint8_t *base, size_t stride, const uint32_t *at,
	    uint32_t n, int32_t *out);
	/* Among the rows from `first` on, keep those with an estimate greater than t and the first
	 * `equals` of those equal to t; their order stays. */
	void (*keep)(vec_survivors *rows, uint32_t first, float t, uint32_t equals);
	/* The items i of 0 .. n-1 with at[i] + reach * radius[i] >= low: writes first + i to list,
	 * which has room for 16 more; returns how many. */
	uint32_t (*reaching)(const float *at, const float *radius, uint32_t n, float reach,
	    float low, uint32_t first, uint32_t *list);
} vec_kernels;

/* The product of one row of a block; the same bits as every scan. */
float vec_plain_product(const vec_table *lut, uint32_t n_bytes, const uint8_t *block,
    const uint16_t *scales, uint32_t r, float centre);

/* Shared by sets without a faster version. */
void vec_plain_keep(vec_survivors *rows, uint32_t first, float t, uint32_t equals);
uint32_t vec_plain_reaching(const float *at, const float *radius, uint32_t n, float reach,
    float low, uint32_t first, uint32_t *list);

/* All sets compiled in, fastest first, the plain one last; NULL ends the list. */
const vec_kernels *const *vec_kernels_all(void);
const vec_kernels *vec_kernels_best(void);

/* Bytes of one block: a multiple of 64, so that no load crosses a cache line. */
static inline size_t
vec_block_bytes(uint32_t n_bytes)
{
	return (size_t)VEC_BLOCK * n_bytes;
}

/* For functions that prefetch and return nothing.  gcc 12 takes such a function for one without
 * effect and deletes the calls of it, unless it is inlined early. */
#define VEC_PREFETCHES static inline __attribute__((always_inline)) void

/* Prefetch block i of so many bytes, and the scales of its rows, while another one is scanned.  A
 * burst of requests would fill the queue of the processor and stall it; one prefetch for each line
 * read does not. */
VEC_PREFETCHES
vec_load_ahead(const uint8_t *blocks, const uint16_t *scales, size_t i, size_t bytes)
{
#pragma GCC unroll 8
	for (size_t at = 0; at < bytes; at += 64)
		__builtin_prefetch(blocks + i * bytes + at);
	__builtin_prefetch(scales + i * VEC_BLOCK);
}

/* The rows of a block; the others of its 16 are no rows. */
static inline uint32_t
vec_run_rows(const vec_run *run, uint32_t block)
{
	return run->first[block + 1] - run->first[block];
}

/* Half byte d of a row: byte b of each 32-byte piece p holds dimension 64p + b low and
 * 64p + 32 + b high. */
static inline uint32_t
vec_half(const uint8_t *row, uint32_t d)
{
	uint32_t b = row[d / 64 * 32 + d % 32];

	return d & 32 ? b >> 4 : b & 15;
}

static inline uint16_t
vec_to_bf16(float x)
{
	union {
		float f;
		uint32_t u;
	} v = {x};
	return (uint16_t)((v.u + 0x7fff + (v.u >> 16 & 1)) >> 16);
}

/* bfloat16 is the upper half of a float: enough for scales and steps. */
static inline float
vec_bf16(uint16_t h)
{
	union {
		uint32_t u;
		float f;
	} v = {(uint32_t)h << 16};
	return v.f;
}
