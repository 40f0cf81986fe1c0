/* index/postings/postings_pack.c - packing and unpacking of posting blocks.
 *
 * WHY     Lemire & Boytsov, "Decoding billions of integers per second through
 *         vectorization" (2015): vertical lanes make unpacking a few shifts per
 *         16-byte vector.  Written with the compilers' vector types, not with
 *         intrinsics: the same source is SSE2 on x86 and NEON on ARM, and the
 *         bytes and results are the same by construction.
 * RULES   Every width is its own unrolled function, chosen by a switch: shifts by
 *         constants are twice as fast as shifts by variables.
 *         Little-endian machines only, like the rest of the index. */
#include "index/postings/postings_pack.h"
#include <string.h>

typedef uint32_t v4u __attribute__((vector_size(16)));
typedef uint8_t v16b __attribute__((vector_size(16)));

#define INLINE static inline __attribute__((always_inline))

void
pack_rows(buf *out, const uint32_t gaps[128], unsigned bits)
{
	uint32_t words[4 * 33] = {0};

	for (unsigned i = 0; i < 128; i++) {
		unsigned at = i / 4 * bits, word = at / 32 * 4 + i % 4;
		uint64_t v = (uint64_t)gaps[i] << at % 32;

		words[word] |= (uint32_t)v;
		if (at % 32 + bits > 32)
			words[word + 4] |= (uint32_t)(v >> 32);
	}
	for (unsigned i = 0; i < 4 * bits; i++)
		buf_u32(out, words[i]);
}

void
pack_codes(buf *out, const uint8_t codes[128], unsigned bits)
{
	uint8_t bytes[16 * 8] = {0};

	for (unsigned i = 0; i < 128; i++) {
		unsigned at = i / 16 * bits, byte = at / 8 * 16 + i % 16;
		unsigned v = (unsigned)codes[i] << at % 8;

		bytes[byte] |= (uint8_t)v;
		if (at % 8 + bits > 8)
			bytes[byte + 16] |= (uint8_t)(v >> 8);
	}
	buf_add(out, bytes, 16 * bits);
}

void
pack_run(buf *out, const uint32_t *gaps, const uint8_t *codes, uint32_t n, unsigned row_bits,
    unsigned code_bits)
{
	uint64_t acc = 0;
	unsigned fill = 0;

	for (uint32_t i = 0; i < n; i++) {
		acc |= ((uint64_t)gaps[i] | (uint64_t)codes[i] << row_bits) << fill;
		for (fill += row_bits + code_bits; fill >= 8; fill -= 8, acc >>= 8)
			buf_char(out, (char)(acc & 0xff));
	}
	if (fill)
		buf_char(out, (char)(acc & 0xff));
}

INLINE v4u
postings_load4(const uint8_t *code)
{
	v4u v;

	memcpy(&v, code, 16);
	return v;
}

/* Prefix sum inside a vector, then the sum so far.  The chain from vector to
 * vector is one addition: the total of a vector does not wait for it. */
INLINE v4u
postings_sum4(v4u one, v4u *before)
{
	const v4u zero = {0, 0, 0, 0};
	v4u out;

	one += __builtin_shufflevector(zero, one, 0, 4, 5, 6);
	one += __builtin_shufflevector(zero, one, 0, 1, 4, 5);
	out = one + *before;
	*before += __builtin_shufflevector(one, one, 3, 3, 3, 3);
	return out;
}

INLINE void
step_rows(const uint8_t *in, unsigned bits, unsigned i, v4u *before, uint32_t *rows)
{
	unsigned word = i * bits / 32, shift = i * bits % 32;
	v4u v = {0, 0, 0, 0};

	if (bits) {
		v = postings_load4(in + 16 * word) >> shift;
		if (shift + bits > 32)
			v |= postings_load4(in + 16 * word + 16) << (32 - shift);
		v &= (1u << bits) - 1;
	}
	v = postings_sum4(v + 1, before);
	memcpy(rows + 4 * i, &v, 16);
}

INLINE void
rows_of_width(const uint8_t *in, unsigned bits, uint32_t from, uint32_t *rows)
{
	v4u before = {from, from, from, from};

#pragma GCC unroll 32
	for (unsigned i = 0; i < 32; i++)
		step_rows(in, bits, i, &before, rows);
}

void
unpack_rows(const uint8_t *in, unsigned bits, uint32_t before, uint32_t rows[128])
{
	switch (bits) {
#define WIDTH(b)                                                                                   \
	case b:                                                                                    \
		rows_of_width(in, b, before, rows);                                                \
		break;
		WIDTH(0)
		WIDTH(1)
		WIDTH(2)
		WIDTH(3)
		WIDTH(4)
		WIDTH(5)
		WIDTH(6)
		WIDTH(7)
		WIDTH(8)
		WIDTH(9)
		WIDTH(10)
		WIDTH(11)
		WIDTH(12)
		WIDTH(13)
		WIDTH(14)
		WIDTH(15)
		WIDTH(16)
	default:
		rows_of_width(in, bits, before, rows);
#undef WIDTH
	}
}

INLINE void
codes_of_width(const uint8_t *in, unsigned bits, uint8_t *codes)
{
	for (unsigned i = 0; i < 8; i++) {
		unsigned byte = i * bits / 8, shift = i * bits % 8;
		v16b v, next;

		memcpy(&v, in + 16 * byte, 16);
		v >>= (uint8_t)shift;
		if (shift + bits > 8) {
			memcpy(&next, in + 16 * byte + 16, 16);
			v |= next << (uint8_t)(8 - shift);
		}
		v &= (uint8_t)((1u << bits) - 1);
		memcpy(codes + 16 * i, &v, 16);
	}
}

void
unpack_codes(const uint8_t *in, unsigned bits, uint8_t codes[128])
{
	switch (bits) {
	case 0:
		memset(codes, 0, 128);
		break;
	case 1:
		codes_of_width(in, 1, codes);
		break;
	case 2:
		codes_of_width(in, 2, codes);
		break;
	case 3:
		codes_of_width(in, 3, codes);
		break;
	default:
		codes_of_width(in, bits, codes);
	}
}

void
unpack_run(const uint8_t *in, uint32_t n, unsigned row_bits, unsigned code_bits, uint32_t before,
    uint32_t *rows, uint8_t *codes)
{
	uint64_t acc = 0;
	unsigned fill = 0, bits = row_bits + code_bits;

	for (uint32_t i = 0; i < n; i++) {
		for (; fill < bits; fill += 8)
			acc |= (uint64_t)*in++ << fill;
		before += (uint32_t)(acc & ((1u << row_bits) - 1)) + 1;
		rows[i] = before;
		codes[i] = (uint8_t)(acc >> row_bits & ((1u << code_bits) - 1));
		acc >>= bits;
		fill -= bits;
	}
}
