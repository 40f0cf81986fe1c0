/* index/postings/postings_encode.c - the bytes of one list.
 *
 * SEE index/FORMAT-postings.md. */
#include "index/postings/postings_parts.h"
#include "index/postings/postings_pack.h"

typedef struct block {
	uint32_t gaps[POSTINGS_BLOCK];
	unsigned row_bits, code_bits;
	uint16_t max; /* rounded up to a multiple of 8 */
} block;

static unsigned
bit_width(uint32_t x)
{
	return x ? 32 - (unsigned)__builtin_clz(x) : 0;
}

static void
postings_measure(block *one, const list_encoder *enc, const uint32_t *rows, const uint8_t *codes,
    uint32_t n, uint32_t before)
{
	uint32_t gaps = 0, bits = 0;

	one->max = 0;
	for (uint32_t i = 0; i < n; i++) {
		gaps |= one->gaps[i] = rows[i] - before - 1;
		bits |= codes[i];
		before = rows[i];
		uint16_t x = enc->table->impact.of[codes[i]][enc->norm[rows[i]]];
		x = (uint16_t)((x + 7) & ~7);
		one->max = x > one->max ? x : one->max;
	}
	one->row_bits = bit_width(gaps);
	one->code_bits = bit_width(bits);
}

static void
encode_short(
    const list_encoder *enc, buf *out, const uint32_t *rows, const uint8_t *codes, uint32_t df)
{
	block b;

	postings_measure(&b, enc, rows, codes, df, UINT32_MAX);
	buf_char(out, (char)df);
	buf_char(out, (char)(b.row_bits | b.code_bits << 5));
	pack_run(out, b.gaps, codes, df, b.row_bits, b.code_bits);
}

static void
encode_block(
    const block *one, buf *entries, buf *payload, uint32_t last, const uint8_t *codes, uint32_t n)
{
	buf_u32(entries, last | one->row_bits << 27);
	buf_u16(entries, (uint16_t)(one->max | one->code_bits));
	if (n == POSTINGS_BLOCK) {
		pack_rows(payload, one->gaps, one->row_bits);
		pack_codes(payload, codes, one->code_bits);
	} else {
		pack_run(payload, one->gaps, codes, n, one->row_bits, one->code_bits);
	}
}

static void
encode_long(
    const list_encoder *enc, buf *out, const uint32_t *rows, const uint8_t *codes, uint32_t df)
{
	buf entries = BUF_INIT, payload = BUF_INIT;
	uint16_t max = 0;
	uint32_t before = UINT32_MAX, n;
	block b;

	for (uint32_t i = 0; i < df; i += n) {
		n = df - i < POSTINGS_BLOCK ? df - i : POSTINGS_BLOCK;
		postings_measure(&b, enc, rows + i, codes + i, n, before);
		before = rows[i + n - 1];
		encode_block(&b, &entries, &payload, before, codes + i, n);
		max = b.max > max ? b.max : max;
	}
	buf_u32(out, LIST_LONG);
	buf_u32(out, df);
	buf_u16(out, max);
	buf_add(out, entries.p, entries.n);
	buf_add(out, payload.p, payload.n);
	out->failed |= entries.failed | payload.failed;
	buf_clear(&entries);
	buf_clear(&payload);
}

void
list_encode(
    const list_encoder *enc, buf *out, const uint32_t *rows, const uint8_t *codes, uint32_t df)
{
	if (df == 0)
		return;
	if (df < POSTINGS_BLOCK)
		encode_short(enc, out, rows, codes, df);
	else
		encode_long(enc, out, rows, codes, df);
	while (out->n % 4 && !out->failed)
		buf_char(out, 0);
}
