/* index/store/store.c - opening and checking an index file.
 *
 * A section is opened when it is first wanted.  Small ones are hashed then, all of them in files up
 * to CHECK_ALL bytes (a fraction of a second); larger ones by `tensen verify`, so that opening a
 * 100 GB index does not read 100 GB.  Sizes are checked at opening; what is used as a place is
 * checked there or where it is used. */
#include "index/store/store.h"
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <tensen/limits.h>
#include "util/fail.h"

#define CHECK_ALL ((size_t)256 << 20)
#define CHECK_SMALL ((size_t)16 << 20)
#define SAME_PROBE 0.999 /* least cosine of two vectors of the probe by one model */

/* Of a whole index. */
static const char *const needed[] = {
    "META", "VOCB", "LSAB", "LSAS", "ROWS", "DOCS", "TERM", "POST", "VTOP", "VPRO"};

static tensen_status
store_get(const store *kept, const char *tag, span *out, buf *owned, tensen_error *err)
{
	const container_entry *e = container_find(&kept->file, tag);
	int check = kept->file.size <= CHECK_ALL || (e && e->stored_size <= CHECK_SMALL);

	return container_get(&kept->file, tag, check, out, owned, err);
}

/* A section whose tag begins with a capital letter changes the meaning of the others. */
static tensen_status
check_tags(const store *kept, tensen_error *err)
{
	static const char known[] = "META VOCB LSAB LSAS ROWS DOCS TERM POST VTOP VPRO PART";

	for (uint32_t i = 0; i < kept->file.n_entries; i++) {
		const char *tag = kept->file.entries[i].tag;
		if (tag[0] >= 'A' && tag[0] <= 'Z' && !strstr(known, tag))
			return tensen_fail(err, TENSEN_E_VERSION, SAY_SECTION_NEWER_FORMAT, tag);
	}
	return TENSEN_OK;
}

static tensen_status
bad_meta(tensen_error *err)
{
	return tensen_fail(err, TENSEN_E_CORRUPT, "section META is not what this program writes");
}

static tensen_status
read_meta(store *kept, tensen_error *err)
{
	json_object *root, *n_docs, *n_terms, *dims, *seed, *identity;
	span bytes;
	tensen_status st = store_get(kept, "META", &bytes, NULL, err);

	if (st < 0)
		return st;
	buf_span(&kept->meta.json, bytes);
	buf_cstr(&kept->meta.json);
	if (kept->meta.json.failed)
		return tensen_fail_nomem(err);
	root = json_tokener_parse(kept->meta.json.p);
	if (!root)
		return bad_meta(err);
	if (!json_object_object_get_ex(root, "documents", &n_docs) ||
	    !json_object_object_get_ex(root, "terms", &n_terms) ||
	    !json_object_object_get_ex(root, "dims", &dims) ||
	    !json_object_object_get_ex(root, "seed", &seed) ||
	    !json_object_object_get_ex(root, "tokenizer", &identity) || !identity) {
		json_object_put(root);
		return bad_meta(err);
	}
	kept->meta.n_docs = (uint32_t)json_object_get_int64(n_docs);
	kept->meta.n_terms = (uint32_t)json_object_get_int64(n_terms);
	kept->meta.dims = (uint32_t)json_object_get_int64(dims);
	kept->meta.seed = (uint64_t)json_object_get_int64(seed);
	buf_str(&kept->meta.identity, json_object_get_string(identity));
	buf_cstr(&kept->meta.identity);
	json_object_put(root);
	if (kept->meta.dims < 8 || kept->meta.dims > TENSEN_DIMS_MAX || kept->meta.dims % 8)
		return bad_meta(err);
	return kept->meta.identity.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
store_open_model(store *kept, tensen_error *err)
{
	buf owned = BUF_INIT;
	span bytes, basis, singular;
	tensen_status st = store_get(kept, "VOCB", &bytes, NULL, err);

	if (st == TENSEN_OK && (st = vocab_open(&kept->vocab, bytes, err)) == TENSEN_OK &&
	    kept->vocab.terms.n != kept->meta.n_terms)
		st = tensen_fail(err, TENSEN_E_CORRUPT, "VOCB: %u terms, META says %u",
		    kept->vocab.terms.n, kept->meta.n_terms);
	if (st == TENSEN_OK && container_find(&kept->file, "show") &&
	    (st = store_get(kept, "show", &bytes, &owned, err)) == TENSEN_OK)
		st = shown_open(&kept->shown, &owned, kept->vocab.terms.n, err);
	buf_clear(&owned);
	if (st == TENSEN_OK && container_find(&kept->file, "udic"))
		st = store_get(kept, "udic", &kept->user_dic, NULL, err);
	if (st < 0 || (st = store_get(kept, "LSAB", &basis, NULL, err)) < 0 ||
	    (st = store_get(kept, "LSAS", &singular, NULL, err)) < 0)
		return st;
	if (basis.n != lsa_basis_bytes(kept->vocab.terms.n, kept->meta.dims) ||
	    singular.n != (uint64_t)kept->meta.dims * 4)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "section LSAB holds %zu bytes, %u terms of %u dimensions need %zu", basis.n,
		    kept->vocab.terms.n, kept->meta.dims,
		    lsa_basis_bytes(kept->vocab.terms.n, kept->meta.dims));
	kept->basis = lsa_basis_at(basis.p, kept->vocab.terms.n, kept->meta.dims);
	kept->singular = (const float *)(const void *)singular.p;
	return TENSEN_OK;
}

