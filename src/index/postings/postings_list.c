/* index/postings/postings_list.c - one list of postings, block by block.
 *
 * RULES   A list is checked while it is read: every block lies inside it, and its
 *         rows rise and end where its entry says, so no byte of a damaged file
 *         becomes an index out of bounds.
 * SEE     index/FORMAT-postings.md. */
#include "index/postings/postings_list.h"
#include "index/postings/postings_pack.h"
#include "util/bytes.h"
#include "util/fail.h"

static tensen_status
fail_list(uint32_t term, const char *what, tensen_error *err)
{
	return tensen_fail(err, TENSEN_E_CORRUPT, "list of term %u %s", term, what);
}

static size_t
run_size(uint32_t n, unsigned row_bits, unsigned code_bits)
{
	return ((size_t)n * (row_bits + code_bits) + 7) / 8;
}

static tensen_status
long_list(const postings *lists, uint32_t term, list_view *out, size_t size, tensen_error *err)
{
	const uint8_t *in = out->payload;

	if (size < LIST_HEAD)
		return fail_list(term, "is cut short", err);
	out->df = le32(in + 4);
	out->max = le16(in + 8);
	if (out->df < POSTINGS_BLOCK || out->df > lists->n_rows)
		return fail_list(term, "has an impossible length", err);
	out->n_blocks = (out->df + POSTINGS_BLOCK - 1) / POSTINGS_BLOCK;
	if ((size - LIST_HEAD) / POSTINGS_ENTRY < out->n_blocks)
		return fail_list(term, "is cut short", err);
	out->entries = in + LIST_HEAD;
	out->payload = out->entries + (size_t)out->n_blocks * POSTINGS_ENTRY;
	out->payload_size = size - LIST_HEAD - (size_t)out->n_blocks * POSTINGS_ENTRY;
	return TENSEN_OK;
}

static tensen_status
short_list(const postings *lists, uint32_t term, list_view *out, size_t size, tensen_error *err)
{
	const uint8_t *in = out->payload;

	out->df = in[0];
	out->row_bits = in[1] & 31;
	out->code_bits = in[1] >> 5;
	out->payload = in + 2;
	out->payload_size = size - 2;
	out->max = POSTINGS_IMPACT;
	if (out->df == 0 || out->df > LIST_LONG || out->df > lists->n_rows)
		return fail_list(term, "has an impossible length", err);
	if (run_size(out->df, out->row_bits, out->code_bits) > out->payload_size)
		return fail_list(term, "is cut short", err);
	return TENSEN_OK;
}

tensen_status
list_read(list_view *out, const postings *posting_lists, uint32_t term, tensen_error *err)
{
	const uint8_t *at = posting_lists->list_at + 4 * (size_t)term;
	size_t size;

	*out = (list_view){0};
	if (term >= posting_lists->n_terms || le32(at) == le32(at + 4))
		return TENSEN_OK;
	out->payload = posting_lists->lists + 4 * (size_t)le32(at);
	size = 4 * (size_t)(le32(at + 4) - le32(at));
	return out->payload[0] == LIST_LONG ? long_list(posting_lists, term, out, size, err)
					    : short_list(posting_lists, term, out, size, err);
}

void
block_entry_read(block_entry *one, const uint8_t *bytes)
{
	uint32_t a = le32(bytes);
	uint16_t b = le16(bytes + 4);

	one->last = a & ((1u << 27) - 1);
	one->row_bits = a >> 27;
	one->code_bits = b & 7;
	one->max = (uint16_t)(b & ~7);
}

tensen_status
list_cursor_init(list_cursor *cur, const postings *lists, uint32_t term, tensen_error *err)
{
	*cur = (list_cursor){.before = UINT32_MAX};
	return list_read(&cur->list, lists, term, err);
}

static uint32_t
peek_short(list_cursor *cur, const postings *lists)
{
	cur->entry = (block_entry){
	    lists->n_rows - 1, cur->list.row_bits, cur->list.code_bits, POSTINGS_IMPACT};
	return cur->n = cur->block == 0 ? cur->list.df : 0;
}

uint32_t
list_cursor_peek(list_cursor *cur, const postings *lists)
{
	const list_view *l = &cur->list;
	uint32_t left = l->df - cur->block * POSTINGS_BLOCK;

	if (l->n_blocks == 0)
		return peek_short(cur, lists);
	if (cur->block >= l->n_blocks)
		return cur->n = 0;
	block_entry_read(&cur->entry, l->entries + (size_t)cur->block * POSTINGS_ENTRY);
	return cur->n = left < POSTINGS_BLOCK ? left : POSTINGS_BLOCK;
}

void
list_cursor_skip(list_cursor *cur)
{
	cur->before = cur->entry.last;
	cur->offset += run_size(cur->n, cur->entry.row_bits, cur->entry.code_bits);
	cur->block++;
}

static int
rows_rise(const uint32_t *rows, uint32_t n, uint32_t before)
{
	for (uint32_t i = 0; i < n; i++) {
		if (before != UINT32_MAX && rows[i] <= before)
			return 0;
		before = rows[i];
	}
	return 1;
}

/* Gaps of up to 24 bits cannot wrap around inside a block (128 * 2^24 = 2^31), so a correct last
 * row proves the others; blocks with wider gaps are checked row by row. */
static int
rows_are_sound(const list_cursor *cur, const postings *lists, const uint32_t *rows)
{
	uint32_t last = rows[cur->n - 1];

	if (last >= lists->n_rows || (cur->list.n_blocks > 0 && last != cur->entry.last) ||
	    (cur->before != UINT32_MAX && last <= cur->before))
		return 0;
	return cur->entry.row_bits <= 24 || rows_rise(rows, cur->n, cur->before);
}

tensen_status
list_cursor_decode(
    list_cursor *cur, const postings *lists, uint32_t *rows, uint8_t *codes, tensen_error *err)
{
	const block_entry *e = &cur->entry;
	const uint8_t *in = cur->list.payload + cur->offset;
	size_t size = run_size(cur->n, e->row_bits, e->code_bits);

	if (e->row_bits > POSTINGS_ROW_BITS || e->code_bits > POSTINGS_CODE_BITS)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "postings of %u and %u bits, at most %d and %d", e->row_bits, e->code_bits,
		    POSTINGS_ROW_BITS, POSTINGS_CODE_BITS);
	if (cur->offset > cur->list.payload_size || size > cur->list.payload_size - cur->offset)
		return tensen_fail(err, TENSEN_E_CORRUPT, "a block of postings is cut short");
	if (cur->n == POSTINGS_BLOCK) {
		unpack_rows(in, e->row_bits, cur->before, rows);
		unpack_codes(in + 16 * (size_t)e->row_bits, e->code_bits, codes);
	} else {
		unpack_run(in, cur->n, e->row_bits, e->code_bits, cur->before, rows, codes);
	}
	if (!rows_are_sound(cur, lists, rows))
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "a block of postings ends at row %u, its entry says %u of %u", rows[cur->n - 1],
		    e->last, lists->n_rows);
	return TENSEN_OK;
}
