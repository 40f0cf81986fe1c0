/* bench/text/fusion.c - writes the parts of a ranking, with which bench/text/fusion.py tries other
 * rankings.
 *
 *     build/release/bench/text/fusion INDEX OUT [QUERIES]
 *
 * Writes every document of INDEX as the engine would ask with it, or every document of the
 * file QUERIES, in any corpus format: id, u32 terms, u32 dims, then the number, kind and
 * count by section of each term, then the topic vector.  Files are OUT.ids (text, a line
 * each) and OUT.rows (u32 n_terms; n_terms times u32 term, u32 kind, u16[8] counts; f32[dims]).
 * OUT.meta has dims, terms of the index, sections. */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <tensen/tensen.h>
#include "engine/query/understand.h"
#include "corpus/reader.h"

typedef struct output {
	tensen_searcher *s;
	FILE *ids, *rows;
} output;

static FILE *
create(const char *stem, const char *suffix)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s.%s", stem, suffix);
	if (!(f = fopen(path, "wb")))
		err(1, "%s", path);
	return f;
}

static void
put(FILE *f, const void *p, size_t size, size_t n)
{
	if (n && fwrite(p, size, n, f) != n)
		err(1, "writing");
}

static void
put_query(const output *o, const query *a, span id)
{
	const store *st = o->s->ix->store;

	fprintf(o->ids, "%.*s\n", (int)id.n, id.p);
	put(o->rows, &a->n_terms, sizeof a->n_terms, 1);
	for (uint32_t i = 0; i < a->n_terms; i++) {
		uint32_t head[2] = {a->terms[i].term, st->vocab.kind[a->terms[i].term]};
		put(o->rows, head, sizeof *head, 2);
		put(o->rows, a->terms[i].in, sizeof *a->terms[i].in, N_SECTIONS);
	}
	put(o->rows, a->topic, sizeof(float), st->meta.dims);
}

static tensen_status
put_document(void *payload, const document *d, tensen_error *err)
{
	const output *o = payload;
	query a;
	tensen_status st;

	arena_reset(&o->s->mem);
	if ((st = query_of_document(&a, o->s, d, err)) == TENSEN_OK)
		put_query(o, &a, d->id);
	return st;
}

static tensen_status
put_rows(const output *o, tensen_error *err)
{
	const rows *rw = &o->s->ix->store->rows;
	tensen_status st = TENSEN_OK;
	query a;

	for (uint32_t row = 0; row < rw->n && st == TENSEN_OK; row++) {
		arena_reset(&o->s->mem);
		if ((st = query_of_next_row(&a, o->s, row, err)) == TENSEN_OK)
			put_query(o, &a, rows_id(rw, row));
	}
	return st;
}

int
main(int argc, char **argv)
{
	tensen_index *ix = NULL;
	tensen_error e = {0};
	corpus_opts opts = {.strict = 1};
	output o = {.s = NULL};
	corpus_sink sink = {.document = put_document, .payload = &o};
	tensen_status st;
	FILE *meta;

	if (argc < 3)
		errx(2, "usage: fusion INDEX OUT [QUERIES]");
	if (tensen_index_open(&ix, argv[1], NULL, &e) < 0 || tensen_searcher_new(&o.s, ix, &e) < 0)
		errx(1, "%s %s", e.where, e.message);
	o.ids = create(argv[2], "ids");
	o.rows = create(argv[2], "rows");
	meta = create(argv[2], "meta");
	fprintf(meta, "%u %u %d\n", ix->store->meta.dims, ix->store->vocab.terms.n, N_SECTIONS);
	st = argc > 3 ? corpus_read((const char *const *)argv + 3, 1, &opts, &sink, &e)
		      : put_rows(&o, &e);
	if (st < 0)
		errx(1, "%s %s", e.where, e.message);
	if (fclose(o.ids) | fclose(o.rows) | fclose(meta))
		err(1, "writing");
	tensen_searcher_free(o.s);
	tensen_index_free(ix);
	return 0;
}
