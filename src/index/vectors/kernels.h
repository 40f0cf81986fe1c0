/* index/vectors/kernels.h - the inner loops of vector search, one set per instruction set.
 *
 * WHAT    The look-up scan of coarse codes, keeping what passes or all; the products of
 *         the query with rows of bytes, of half bytes and of paths; counting.
 * RULES   Sums are integers; the two floating-point operations of an estimate are
 *         separate IEEE roundings in a fixed order (contraction is switched off),
 *         so every set gives the same bits and an index answers alike everywhere.
 * SEE     FORMAT-vectors.md for the block layout; tests/unit/test_kernels.c.
 */
#ifndef INDEX_VECTORS_KERNELS_H
#define INDEX_VECTORS_KERNELS_H
#include <stddef.h>
#include <stdint.h>

/* Two roundings must stay two.  gcc keeps them apart in ISO modes, clang by pragma. */
#if defined __clang__
#pragma STDC FP_CONTRACT OFF
#elif defined __GNUC__ && !defined __STRICT_ANSI__
#error "compile with -std=c11: the GNU modes of gcc contract a * b + c"
#endif

#define VEC_BLOCK 16 /* rows of a coarse block */

/* A table of products as the scan reads it.  An entry of 10 bits is split into two
 * planes of 5, so that eight of them can be added in a byte before widening.  For
 * estimates 5 bits are enough (recall is the same to 0.0003): the
 * high planes of `est` are zero and kernels may leave them out.
 * Table kinds: 0 low plane of the low nibble, 1 high plane of the low nibble,
 * 2 and 3 the same of the high nibble; each is [n_bytes][16]. */
typedef struct vec_table {
	const uint8_t *kind[4]; /* 64-byte aligned */
	float step, base;       /* product = base + step * sum */
} vec_table;

/* The query for the coarse scan: `est` gives the estimate that decides, `part` what
 * the final score starts from (computed for survivors only, while their block is at
 * hand: no coarse code is ever read twice). */
typedef struct vec_lut {
	uint32_t n_bytes; /* code bytes of a row, a multiple of 4 */
	vec_table est, part;
} vec_lut;

/* A block that is read soon, and the scales of its rows. */
typedef struct vec_ahead {
	const uint8_t *block;
	const uint16_t *scales;
} vec_ahead;

/* One run of rows of one cluster. */
typedef struct vec_run {
	const uint8_t *blocks;   /* first block of the run, 64-byte aligned */
	const uint16_t *scales;  /* of its rows, bfloat16, 16 to a block */
	const vec_ahead *ahead;  /* NULL, or for each block of the run one loaded meanwhile */
	uint32_t n_rows;         /* the last block may be partly empty */
	uint32_t first_row;      /* position given to the first row */
	float centre;            /* product of query and centroid */
	float floor;             /* estimates not above this are dropped */
	const uint8_t *unpacked; /* NULL, or the run as unpack() left it (64-byte aligned) */
} vec_run;

/* Survivors: parallel arrays with room for n_rows + 16 more. */
typedef struct vec_found {
	float *est, *part;
	uint32_t *pos;
	uint32_t n;
} vec_found;

/* A query of 15 signed bits a dimension, whole and split q = 128 * hi + lo. */
typedef struct vec_q15 {
	const int16_t *q;
	const int8_t *hi, *lo; /* 64-byte aligned, n_pad entries, zero padded */
	uint32_t n_pad;        /* dimensions, a multiple of 64 */
	float step;            /* q = step * integer */
	int32_t sum;           /* of all integers */
} vec_q15;

