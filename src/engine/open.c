/* engine/open.c - an index of one file, or of several that answer as one. */
#include <math.h>
#include <stdio.h>
#include "engine/base/index.h"
#include "engine/distributed/joint.h"
#include "engine/base/options.h"
#include "engine/base/late.h"
#include "engine/query/class_rows.h"
#include "engine/query/understand.h"
#include "engine/readings/readings.h"
#include "engine/translate/lexicon.h"
#include "util/fail.h"
#include "engine/base/searcher.h"
#include "engine/translate/translate.h"
#include "util/memory.h"

static tensen_status
read_purposes(tensen_index *ix, tensen_error *err)
{
	tsv file;
	span cols[2];
	tensen_status st = tsv_open(&file, ix->models, "purposes.txt", err);

	for (size_t k; st == TENSEN_OK && (k = tsv_next(&file, cols, 2)) > 0;) {
		int vague = k > 1 && span_eq(cols[1], SPAN_LIT("-"));
		if (strtab_add(vague ? &ix->vague : &ix->purposes, cols[0]) == STRTAB_NONE ||
		    (k > 1 && !vague && strtab_add(&ix->caused, cols[0]) == STRTAB_NONE))
			return tensen_fail_nomem(err);
	}
	return st;
}

static tensen_status
read_everyday(tensen_index *ix, tensen_error *err)
{
	tsv file;
	span col;
	tensen_status st = tsv_open(&file, ix->models, "everyday.txt", err);

	while (st == TENSEN_OK && tsv_next(&file, &col, 1) > 0)
		if (strtab_add(&ix->everyday, col) == STRTAB_NONE)
			st = tensen_fail_nomem(err);
	return st;
}

/* ---- files ---- */

static tensen_status
check_coverage(const tensen_index *ix, const char *path, int strict, tensen_error *err)
{
	const tensen_coverage *c = &ix->coverage;

	if (!strict || c->files == c->of_files)
		return TENSEN_OK;
	tensen_fail(err, TENSEN_E_INPUT, SAY_SHARDS_ARE_THERE, c->files, c->of_files,
	    (unsigned long long)c->documents, (unsigned long long)c->of_documents);
	tensen_fail_at(err, path, 0);
	return TENSEN_E_INPUT;
}

/* Several files, or one that is a part of several: a search reads their joint file. */
static tensen_status
open_several(tensen_index *ix, const char *const *paths, size_t n, const tensen_open_opts *opts,
    tensen_error *err)
{
	tensen_build_opts build = TENSEN_BUILD_OPTS_INIT;
	tensen_coverage *c = &ix->coverage;
	tensen_status st;

	if (!(ix->parts = calloc(1, sizeof *ix->parts)))
		return tensen_fail_nomem(err);
	if ((st = parts_open(ix->parts, paths, n, err)) < 0)
		return st;
	c->files = ix->parts->n;
	c->documents = parts_documents(ix->parts);
	parts_expected(ix->parts, &c->of_files, &c->of_documents);
	if ((st = check_coverage(ix, paths[0], opts->strict, err)) < 0)
		return st;
	build.dictionary = opts->dictionary;
	build.user_dic = opts->user_dic;
	build.models = opts->models;
	build.progress = opts->progress;
	build.progress_payload = opts->progress_payload;
	return joint_open(&ix->store, ix->parts, &build, &c->made, err);
}

static tensen_status
open_alone(tensen_index *ix, const char *path, tensen_error *err)
{
	tensen_status st = store_begin(&ix->store, path, err);

	if (st == TENSEN_OK)
		ix->coverage = (tensen_coverage){.files = 1,
		    .of_files = 1,
		    .documents = ix->store->rows.n,
		    .of_documents = ix->store->rows.n};
	return st;
}

static tensen_status
open_files(tensen_index *ix, const char *path, const tensen_open_opts *opts, tensen_error *err)
{
	size_t n = 1;
	const char **paths;
	part_kind kind = PART_SEVERAL;
	tensen_status st = TENSEN_OK;

	while (opts->with && opts->with[n - 1])
		n++;
	if (n == 1 && (st = parts_kind(&kind, path, err)) < 0)
		return st;
	if (kind == PART_ALONE)
		return open_alone(ix, path, err);
	if (!(paths = malloc(n * sizeof *paths)))
		return tensen_fail_nomem(err);
	paths[0] = path;
	for (size_t i = 1; i < n; i++)
		paths[i] = opts->with[i - 1];
	st = open_several(ix, paths, n, opts, err);
	free(paths);
	return st;
}

/* The dictionary or the lists that the caller names are compared at once, the default ones when a
 * text is cut: a wrong name should not wait for a text to be noticed. */
static tensen_status
check_named(const tensen_index *ix, tensen_error *err)
{
	const analyzer *a;

	return index_analyzer(&a, ix, err);
}

static tensen_status
open_parts(tensen_index *ix, const char *path, const tensen_open_opts *opts, tensen_error *err)
{
	tensen_status st;

	if ((st = open_files(ix, path, opts, err)) < 0 ||
	    (st = models_open(&ix->models, opts->models, err)) < 0 ||
	    (st = fields_open(&ix->fields, ix->models, err)) < 0 ||
	    (st = sectioner_new(&ix->sectioner, ix->models, err)) < 0 ||
	    (st = read_purposes(ix, err)) < 0 || (st = read_everyday(ix, err)) < 0)
		return st;
	if ((st = index_late_new(&ix->late, path, opts, err)) < 0)
		return st;
	return opts->dictionary || opts->user_dic || opts->models ? check_named(ix, err)
								  : TENSEN_OK;
}

