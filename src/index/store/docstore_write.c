/* index/store/docstore_write.c - writing stored documents in one pass. */
#include <stdlib.h>
#define ZDICT_STATIC_LINKING_ONLY /* the cover algorithm with parameters given */
#include <zdict.h>
#include <zstd.h>
#include "index/store/docstore.h"
#include "index/store/docstore_format.h"
#include "util/fail.h"

#define DICT_MAX ((size_t)112 * 1024)

struct docstore_packer {
	ZSTD_CCtx *ctx;
	const ZSTD_CDict *dict; /* borrowed from the writer; NULL: none */
	int level;
};

struct docstore_writer {
	sink_fn put;
	void *payload;
	uint32_t n_docs, added, n_blocks; /* added: in blocks written */
	uint32_t waiting;                 /* records in raw */
	uint64_t written;
	ZSTD_CDict *cdict;
	int level;
	const uint32_t *order; /* NULL: as they come */
	docstore_packer *packer;
	buf raw, packed, table, dict;
};

/* ---- packing ---- */

tensen_status
docstore_packer_new(docstore_packer **out, const docstore_writer *w, tensen_error *err)
{
	docstore_packer *p = calloc(1, sizeof *p);

	*out = NULL;
	if (!p || !(p->ctx = ZSTD_createCCtx())) {
		free(p);
		return tensen_fail_nomem(err);
	}
	p->dict = w->cdict;
	p->level = w->level;
	*out = p;
	return TENSEN_OK;
}

void
docstore_packer_free(docstore_packer *p)
{
	if (!p)
		return;
	ZSTD_freeCCtx(p->ctx);
	free(p);
}

tensen_status
docstore_pack(docstore_packer *p, span raw, buf *packed, tensen_error *err)
{
	size_t cap = ZSTD_compressBound(raw.n), got;

	buf_reset(packed);
	if (buf_reserve(packed, cap) < 0)
		return tensen_fail_nomem(err);
	got = p->dict ? ZSTD_compress_usingCDict(p->ctx, packed->p, cap, raw.p, raw.n, p->dict)
		      : ZSTD_compressCCtx(p->ctx, packed->p, cap, raw.p, raw.n, p->level);
	if (ZSTD_isError(got))
		return tensen_fail(err, TENSEN_E_NOMEM, "zstd: %s", ZSTD_getErrorName(got));
	packed->n = got;
	return TENSEN_OK;
}

void
docstore_put_record(buf *raw, span record)
{
	buf_varint(raw, record.n);
	buf_span(raw, record);
}

size_t
docstore_room(size_t n)
{
	size_t head = 1;

	for (size_t v = n; v >= 128; v >>= 7)
		head++;
	return head + n;
}

int
docstore_fits(size_t raw, size_t n)
{
	return raw == 0 || raw + n <= DOCSTORE_BLOCK_TARGET;
}

/* ---- writing ---- */

void
docstore_writer_free(docstore_writer *w)
{
	if (!w)
		return;
	docstore_packer_free(w->packer);
	ZSTD_freeCDict(w->cdict);
	bufs_clear(&w->raw, &w->packed, &w->table, &w->dict);
	free(w);
}

/* A dictionary needs many small samples; when training finds too little in
 * them the store simply goes without. */
static void
train(docstore_writer *w, const void *samples, const size_t *sizes, unsigned n)
{
	/* Segments of 200 bytes: trying 50 to 2,000, as ZDICT_trainFromBuffer() does, made the
	 * texts of J-PlatPat 2 % larger (5.74 MB against 5.63) and took five times as long. */
	ZDICT_fastCover_params_t p = {.k = 200, .d = 8, .accel = 1};
	size_t total = 0, cap, got;

	for (unsigned i = 0; i < n; i++)
		total += sizes[i];
	cap = total / 12 < DICT_MAX ? total / 12 : DICT_MAX;
	if (n < 64 || cap < 1024 || buf_reserve(&w->dict, cap) < 0)
		return;
	got = ZDICT_trainFromBuffer_fastCover(w->dict.p, cap, samples, sizes, n, p);
	if (ZDICT_isError(got))
		return;
	w->dict.n = got;
	w->cdict = ZSTD_createCDict(w->dict.p, w->dict.n, w->level);
	if (!w->cdict)
		w->dict.n = 0;
}

static docstore_writer *
new_writer(uint32_t n_docs, docstore_level level, sink_fn put, void *payload)
{
	docstore_writer *w = calloc(1, sizeof *w);

	if (w) {
		w->n_docs = n_docs;
		w->level = (int)level;
		w->put = put;
		w->payload = payload;
	}
	return w;
}