typedef struct vec_kernels {
	const char *name;
	int (*usable)(void); /* does this processor run it */
	void (*scan)(const vec_lut *lut, const vec_run *run, vec_found *out);
	/* The estimates of all 16 * n_blocks rows. */
	void (*estimate)(const vec_lut *lut, const uint8_t *blocks, const uint16_t *scales,
	    uint32_t n_blocks, float centre, float *out);
	/* out[i] = sum over d of row_i[d] * q[d]; rows n_pad bytes long, `stride` apart */
	void (*dot8)(
	    const vec_q15 *q, const uint8_t *rows, size_t stride, uint32_t n, int32_t *out);
	/* The same for half bytes: byte b of each 32-byte piece p holds dimension
	 * 64p + b low and 64p + 32 + b high; rows n_pad / 2 bytes long. */
	void (*dot4)(
	    const vec_q15 *q, const uint8_t *rows, size_t stride, uint32_t n, int32_t *out);
	/* The same with the levels of paths (vec_level). */
	void (*dot_path)(
	    const vec_q15 *q, const uint8_t *rows, size_t stride, uint32_t n, int32_t *out);
	/* How many of x[0 .. n-1] are greater than t. */
	uint32_t (*above)(const float *x, uint32_t n, float t);
	/* The least and the greatest of x[0 .. n-1]; n > 0. */
	void (*range)(const float *x, uint32_t n, float *least, float *greatest);
	/* Leave of rows from the `first` on those whose estimate is greater than t, and the first
	 * `equals` of those equal to it, in their order. */
	void (*keep)(vec_found *rows, uint32_t first, float t, uint32_t equals);
	/* A run that several queries will scan, taken apart once: vec_unpacked_bytes() for each
	 * block.  NULL: this set scans no faster for it. */
	void (*unpack)(const vec_run *run, uint32_t n_bytes, uint8_t *out);
} vec_kernels;

/* The product of one row of a block, the bits every scan gives. */
float vec_plain_product(const vec_table *t, uint32_t n_bytes, const uint8_t *block,
    const uint16_t *scales, uint32_t r, float centre);

/* For sets that have nothing faster. */
void vec_plain_range(const float *x, uint32_t n, float *least, float *greatest);
void vec_plain_keep(vec_found *rows, uint32_t first, float t, uint32_t equals);

/* All sets compiled in, fastest first, the plain one last; NULL ends the list. */
const vec_kernels *const *vec_kernels_all(void);
const vec_kernels *vec_kernels_best(void);

/* Bytes of one block: a multiple of 64, so that no load crosses a cache line. */
static inline size_t
vec_block_bytes(uint32_t n_bytes)
{
	return (size_t)VEC_BLOCK * n_bytes;
}

/* Bytes of one block taken apart: a byte for each nibble, a float for each scale. */
static inline size_t
vec_unpacked_bytes(uint32_t n_bytes)
{
	return 2 * vec_block_bytes(n_bytes) + VEC_BLOCK * sizeof(float);
}

/* A block of `bytes` to be read soon, asked for as another one is scanned.  A burst of requests
 * would fill the processor's queue and stop it; one line read, one line asked for does not. */
static inline void
vec_load_ahead(const vec_ahead *a, size_t bytes)
{
#pragma GCC unroll 8
	for (size_t i = 0; i < bytes; i += 64)
		__builtin_prefetch(a->block + i);
	__builtin_prefetch(a->scales);
}

/* Half byte d of a row of them: byte b of each 32-byte piece p holds dimension 64p + b low and
 * 64p + 32 + b high. */
static inline uint32_t
vec_half(const uint8_t *row, uint32_t d)
{
	uint32_t b = row[d / 64 * 32 + d % 32];

	return d & 32 ? b >> 4 : b & 15;
}

/* The levels of a path, for a half byte behind an even one and behind an odd one: together 32,
 * ascending in turn. */
extern const int8_t vec_levels[2][16];

/* The level of dimension d in a row of paths. */
static inline int
vec_level(const uint8_t *row, uint32_t n_pad, uint32_t d)
{
	uint32_t one = vec_half(row, d >= 32 ? d - 32 : d + n_pad - 32);
	uint32_t two = vec_half(row, d >= 64 ? d - 64 : d + n_pad - 64);

	return vec_levels[one & 1][vec_half(row, d) ^ (two & 1)];
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

/* bfloat16: the upper half of a float; products of scales need no more. */
static inline float
vec_bf16(uint16_t h)
{
	union {
		uint32_t u;
		float f;
	} v = {(uint32_t)h << 16};
	return v.f;
}

#endif