static tensen_status
count_is(const char *what, uint64_t got, uint64_t want, tensen_error *err)
{
	if (got == want)
		return TENSEN_OK;
	return tensen_fail(err, TENSEN_E_CORRUPT, "%s: %llu documents, META says %llu", what,
	    (unsigned long long)got, (unsigned long long)want);
}

/* The model of the vectors, as META tells it. */
static tensen_status
read_model(store *s, json_object *root, tensen_error *err)
{
	json_object *o, *x;

	if (!json_object_object_get_ex(root, "embeddings", &o) ||
	    !json_object_object_get_ex(o, "model", &x))
		return bad_meta(err);
	buf_str(&s->embedded.model, json_object_get_string(x));
	buf_cstr(&s->embedded.model);
	if (json_object_object_get_ex(o, "floor", &x))
		s->embedded.floor = json_object_get_double(x);
	if (json_object_object_get_ex(o, "characters", &x))
		s->embedded.characters = (uint32_t)json_object_get_int64(x);
	if (!(s->embedded.floor >= 0 && s->embedded.floor < 1))
		return bad_meta(err);
	return s->embedded.model.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
store_open_embedded(store *s, tensen_error *err)
{
	store_embedded *e = &s->embedded;
	json_object *root;
	span bytes;
	tensen_status st;

	if (!container_find(&s->file, STORE_EMBEDDED))
		return TENSEN_OK;
	root = json_tokener_parse(s->meta.json.p);
	st = read_model(s, root, err);
	json_object_put(root);
	if (st < 0 || (st = store_get(s, STORE_EMBEDDED, &bytes, NULL, err)) < 0 ||
	    (st = vecset_open(&e->v, bytes.p, bytes.n, err)) < 0 ||
	    (st = count_is(STORE_EMBEDDED, vecset_count(e->v), s->meta.n_docs, err)) < 0 ||
	    !container_find(&s->file, STORE_PROBE))
		return st;
	if ((st = store_get(s, STORE_PROBE, &bytes, NULL, err)) < 0)
		return st;
	if (bytes.n != vecset_dim(e->v) * sizeof *e->probe)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section %s holds %zu bytes", STORE_PROBE, bytes.n);
	e->probe = (const float *)(const void *)bytes.p;
	return TENSEN_OK;
}

int
store_is_probe(const store_embedded *of, const float *probe)
{
	double ab = 0, aa = 0, bb = 0;

	if (!of->probe || !probe)
		return 1;
	for (uint32_t d = 0; d < vecset_dim(of->v); d++) {
		ab += (double)of->probe[d] * probe[d];
		aa += (double)of->probe[d] * of->probe[d];
		bb += (double)probe[d] * probe[d];
	}
	return aa > 0 && bb > 0 && ab / sqrt(aa * bb) >= SAME_PROBE;
}

tensen_status
store_view_summary(const store *kept, view which, vec_summary *out, tensen_error *err)
{
	span head;
	tensen_status st = store_get(kept, view_tags[which], &head, NULL, err);

	return st < 0 ? st : vecset_summary(head.p, head.n, out, err);
}

/* The sizes of the views are those of the index: a section of another index is refused before it is
 * asked. */
static tensen_status
check_views(const store *kept, tensen_error *err)
{
	vec_summary says;
	tensen_status st = TENSEN_OK;

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++) {
		if ((st = store_view_summary(kept, (view)v, &says, err)) < 0 ||
		    (st = count_is(view_tags[v], says.n, kept->meta.n_docs, err)) < 0)
			return st;
		if (says.dim != kept->meta.dims)
			st = tensen_fail(err, TENSEN_E_CORRUPT, "%s: %u dimensions, META says %u",
			    view_tags[v], says.dim, kept->meta.dims);
	}
	return st;
}

