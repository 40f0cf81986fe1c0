/* index/docstore_write.c - writing stored documents in one pass. */
#include <stdlib.h>
#include <zdict.h>
#include <zstd.h>
#include "index/docstore.h"
#include "index/docstore_format.h"
#include "util/fail.h"

#define ZSTD_LEVEL 9
#define DICT_MAX ((size_t)112 * 1024)

struct docstore_writer {
	docstore_put put;
	void *payload;
	uint32_t n_docs, added, block_start, n_blocks;
	uint64_t written;
	ZSTD_CCtx *ctx;
	ZSTD_CDict *cdict;
	buf raw, packed, table, dict;
};

void
docstore_writer_free(docstore_writer *w)
{
	if (!w)
		return;
	ZSTD_freeCCtx(w->ctx);
	ZSTD_freeCDict(w->cdict);
	buf_clear(&w->raw);
	buf_clear(&w->packed);
	buf_clear(&w->table);
	buf_clear(&w->dict);
	free(w);
}

/* A dictionary needs many small samples; when training finds too little in
 * them the store simply goes without. */
static void
train(docstore_writer *w, const void *samples, const size_t *sizes, unsigned n)
{
	size_t total = 0, cap, got;

	for (unsigned i = 0; i < n; i++)
		total += sizes[i];
	cap = total / 50 < DICT_MAX ? total / 50 : DICT_MAX;
	if (n < 64 || cap < 1024 || buf_reserve(&w->dict, cap) < 0)
		return;
	got = ZDICT_trainFromBuffer(w->dict.p, cap, samples, sizes, n);
	if (ZDICT_isError(got))
		return;
	w->dict.n = got;
	w->cdict = ZSTD_createCDict(w->dict.p, w->dict.n, ZSTD_LEVEL);
	if (!w->cdict)
		w->dict.n = 0;
}

tensen_status
docstore_writer_new(docstore_writer **out, uint32_t n_docs, const void *samples,
    const size_t *sizes, unsigned n_samples, docstore_put put, void *payload, tensen_error *err)
{
	docstore_writer *w = calloc(1, sizeof *w);

	*out = NULL;
	if (!w || !(w->ctx = ZSTD_createCCtx())) {
		free(w);
		return tensen_fail_nomem(err);
	}
	w->n_docs = n_docs;
	w->put = put;
	w->payload = payload;
	if (samples)
		train(w, samples, sizes, n_samples);
	*out = w;
	return TENSEN_OK;
}

static tensen_status
end_block(docstore_writer *w, tensen_error *err)
{
	size_t cap = ZSTD_compressBound(w->raw.n), got;

	if (w->raw.n == 0)
		return w->raw.failed ? tensen_fail_nomem(err) : TENSEN_OK;
	buf_reset(&w->packed);
	if (w->raw.failed || buf_reserve(&w->packed, cap) < 0)
		return tensen_fail_nomem(err);
	got = w->cdict
		  ? ZSTD_compress_usingCDict(w->ctx, w->packed.p, cap, w->raw.p, w->raw.n, w->cdict)
		  : ZSTD_compressCCtx(w->ctx, w->packed.p, cap, w->raw.p, w->raw.n, ZSTD_LEVEL);
	if (ZSTD_isError(got))
		return tensen_fail(err, TENSEN_E_NOMEM, "zstd: %s", ZSTD_getErrorName(got));
	w->put(w->payload, w->packed.p, got);
	w->written += got;
	buf_u64(&w->table, w->written);
	buf_u32(&w->table, w->block_start);
	buf_u32(&w->table, (uint32_t)w->raw.n);
	w->n_blocks++;
	w->block_start = w->added;
	buf_reset(&w->raw);
	return TENSEN_OK;
}

tensen_status
docstore_writer_add(docstore_writer *w, span record, tensen_error *err)
{
	tensen_status st;

	if (record.n > DOCSTORE_MAX_RECORD)
		return tensen_fail(err, TENSEN_E_INPUT, "record of %zu bytes, at most %u", record.n,
		    DOCSTORE_MAX_RECORD);
	if (w->raw.n && w->raw.n + record.n > DOCSTORE_BLOCK_TARGET && (st = end_block(w, err)) < 0)
		return st;
	buf_varint(&w->raw, record.n);
	buf_span(&w->raw, record);
	w->added++;
	return w->raw.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
docstore_writer_end(docstore_writer *w, tensen_error *err)
{
	buf tail = BUF_INIT;
	tensen_status st = end_block(w, err);

	if (st == TENSEN_OK && w->added != w->n_docs)
		st = tensen_fail(
		    err, TENSEN_E_ARG, "%u records added, %u announced", w->added, w->n_docs);
	buf_u64(&tail, w->written);
	buf_u32(&tail, w->n_docs);
	buf_u32(&tail, w->n_blocks);
	buf_u32(&tail, (uint32_t)w->dict.n);
	buf_u32(&tail, DOCSTORE_VERSION);
	buf_u64(&tail, 0);
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
