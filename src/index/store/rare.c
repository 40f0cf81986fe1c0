/* index/store/rare.c - see rare.h. */
#include "index/store/rare.h"
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "util/bytes.h"
#include "util/fail.h"
#include "util/threads/sort.h"

#define RARE_VERSION 1
#define RARE_HEAD 24
#define RARE_BLOCK 64
#define HASH_BITS 36

uint64_t
rare_hash(span form)
{
	return XXH3_64bits(form.p, form.n) >> (64 - HASH_BITS);
}

uint64_t
rare_key_of(uint64_t hash, uint32_t row)
{
	return hash << RARE_ROW_BITS | row;
}

static uint64_t
hash_of(uint64_t key)
{
	return key >> RARE_ROW_BITS;
}

static unsigned
bits_of(uint64_t x)
{
	unsigned n = 0;

	for (; x; x >>= 1)
		n++;
	return n;
}

/* ---- writing ---- */

typedef struct bit_run {
	buf *out;
	uint64_t held;
	unsigned n; /* bits held, below 8 */
} bit_run;

static void
put_bits(bit_run *bit, uint64_t x, unsigned bits)
{
	for (unsigned i = 0; i < bits; i++) {
		bit->held |= (x >> i & 1) << bit->n++;
		if (bit->n == 8) {
			buf_char(bit->out, (char)bit->held);
			bit->held = 0;
			bit->n = 0;
		}
	}
}

/* Width of a gap, then gaps and rows as one run of bits. */
static void
put_block(buf *out, const uint64_t *keys, size_t n, unsigned row_bits)
{
	bit_run r = {out, 0, 0};
	uint64_t widest = 0;
	unsigned gap_bits;

	for (size_t i = 1; i < n; i++)
		widest |= hash_of(keys[i]) - hash_of(keys[i - 1]);
	gap_bits = bits_of(widest);
	buf_char(out, (char)gap_bits);
	for (size_t i = 0; i < n; i++) {
		if (i)
			put_bits(&r, hash_of(keys[i]) - hash_of(keys[i - 1]), gap_bits);
		put_bits(&r, rare_row(keys[i]), row_bits);
	}
	put_bits(&r, 0, r.n ? 8 - r.n : 0);
}

static size_t
rare_unique(uint64_t *keys, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (k == 0 || keys[k - 1] != keys[i])
			keys[k++] = keys[i];
	return k;
}

static int
key_order(const void *a, const void *b, void *ctx)
{
	(void)ctx;
	return sort_u64(a, b);
}

tensen_status
rare_write(buf *out, uint64_t *keys, size_t n, uint32_t n_rows, unsigned threads, tensen_error *err)
{
	buf blocks = BUF_INIT, at = BUF_INIT;
	tensen_status st = sort_large(keys, n, sizeof *keys, key_order, NULL, threads, err);

	if (st < 0)
		return st;
	n = rare_unique(keys, n);
	buf_u32(out, RARE_VERSION);
	buf_u32(out, n_rows);
	buf_u64(out, n);
	for (size_t i = 0; i < n; i += RARE_BLOCK) {
		buf_u32(&at, (uint32_t)blocks.n);
		put_block(&blocks, keys + i, n - i < RARE_BLOCK ? n - i : RARE_BLOCK,
		    bits_of(n_rows - 1u));
	}
	buf_u64(out, blocks.n);
	for (size_t i = 0; i < n; i += RARE_BLOCK)
		buf_u64(out, hash_of(keys[i]));
	buf_add(out, at.p ? at.p : "", at.n);
	buf_add(out, blocks.p ? blocks.p : "", blocks.n);
	out->failed |= blocks.failed || at.failed;
	bufs_clear(&blocks, &at);
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* ---- reading ---- */

tensen_status
rare_open(rare *out, span bytes, uint32_t n_rows, tensen_error *err)
{
	cursor c = cursor_of(bytes.p, bytes.n);
	uint32_t version = cursor_u32(&c);
	uint64_t n_blocks;

	out->n_rows = cursor_u32(&c);
	out->n = cursor_u64(&c);
	out->bytes = (size_t)cursor_u64(&c);
	n_blocks = (out->n + RARE_BLOCK - 1) / RARE_BLOCK;
	if (c.failed || version != RARE_VERSION || out->n_rows != n_rows || !n_rows ||
	    out->n > bytes.n || out->bytes > bytes.n ||
	    bytes.n - RARE_HEAD != 12 * n_blocks + out->bytes)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "section rare holds %zu bytes, which do not fit its head", bytes.n);
	out->n_blocks = (uint32_t)n_blocks;
	out->row_bits = bits_of(n_rows - 1);
	out->first = (const uint8_t *)bytes.p + RARE_HEAD;
	out->at = out->first + 8 * n_blocks;
	out->blocks = out->at + 4 * n_blocks;
	return TENSEN_OK;
}