tensen_status
store_open_view(store *kept, view which, tensen_error *err)
{
	span bytes;
	tensen_status st;

	if (kept->views[which])
		return TENSEN_OK;
	st = store_get(kept, view_tags[which], &bytes, NULL, err);
	return st < 0 ? st : vecset_open(&kept->views[which], bytes.p, bytes.n, err);
}

static tensen_status
open_rows(store *kept, tensen_error *err)
{
	span bytes;
	tensen_status st;

	if ((st = store_get(kept, "ROWS", &bytes, NULL, err)) < 0 ||
	    (st = rows_open(&kept->rows, bytes.p, bytes.n, err)) < 0)
		return st;
	kept->rows.damaged = &kept->rows_damaged;
	return count_is("ROWS", kept->rows.n, kept->meta.n_docs, err);
}

static tensen_status
open_texts(store *kept, tensen_error *err)
{
	span bytes;
	tensen_status st;

	if ((st = store_get(kept, "DOCS", &bytes, NULL, err)) < 0 ||
	    (st = docstore_open(&kept->docs, bytes.p, bytes.n, err)) < 0 ||
	    (st = count_is("DOCS", docstore_count(kept->docs), kept->meta.n_docs, err)) < 0 ||
	    (st = store_get(kept, "TERM", &bytes, NULL, err)) < 0 ||
	    (st = docstore_open(&kept->terms, bytes.p, bytes.n, err)) < 0)
		return st;
	return count_is("TERM", docstore_count(kept->terms), kept->meta.n_docs, err);
}

static tensen_status
open_postings(store *kept, tensen_error *err)
{
	span bytes;
	tensen_status st;

	if ((st = store_get(kept, "POST", &bytes, NULL, err)) < 0 ||
	    (st = postings_open(&kept->lexical, bytes.p, bytes.n, err)) < 0 ||
	    (st = count_is("POST", postings_rows(kept->lexical), kept->meta.n_docs, err)) < 0)
		return st;
	if (postings_terms(kept->lexical) != kept->vocab.terms.n)
		return tensen_fail(err, TENSEN_E_CORRUPT, "POST: %u terms, VOCB has %u",
		    postings_terms(kept->lexical), kept->vocab.terms.n);
	return TENSEN_OK;
}

static tensen_status
open_rare(store *kept, tensen_error *err)
{
	span bytes;
	tensen_status st;

	if (!container_find(&kept->file, "rare"))
		return TENSEN_OK;
	st = store_get(kept, "rare", &bytes, NULL, err);
	return st < 0 ? st : rare_open(&kept->rare, bytes, kept->meta.n_docs, err);
}

static tensen_status
open_searched(store *kept, tensen_error *err)
{
	tensen_status st;

	if ((st = rows_check_fields(&kept->rows, err)) < 0 ||
	    (st = store_open_model(kept, err)) < 0 || (st = open_postings(kept, err)) < 0 ||
	    (st = open_rare(kept, err)) < 0 || (st = check_views(kept, err)) < 0)
		return st;
	return store_open_embedded(kept, err);
}

tensen_status
store_nearness(const store *kept, nearness *out, int *found, tensen_error *err)
{
	span bytes;
	tensen_status st;

	*found = container_find(&kept->file, STORE_NEAR) != NULL;
	if (!*found)
		return TENSEN_OK;
	st = store_get(kept, STORE_NEAR, &bytes, NULL, err);
	return st < 0 ? st : nearness_read(out, bytes, kept->meta.n_docs, err);
}

/* What store_finish() leaves to the places where it is used. */
static tensen_status
open_rest(store *kept, tensen_error *err)
{
	nearness near;
	int found;
	tensen_status st = TENSEN_OK;

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
		st = store_open_view(kept, (view)v, err);
	if (st == TENSEN_OK)
		st = store_nearness(kept, &near, &found, err);
	if (st == TENSEN_OK)
		st = rows_check(&kept->rows, err);
	return st == TENSEN_OK ? vocab_check(&kept->vocab, err) : st;
}

