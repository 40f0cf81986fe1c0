/* engine/distributed/joint.c - see joint.h. */
#include "engine/base/index.h"
#include "engine/distributed/joint.h"
#include <tensen/shards.h>
#include <stdio.h>
#include <stdlib.h>
#include "engine/build/build_write.h"
#include "engine/build/copy_rows.h"
#include "engine/distributed/united.h"
#include "engine/base/options.h"
#include "util/fail.h"
#include "util/threads/threads.h"

/* ---- sections ---- */

/* Bytes of the folder part of a path, with the slash. */
static size_t
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* The name of a part in META: in the folder of the joint file, or absolute. */
static void
put_name(json *out, const char *joint, const char *path)
{
	size_t n = folder_of(joint);
	char *real;

	if (n == folder_of(path) && memcmp(joint, path, n) == 0) {
		json_key_str(out, "file", path + n);
		return;
	}
	real = realpath(path, NULL);
	json_key_str(out, "file", real ? real : path);
	free(real);
}

static void
write_names(buf *out, const char *path, const parts *files)
{
	json j;

	json_init(&j, out, 0);
	json_open(&j, '{');
	json_key_int(&j, "documents", (int64_t)parts_documents(files));
	json_key(&j, "files");
	json_open(&j, '[');
	for (uint32_t i = 0; i < files->n; i++) {
		char signature[PART_SIGNATURE];
		part_signature(signature, &files->v[i]);
		json_open(&j, '{');
		put_name(&j, path, files->v[i].path);
		json_key_str(&j, "signature", signature);
		json_key_int(&j, "documents", files->v[i].store->rows.n);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	buf_cstr(out);
}

static void
put_part(const united *all)
{
	container_writer *w = all->b.writer;
	uint32_t head[2] = {all->b.n_rows, all->parts.n};

	container_begin(w, "PART");
	container_write(w, head, sizeof head);
	for (uint32_t i = 0; i < all->b.n_rows; i++)
		container_write(w, &all->rows[i].row, sizeof all->rows[i].row);
	for (uint32_t i = 0; i < all->b.n_rows; i++) {
		uint16_t number = (uint16_t)all->rows[i].part;
		container_write(w, &number, sizeof number);
	}
	container_end(w);
}

static tensen_status
copy_columns(united *all, rows_writer *out, rows_copier *copiers, tensen_error *err)
{
	builder *b = &all->b;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < all->parts.n && st == TENSEN_OK; i++)
		st = rows_copier_init(&copiers[i], b, out, &all->parts.v[i].store->rows, err);
	for (uint32_t i = 0; i < b->n_rows && st == TENSEN_OK; i++) {
		rows_copier_add(&copiers[all->rows[i].part], all->rows[i].row);
		if (i % 4096 == 0)
			st = build_progress(b, "list", i, b->n_rows, err);
	}
	return st;
}

static tensen_status
put_columns(united *all, tensen_error *err)
{
	rows_copier *copiers = calloc(all->parts.n, sizeof *copiers);
	rows_writer *w = NULL;
	tensen_status st = copiers ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK && (st = rows_writer_new(&w, all->b.path, err)) == TENSEN_OK)
		st = copy_columns(all, w, copiers, err);
	for (uint32_t i = 0; copiers && i < all->parts.n; i++)
		rows_copier_clear(&copiers[i]);
	free(copiers);
	return put_rows_end(&all->b, w, st, err);
}

/* Word lists and the dictionary, which the parts may have with them. */
static tensen_status
open_tools(united *all, tensen_error *err)
{
	builder *b = &all->b;
	const store *first = all->parts.v[0].store;
	tensen_status st = build_open_words(b, err);

	if (st < 0 ||
	    (st = engine_open_analyzer(&b->analyzer, first,
		 &(analyzer_opts){b->opts->dictionary, b->opts->user_dic, b->models}, err)) < 0)
		return st;
	return engine_check_identity(first, b->analyzer, all->parts.v[0].path, err);
}

/* ---- the file ---- */

/* The model, the rows and their terms; and the vectors that parts were given. */
static tensen_status
joint_prepare(united *all, tensen_error *err)
{
	tensen_status st;

	if ((st = build_plan(&all->b, err)) < 0 || (st = united_take_model(all, err)) < 0 ||
	    (st = open_tools(all, err)) < 0 || (st = united_order_rows(all, err)) < 0 ||
	    (st = united_fill_slots(all, err)) < 0 || (st = united_take_vectors(all, err)) < 0)
		return st;
	return united_copy(all, 1, err);
}

static void
put_head(united *all)
{
	const span user_dic = all->parts.v[0].store->user_dic;

	if (user_dic.n)
		container_put(all->b.writer, "udic", CODEC_STORED, user_dic.p, user_dic.n);
	put_part(all);
}

static tensen_status
joint_write(united *all, tensen_error *err)
{
	builder *b = &all->b;
	tensen_status st;

	if ((st = container_create(&b->writer, b->path, err)) < 0 ||
	    (st = joint_prepare(all, err)) < 0 || (st = put_model(b, err)) < 0)
		return st;
	put_head(all);
	if ((st = put_columns(all, err)) < 0 || (st = put_postings(b, NULL, err)) < 0 ||
	    (st = united_take_rare(all, err)) < 0 || (st = put_rare(b, err)) < 0 ||
	    (st = put_views(b, err)) < 0 || (st = put_embedded(b, err)) < 0)
		return st;
	return build_commit(b, err);
}

/* ---- the call ---- */

static tensen_status
joint_write_named(united *all, tensen_error *err)
{
	builder *b = &all->b;
	buf names = BUF_INIT;
	tensen_status st;

	write_names(&names, b->path, &all->parts);
	b->joint = names.p;
	st = names.failed ? tensen_fail_nomem(err) : joint_write(all, err);
	buf_clear(&names);
	return st;
}

tensen_status
joint_make(const char *path, parts *files, const tensen_build_opts *opts, tensen_error *err)
{
	tensen_build_opts o;
	united m = {.b = {.path = path, .opts = &o}, .parts = *files};
	tensen_status st = build_options(&o, opts, err);

	if (st == TENSEN_OK && !(m.b.account = result_new(&account_class)))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		o.seed = files->v[0].store->meta.seed;
		o.dims = files->v[0].store->meta.dims;
		m.b.threads = threads_wanted(o.threads);
		st = joint_write_named(&m, err);
		tensen_result_free(&m.b.account->base);
	}
	m.parts = (parts){NULL, 0, 0, NULL, 0, 0}; /* the caller's */
	united_clear(&m);
	return st;
}

tensen_status
tensen_join(const char *path, const char *const *paths, size_t n, const tensen_build_opts *opts,
    tensen_error *err)
{
	parts p;
	tensen_status st;

	if (n == 0)
		return tensen_fail(err, TENSEN_E_ARG, SAY_NO_INDEX_TO);
	if ((st = parts_open(&p, paths, n, err)) < 0)
		return st;
	st = joint_make(path, &p, opts, err);
	parts_close(&p);
	return st;
}