static uint64_t
get_bits(const uint8_t *bytes, uint64_t at, unsigned bits)
{
	uint64_t x = 0;

	for (unsigned i = 0; i < bits; i++, at++)
		x |= (uint64_t)(bytes[at / 8] >> (at % 8) & 1) << i;
	return x;
}

/* The keys of a block; 0 of them if it is damaged. */
static unsigned
read_block(const rare *rares, uint32_t b, uint64_t keys[RARE_BLOCK])
{
	uint64_t left = rares->n - (uint64_t)b * RARE_BLOCK,
		 hash = le64(rares->first + 8 * (size_t)b);
	unsigned n = left < RARE_BLOCK ? (unsigned)left : RARE_BLOCK, gap_bits;
	size_t at = le32(rares->at + 4 * (size_t)b);
	uint64_t bit = 0;

	if (at >= rares->bytes)
		return 0;
	gap_bits = rares->blocks[at++];
	if (gap_bits > HASH_BITS ||
	    ((uint64_t)(n - 1) * gap_bits + (uint64_t)n * rares->row_bits + 7) / 8 >
		rares->bytes - at)
		return 0;
	for (unsigned i = 0; i < n; i++) {
		uint64_t row;
		if (i) {
			hash += get_bits(rares->blocks + at, bit, gap_bits);
			bit += gap_bits;
		}
		row = get_bits(rares->blocks + at, bit, rares->row_bits);
		bit += rares->row_bits;
		if (row >= rares->n_rows || hash >> HASH_BITS)
			return 0;
		keys[i] = rare_key_of(hash, (uint32_t)row);
	}
	return n;
}

uint32_t
rare_find(const rare *rares, span form, uint32_t *ids, uint32_t max)
{
	uint64_t hash = rare_hash(form), keys[RARE_BLOCK];
	uint32_t lo = 0, hi = rares->n_blocks, n = 0;

	while (lo < hi) { /* the first block that begins at the hash or above */
		uint32_t mid = lo + (hi - lo) / 2;
		if (le64(rares->first + 8 * (size_t)mid) < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (uint32_t b = lo ? lo - 1 : 0; b < rares->n_blocks && n < max; b++) {
		unsigned k =
		    le64(rares->first + 8 * (size_t)b) <= hash ? read_block(rares, b, keys) : 0;
		for (unsigned i = 0; i < k && n < max; i++)
			if (hash_of(keys[i]) == hash)
				ids[n++] = rare_row(keys[i]);
		if (k == 0 || hash_of(keys[k - 1]) > hash)
			break;
	}
	return n;
}

tensen_status
rare_keys(const rare *rares, buf *out, tensen_error *err)
{
	uint64_t keys[RARE_BLOCK], before = 0;

	for (uint32_t b = 0; b < rares->n_blocks; b++) {
		unsigned n = read_block(rares, b, keys);
		if (n == 0 || keys[0] < before)
			return tensen_fail(err, TENSEN_E_CORRUPT, "section rare: block %u", b);
		before = keys[n - 1];
		buf_add(out, keys, n * sizeof *keys);
	}
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

void
rare_renumber(buf *to, const buf *keys, const uint32_t *row_of)
{
	const uint64_t *k = (const uint64_t *)(const void *)keys->p;

	for (size_t i = 0; i < keys->n / sizeof *k; i++)
		if (row_of[rare_row(k[i])] != UINT32_MAX)
			buf_u64(to, rare_key_of(hash_of(k[i]), row_of[rare_row(k[i])]));
}