/* PART: u32 documents, u32 parts, by row u32 row in its part, by row u16 part. */
static tensen_status
join_texts(store *kept, const store *const *parts, uint32_t n, tensen_error *err)
{
	docstore_parts of = {.n_parts = n, .n_docs = kept->meta.n_docs};
	span bytes;
	const uint32_t *head;
	tensen_status st = store_get(kept, "PART", &bytes, NULL, err);

	if (st < 0)
		return st;
	head = (const uint32_t *)(const void *)bytes.p;
	if (bytes.n != 8 + 6 * (size_t)of.n_docs || head[0] != of.n_docs || head[1] != n)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section PART is not of %u documents", of.n_docs);
	of.row_of = head + 2;
	of.part_of = (const uint16_t *)(const void *)(of.row_of + of.n_docs);
	kept->doc_parts = malloc((n + (size_t)1) * sizeof *kept->doc_parts);
	kept->term_parts = malloc((n + (size_t)1) * sizeof *kept->term_parts);
	if (!kept->doc_parts || !kept->term_parts)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++) {
		kept->doc_parts[i] = parts[i]->docs;
		kept->term_parts[i] = parts[i]->terms;
	}
	of.parts = kept->doc_parts;
	if ((st = docstore_join(&kept->docs, &of, err)) < 0)
		return st;
	of.parts = kept->term_parts;
	return docstore_join(&kept->terms, &of, err);
}

/* ---- opening a file ---- */

static tensen_status
open_file(store **out, const char *path, tensen_error *err)
{
	store *s = *out = calloc(1, sizeof *s);
	tensen_status st;

	if (!s)
		return tensen_fail_nomem(err);
	if ((st = filemap_open(&s->map, path, err)) < 0 ||
	    (st = container_parse(&s->file, s->map.p, s->map.n, err)) < 0 ||
	    (st = check_tags(s, err)) < 0 || (st = read_meta(s, err)) < 0)
		return st;
	return open_rows(s, err);
}

/* Every section that store_finish() opens is there. */
static tensen_status
check_whole(const store *kept, tensen_error *err)
{
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!container_find(&kept->file, needed[i]))
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "section %s is missing", needed[i]);
	return TENSEN_OK;
}

/* The end of opening: *out is NULL if st is a failure. */
static tensen_status
store_opened(store **out, tensen_status st, const char *path, tensen_error *err)
{
	if (st == TENSEN_OK)
		return st;
	if (*out)
		tensen_fail_at(err, path, 0);
	store_close(*out);
	*out = NULL;
	return st;
}

tensen_status
store_begin(store **out, const char *path, tensen_error *err)
{
	tensen_status st = open_file(out, path, err);

	if (st == TENSEN_OK)
		st = check_whole(*out, err);
	return store_opened(out, st, path, err);
}

tensen_status
store_finish(store *kept, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	if (!kept->finished && (st = open_texts(kept, err)) == TENSEN_OK)
		st = open_searched(kept, err);
	kept->finished |= st == TENSEN_OK;
	return st;
}

tensen_status
store_open(store **out, const char *path, tensen_error *err)
{
	tensen_status st = open_file(out, path, err);

	if (st == TENSEN_OK && (st = store_finish(*out, err)) == TENSEN_OK)
		st = open_rest(*out, err);
	return store_opened(out, st, path, err);
}

tensen_status
store_open_documents(store **out, const char *path, tensen_error *err)
{
	tensen_status st = open_file(out, path, err);

	if (st == TENSEN_OK && (st = open_texts(*out, err)) == TENSEN_OK)
		st = rows_check(&(*out)->rows, err);
	if (st == TENSEN_OK)
		st = open_rare(*out, err);
	return store_opened(out, st, path, err);
}

tensen_status
store_open_joint(
    store **out, const char *path, const store *const *parts, uint32_t n, tensen_error *err)
{
	tensen_status st = open_file(out, path, err);

	if (st == TENSEN_OK && (st = join_texts(*out, parts, n, err)) == TENSEN_OK &&
	    (st = open_searched(*out, err)) == TENSEN_OK)
		st = open_rest(*out, err);
	if (st == TENSEN_OK)
		(*out)->finished = 1;
	return store_opened(out, st, path, err);
}

void
store_close(store *kept)
{
	if (!kept)
		return;
	for (int v = 0; v < N_VIEWS; v++)
		vecset_close(kept->views[v]);
	vecset_close(kept->embedded.v);
	buf_clear(&kept->embedded.model);
	postings_close(kept->lexical);
	docstore_close(kept->docs);
	docstore_close(kept->terms);
	free(kept->doc_parts);
	free(kept->term_parts);
	vocab_clear(&kept->vocab);
	shown_close(&kept->shown);
	buf_clear(&kept->meta.json);
	buf_clear(&kept->meta.identity);
	filemap_close(&kept->map);
	free(kept);
}