static tensen_status
open_readings(tensen_index *ix, const char *index, const char *path, tensen_error *err)
{
	char *beside = NULL;
	tensen_status st;

	if (!path && asprintf(&beside, "%s.readings.jsonl", index) < 0)
		return tensen_fail_nomem(err);
	st = readings_slot_new(&ix->readings, path ? path : beside, err);
	free(beside);
	return st;
}

tensen_status
tensen_index_open(
    tensen_index **out, const char *path, const tensen_open_opts *opts, tensen_error *err)
{
	tensen_open_opts o;
	tensen_index *ix;
	tensen_status st = options_read(&o, sizeof o, opts, err);

	*out = NULL;
	if (st < 0)
		return st;
	ix = calloc(1, sizeof *ix);
	if (!ix)
		return tensen_fail_nomem(err);
	ix->no_synonyms = o.no_synonyms;
	ix->embed = o.embed;
	ix->embed_payload = o.embed_payload;
	ix->embed_weight = o.embed_weight < 0   ? 0
			   : o.embed_weight > 0 ? fminf(o.embed_weight, EMBEDDED_WEIGHT_MOST)
						: EMBEDDED_WEIGHT;
	if ((st = open_parts(ix, path, &o, err)) < 0 ||
	    (st = class_rows_new(&ix->class_rows, &ix->store->rows, err)) < 0 ||
	    (st = lexicon_slot_new(&ix->lexicon, ix, &o, err)) < 0 ||
	    (st = open_readings(ix, path, o.readings, err)) < 0) {
		tensen_index_free(ix);
		return st;
	}
	*out = ix;
	return TENSEN_OK;
}

void
tensen_index_free(tensen_index *ix)
{
	if (!ix)
		return;
	lexicon_slot_free(ix->lexicon);
	readings_slot_free(ix->readings);
	class_rows_free(ix->class_rows);
	index_late_free(ix->late);
	sectioner_free(ix->sectioner);
	fields_close(ix->fields);
	models_close(ix->models);
	store_close(ix->store);
	if (ix->parts)
		parts_close(ix->parts);
	free(ix->parts);
	strtab_clear(&ix->purposes);
	strtab_clear(&ix->caused);
	strtab_clear(&ix->vague);
	strtab_clear(&ix->everyday);
	free(ix);
}

uint32_t
tensen_index_count(const tensen_index *ix)
{
	return ix->store->rows.n;
}

int
tensen_index_open_to_licence(const tensen_index *ix, uint32_t row)
{
	return row < ix->store->rows.n && (ix->store->rows.flags[row] & ROW_OPEN) != 0;
}

uint64_t
tensen_index_hash(const tensen_index *ix)
{
	return container_signature(&ix->store->file);
}

void
tensen_index_coverage(const tensen_index *ix, tensen_coverage *out)
{
	*out = ix->coverage;
}

const char *
tensen_index_id(const tensen_index *ix, uint32_t row)
{
	return row < ix->store->rows.n ? rows_id(&ix->store->rows, row).p : NULL;
}

uint32_t
tensen_index_row(const tensen_index *ix, const char *id)
{
	return row_of_name(&ix->store->rows, id);
}

static tensen_status
searcher_prepare(tensen_searcher *searcher, const tensen_index *ix, tensen_error *err)
{
	tensen_status st;

	searcher->ix = ix;
	searcher->no_synonyms = ix->no_synonyms;
	searcher->embed_weight = ix->embed_weight;
	arena_init(&searcher->mem);
	st = index_ready(ix, err);
	if (st == TENSEN_OK && ix->store->embedded.v)
		st = vecset_scratch_new(&searcher->embedded, ix->store->embedded.v, err);
	if (st == TENSEN_OK)
		st = postings_scratch_new(&searcher->lexical, ix->store->lexical, err);
	if (st == TENSEN_OK)
		st = docstore_scratch_new(&searcher->docs, err);
	return st == TENSEN_OK ? docstore_scratch_new(&searcher->terms, err) : st;
}

tensen_status
tensen_searcher_new(tensen_searcher **out, const tensen_index *ix, tensen_error *err)
{
	tensen_searcher *s = *out = calloc(1, sizeof *s);
	tensen_status st = s ? searcher_prepare(s, ix, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, tensen_searcher_free);
}

const tensen_index *
tensen_searcher_index(const tensen_searcher *searcher)
{
	return searcher->ix;
}

void
tensen_searcher_translate(tensen_searcher *searcher, int translate)
{
	searcher->untranslated = !translate;
}

void
tensen_searcher_synonyms(tensen_searcher *searcher, int synonyms)
{
	searcher->no_synonyms = !synonyms || searcher->ix->no_synonyms;
}

void
tensen_searcher_free(tensen_searcher *searcher)
{
	if (!searcher)
		return;
	translator_free(searcher->translator);
	analysis_free(searcher->analysis);
	for (int v = 0; v < N_VIEWS; v++)
		vecset_scratch_free(searcher->vectors[v].scratch);
	vecset_scratch_free(searcher->embedded);
	postings_scratch_free(searcher->lexical);
	docstore_scratch_free(searcher->docs);
	docstore_scratch_free(searcher->terms);
	arena_clear(&searcher->mem);
	free(searcher);
}
