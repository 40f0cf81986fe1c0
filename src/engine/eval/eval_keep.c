/* engine/eval/eval_keep.c - see eval_keep.h. */
#include "engine/eval/eval_keep.h"
#include <inttypes.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "util/bytes.h"
#include "util/fail.h"
#include "util/files/file.h"

#define HEAD 24 /* bytes of a record before its columns */

/* 0 for a file that is not named; the part that reads it reports errors. */
static uint64_t
hash_of_file(const char *path)
{
	filemap map = {NULL, 0};
	uint64_t hash;

	if (!path || filemap_open(&map, path, NULL) < 0)
		return 0;
	hash = XXH3_64bits(map.p, map.n);
	filemap_close(&map);
	return hash;
}

static void
write_header(const evaluation *e, buf *out)
{
	const tensen_eval_opts *o = e->opts;
	const char *const files[] = {o->queries, o->qrels, o->judged, o->aspects};

	buf_printf(out, "tensen-eval 1 %016" PRIx64 " %" PRIu64 " %u %u", tensen_index_hash(e->ix),
	    o->seed, o->max_docs, o->parts);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		buf_printf(out, " %016" PRIx64, hash_of_file(files[i]));
	buf_char(out, '\n');
}

/* Read the file, or begin it. */
static tensen_status
take_up(eval_keep *k, const evaluation *e, tensen_error *err)
{
	buf header = BUF_INIT;
	span bytes;
	tensen_status st = journal_open(&k->file, e->opts->keep, err);

	write_header(e, &header);
	if (st == TENSEN_OK && header.failed)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK && (st = journal_bytes(k->file, &bytes, err)) == TENSEN_OK) {
		if (bytes.n == 0)
			st = journal_add(k->file, header.p, header.n, err);
		else if (!span_starts(bytes, (span){header.p, header.n})) {
			st = tensen_fail(err, TENSEN_E_INPUT,
			    "is of another evaluation: remove it or name another file");
			tensen_fail_at(err, e->opts->keep, 0);
		} else
			buf_span(&k->before, span_sub(bytes, header.n, bytes.n));
	}
	k->cut = header.n;
	buf_clear(&header);
	return st == TENSEN_OK && k->before.failed ? tensen_fail_nomem(err) : st;
}

tensen_status
eval_keep_open(eval_keep *k, evaluation *e, tensen_error *err)
{
	int writes = !e->team || e->team->rank == 0;
	uint64_t n;
	tensen_status st;

	*k = (eval_keep){.before = BUF_INIT};
	if (!e->opts->keep)
		return TENSEN_OK;
	e->keep = k;
	if (writes && (st = take_up(k, e, err)) < 0)
		return st;
	if (!e->team)
		return TENSEN_OK;
	n = k->before.n;
	if ((st = team_share(e->team, &n, sizeof n, err)) < 0)
		return st;
	if (!writes && n && !buf_more(&k->before, n))
		return tensen_fail_nomem(err);
	return n ? team_share(e->team, k->before.p, n, err) : TENSEN_OK;
}

static size_t
width_of(const eval_pieces *of)
{
	size_t width = 0;

	for (const eval_column *c = of->out; c->base; c++)
		width += c->width;
	return width;
}

/* The bytes of the next record if it is of this call and begins with piece `first`; else 0. */
static size_t
next_record(const eval_keep *k, const eval_pieces *of, uint32_t first, uint32_t *n)
{
	const uint8_t *p = (const uint8_t *)k->before.p + k->at;
	size_t left = k->before.n - k->at, size;

	if (left < HEAD + 8 || le32(p) != k->call || le32(p + 4) != first)
		return 0;
	*n = le32(p + 8);
	size = (size_t)le64(p + 16);
	if (*n == 0 || *n > of->n - first || size != *n * width_of(of) || size > left - HEAD - 8 ||
	    le64(p + HEAD + size) != XXH3_64bits(p, HEAD + size))
		return 0;
	return HEAD + size + 8;
}

tensen_status
eval_keep_take(const evaluation *e, const eval_pieces *of, uint32_t *done, tensen_error *err)
{
	eval_keep *k = e->keep;
	uint32_t n;
	size_t size;

	*done = 0;
	if (!k)
		return TENSEN_OK;
	while (*done < of->n && (size = next_record(k, of, *done, &n)) > 0) {
		const char *from = k->before.p + k->at + HEAD;
		for (const eval_column *c = of->out; c->base; c++) {
			memcpy((char *)c->base + *done * c->width, from, n * c->width);
			from += n * c->width;
		}
		*done += n;
		k->at += size;
	}
	k->call++;
	if (*done == of->n || !k->file)
		return TENSEN_OK;
	k->before.n = k->at; /* the rest is a torn record */
	return journal_cut(k->file, k->cut + k->at, err);
}

tensen_status
eval_keep_add(
    const evaluation *e, const eval_pieces *of, uint32_t first, uint32_t n, tensen_error *err)
{
	eval_keep *k = e->keep;
	buf record = BUF_INIT;
	tensen_status st;

	if (!k || !k->file)
		return TENSEN_OK;
	buf_u32(&record, k->call - 1);
	buf_u32(&record, first);
	buf_u32(&record, n);
	buf_u32(&record, 0);
	buf_u64(&record, n * width_of(of));
	for (const eval_column *c = of->out; c->base; c++)
		buf_add(&record, (const char *)c->base + first * c->width, n * c->width);
	if (!record.failed)
		buf_u64(&record, XXH3_64bits(record.p, record.n));
	st = record.failed ? tensen_fail_nomem(err) : journal_add(k->file, record.p, record.n, err);
	buf_clear(&record);
	return st;
}

void
eval_keep_close(eval_keep *k, const evaluation *e, int finished)
{
	if (k->file && finished)
		unlink(e->opts->keep);
	journal_close(k->file);
	buf_clear(&k->before);
}
