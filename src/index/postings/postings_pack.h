/* index/postings/postings_pack.h - bits of posting blocks.
 *
 * A full block (128 postings) is packed in vertical lanes: gap i lies in 32-bit
 * lane i % 4, code i in 8-bit lane i % 16, so that 16-byte vectors of any CPU
 * unpack it by shifts alone.  Partial blocks are one run of bits, low bits first. */
#pragma once
#include <stdint.h>
#include "util/buf.h"

/* gap i = row i - row i-1 - 1.  Bits: 0 .. 26 for gaps, 0 .. 5 for codes. */
void pack_rows(buf *out, const uint32_t gaps[128], unsigned bits);
void pack_codes(buf *out, const uint8_t codes[128], unsigned bits);
/* n postings, each its gap, then its code. */
void pack_run(buf *out, const uint32_t *gaps, const uint8_t *codes, uint32_t n, unsigned row_bits,
    unsigned code_bits);

/* Rows by summing gaps after `before`; 16 * bits bytes are read. */
void unpack_rows(const uint8_t *in, unsigned bits, uint32_t before, uint32_t rows[128]);
void unpack_codes(const uint8_t *in, unsigned bits, uint8_t codes[128]);
/* Reads exactly ceil(n * (row_bits + code_bits) / 8) bytes. */
void unpack_run(const uint8_t *in, uint32_t n, unsigned row_bits, unsigned code_bits,
    uint32_t before, uint32_t *rows, uint8_t *codes);
