/* engine/distributed/shard_resume.c - the files that a stopped build left behind.
 *
 * Before the first shard is committed, rank 0 writes the model into the folder.  A later run of
 * the same inputs, options and ranks finds it: ranks whose shards are complete do nothing more,
 * the others analyse their documents again and use the old model. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "engine/distributed/shard.h"
#include "model/lsa_basis.h"
#include "util/fail.h"
#include "util/files/file.h"
#include "util/json/json_read.h"

#define ALIGNED 64 /* sections of a container are used in place */

static void
write_facts(const shard *of, buf *out)
{
	json j;

	json_init(&j, out, 1);
	json_open(&j, '{');
	json_key_str(&j, "build", of->build_id);
	json_key_int(&j, "documents", (int64_t)of->b.n_all);
	json_key_int(&j, "dims", of->b.dims);
	json_key_int(&j, "rank", of->b.lsa.rank);
	json_key_int(&j, "trained", of->b.trained);
	json_key_num(&j, "energy", of->b.lsa.energy, 17);
	json_close(&j, '}');
	buf_char(out, '\n');
}

tensen_status
shard_keep_model(const shard *of, const char *path, tensen_error *err)
{
	const builder *b = &of->b;
	uint32_t n = b->vocab.terms.n;
	container_writer *w;
	buf facts = BUF_INIT, vocabulary = BUF_INIT;
	tensen_status st = container_create(&w, path, err);

	if (st < 0)
		return st;
	write_facts(of, &facts);
	vocab_write(&vocabulary, &b->vocab);
	if (facts.failed || vocabulary.failed)
		st = tensen_fail_nomem(err);
	container_put(w, "META", CODEC_STORED, facts.p, facts.n);
	container_put(w, "VOCB", CODEC_STORED, vocabulary.p, vocabulary.n);
	container_put(w, "show", CODEC_STORED, b->shown.p, b->shown.n);
	container_put(w, "LSAB", CODEC_STORED, b->basis, lsa_basis_bytes(n, b->dims));
	container_put(w, "LSAS", CODEC_STORED, b->lsa.singular, b->lsa.rank * sizeof(float));
	bufs_clear(&facts, &vocabulary);
	if (st < 0)
		container_abort(w);
	return st < 0 ? st : container_commit(w, err);
}

/* ---- reading it ---- */

static tensen_status
copy_section(const container *file, const char *tag, size_t bytes, void **out, tensen_error *err)
{
	span s;
	tensen_status st = container_get(file, tag, 1, &s, NULL, err);

	if (st < 0)
		return st;
	if (s.n != bytes)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section %s holds %zu bytes, not %zu", tag, s.n, bytes);
	if (!(*out = malloc(bytes + 1)))
		return tensen_fail_nomem(err);
	memcpy(*out, s.p, bytes);
	return TENSEN_OK;
}

static tensen_status
take_facts(shard *of, const container *file, tensen_error *err)
{
	builder *b = &of->b;
	json_object *root;
	span bytes;
	tensen_status st = container_get(file, "META", 1, &bytes, NULL, err);

	if (st < 0)
		return st;
	if (!(root = json_read_object(bytes)))
		return tensen_fail(err, TENSEN_E_CORRUPT, "section META is not JSON");
	b->n_all = (uint64_t)json_read_number(root, "documents", 0);
	b->dims = (uint32_t)json_read_number(root, "dims", 0);
	b->trained = (uint32_t)json_read_number(root, "trained", 0);
	b->lsa.rank = (uint32_t)json_read_number(root, "rank", 0);
	b->lsa.energy = json_read_number(root, "energy", 0);
	json_object_put(root);
	return TENSEN_OK;
}

static tensen_status
take_model(shard *of, const container *file, tensen_error *err)
{
	builder *b = &of->b;
	void *singular = NULL;
	tensen_status st;

	if ((st = take_facts(of, file, err)) < 0 || (st = build_take_vocab(b, file, err)) < 0)
		return st;
	st = copy_section(file, "LSAB", lsa_basis_bytes(b->vocab.terms.n, b->dims), &b->basis, err);
	if (st == TENSEN_OK)
		st = copy_section(file, "LSAS", b->lsa.rank * sizeof(float), &singular, err);
	b->lsa.singular = singular;
	return st;
}

/* 1 if META says that the file is of this build. */
static int
is_of_build(const shard *of, const container *file)
{
	char want[32];
	span meta;

	snprintf(want, sizeof want, "\"%s\"", of->build_id);
	return container_get(file, "META", 1, &meta, NULL, NULL) == TENSEN_OK &&
	       span_find(meta, span_of(want), 0) != (size_t)-1;
}

/* Rank 0: map the file.  size 0: there is none. */
static tensen_status
open_model(const shard *of, const char *path, filemap *map, uint64_t *size, tensen_error *err)
{
	container c;
	tensen_status st;

	*size = 0;
	if (of->team.rank != 0 || access(path, F_OK) < 0)
		return TENSEN_OK;
	if ((st = filemap_open(map, path, err)) < 0 ||
	    (st = container_parse(&c, map->p, map->n, err)) < 0)
		return st;
	if (!is_of_build(of, &c))
		return tensen_fail_in(err, TENSEN_E_ARG, path, SAY_CANNOT_RESUME_OTHER);
	*size = map->n;
	return TENSEN_OK;
}

tensen_status
shard_find_model(shard *of, const char *path, tensen_error *err)
{
	filemap map = {NULL, 0};
	uint64_t size;
	container c;
	char *bytes = NULL;
	tensen_status st = open_model(of, path, &map, &size, err);

	if (st == TENSEN_OK)
		st = team_share(&of->team, &size, sizeof size, err);
	if (st == TENSEN_OK && size) {
		bytes = aligned_alloc(ALIGNED, (size + ALIGNED) / ALIGNED * ALIGNED);
		if (!bytes)
			st = tensen_fail_nomem(err);
		else if (of->team.rank == 0)
			memcpy(bytes, map.p, size);
		if (st == TENSEN_OK)
			st = team_share(&of->team, bytes, size, err);
		if (st == TENSEN_OK)
			st = container_parse(&c, (const uint8_t *)bytes, size, err);
		if (st == TENSEN_OK)
			st = take_model(of, &c, err);
		of->has_model = st == TENSEN_OK;
	}
	filemap_close(&map);
	free(bytes);
	return st;
}

void
shard_find_own(shard *of)
{
	filemap map = {NULL, 0};
	container c;

	if (filemap_open(&map, of->path, NULL) == TENSEN_OK &&
	    container_parse(&c, map.p, map.n, NULL) == TENSEN_OK)
		of->finished = is_of_build(of, &c);
	filemap_close(&map);
}