static tensen_status
give(docstore_writer **out, docstore_writer *w, tensen_error *err)
{
	tensen_status st = docstore_packer_new(&w->packer, w, err);

	*out = w;
	if (st == TENSEN_OK)
		return st;
	docstore_writer_free(w);
	*out = NULL;
	return st;
}

tensen_status
docstore_writer_new(docstore_writer **out, uint32_t n_docs, docstore_level level,
    const void *samples, const size_t *sizes, unsigned n_samples, sink_fn put, void *payload,
    tensen_error *err)
{
	docstore_writer *w = new_writer(n_docs, level, put, payload);

	*out = NULL;
	if (!w)
		return tensen_fail_nomem(err);
	if (samples)
		train(w, samples, sizes, n_samples);
	return give(out, w, err);
}

tensen_status
docstore_writer_like(docstore_writer **out, uint32_t n_docs, docstore_level level,
    const docstore *old, sink_fn put, void *payload, tensen_error *err)
{
	docstore_writer *w = new_writer(n_docs, level, put, payload);
	span dict = docstore_dictionary(old);

	*out = NULL;
	if (!w)
		return tensen_fail_nomem(err);
	buf_span(&w->dict, dict);
	w->cdict = dict.n ? ZSTD_createCDict(dict.p, dict.n, w->level) : NULL;
	if (w->dict.failed || (dict.n && !w->cdict)) {
		docstore_writer_free(w);
		return tensen_fail_nomem(err);
	}
	return give(out, w, err);
}

static tensen_status
put_block(docstore_writer *w, const docstore_block *b, tensen_error *err)
{
	w->put(w->payload, b->packed.p, b->packed.n);
	w->written += b->packed.n;
	buf_u64(&w->table, w->written);
	buf_u32(&w->table, w->added);
	buf_u32(&w->table, b->raw_size);
	w->n_blocks++;
	w->added += b->n_records;
	return w->table.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
end_block(docstore_writer *w, tensen_error *err)
{
	docstore_block b;
	tensen_status st;

	if (w->raw.n == 0)
		return w->raw.failed ? tensen_fail_nomem(err) : TENSEN_OK;
	if ((st = docstore_pack(w->packer, (span){w->raw.p, w->raw.n}, &w->packed, err)) < 0)
		return st;
	b = (docstore_block){{w->packed.p, w->packed.n}, (uint32_t)w->raw.n, w->waiting};
	w->waiting = 0;
	buf_reset(&w->raw);
	return put_block(w, &b, err);
}

tensen_status
docstore_writer_block(docstore_writer *w, const docstore_block *b, tensen_error *err)
{
	tensen_status st = end_block(w, err);

	return st < 0 ? st : put_block(w, b, err);
}

tensen_status
docstore_writer_add(docstore_writer *w, span record, tensen_error *err)
{
	tensen_status st;

	if (record.n > DOCSTORE_MAX_RECORD)
		return tensen_fail(err, TENSEN_E_INPUT, "record of %zu bytes, at most %u", record.n,
		    DOCSTORE_MAX_RECORD);
	if (!docstore_fits(w->raw.n, record.n) && (st = end_block(w, err)) < 0)
		return st;
	docstore_put_record(&w->raw, record);
	w->waiting++;
	return w->raw.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

void
docstore_writer_order(docstore_writer *w, const uint32_t *order)
{
	w->order = order;
}

static int
order_is_sound(const docstore_writer *w)
{
	if (!w->order)
		return w->added == w->n_docs;
	for (uint32_t i = 0; i < w->n_docs; i++)
		if (w->order[i] >= w->added)
			return 0;
	return 1;
}

tensen_status
docstore_writer_end(docstore_writer *w, tensen_error *err)
{
	buf tail = BUF_INIT;
	tensen_status st = end_block(w, err);

	if (st == TENSEN_OK && !order_is_sound(w))
		st = tensen_fail(
		    err, TENSEN_E_ARG, "%u records added, %u announced", w->added, w->n_docs);
	for (uint32_t i = 0; w->order && i < w->n_docs; i++)
		buf_u32(&tail, w->order[i]);
	buf_u64(&tail, w->written);
	buf_u32(&tail, w->n_docs);
	buf_u32(&tail, w->n_blocks);
	buf_u32(&tail, (uint32_t)w->dict.n);
	buf_u32(&tail, w->order ? DOCSTORE_ORDERED : DOCSTORE_PLAIN);
	buf_u64(&tail, w->order ? w->added : 0);
	if (st == TENSEN_OK && (tail.failed || w->table.failed))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		w->put(w->payload, w->dict.p, w->dict.n);
		w->put(w->payload, w->table.p, w->table.n);
		w->put(w->payload, tail.p, tail.n);
	}
	buf_clear(&tail);
	docstore_writer_free(w);
	return st;
}
