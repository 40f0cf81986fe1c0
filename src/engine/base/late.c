/* engine/base/late.c - see late.h. */
#include "engine/base/searcher.h"
#include "engine/base/late.h"
#include <pthread.h>
#include <string.h>
#include "util/fail.h"
#include "util/memory.h"

struct index_late {
	pthread_mutex_t lock;
	char *path, *dictionary, *user_dic; /* of the caller; NULL: not given */
	analyzer *analyzer;                 /* NULL: not opened */
	fieldmap map;
	int map_made;
};

static int
copy_string(char **to, const char *from)
{
	*to = from ? strdup(from) : NULL;
	return from && !*to ? -1 : 0;
}

tensen_status
index_late_new(index_late **out, const char *path, const tensen_open_opts *opts, tensen_error *err)
{
	index_late *l = *out = calloc(1, sizeof *l);

	if (!l)
		return tensen_fail_nomem(err);
	pthread_mutex_init(&l->lock, NULL);
	if (copy_string(&l->path, path) == 0 &&
	    copy_string(&l->dictionary, opts->dictionary) == 0 &&
	    copy_string(&l->user_dic, opts->user_dic) == 0)
		return TENSEN_OK;
	index_late_free(l);
	*out = NULL;
	return tensen_fail_nomem(err);
}

void
index_late_free(index_late *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lock);
	analyzer_free(l->analyzer);
	free_all(l->path, l->dictionary, l->user_dic, l);
}

tensen_status
index_ready(const tensen_index *ix, tensen_error *err)
{
	index_late *l = ix->late;
	tensen_status st;

	pthread_mutex_lock(&l->lock);
	if ((st = store_finish(ix->store, err)) < 0)
		tensen_fail_at(err, l->path, 0);
	pthread_mutex_unlock(&l->lock);
	return st;
}

/* The vectors of a view, after index_ready(). */
static tensen_status
index_view(const vecset **out, const tensen_index *ix, view which, tensen_error *err)
{
	index_late *l = ix->late;
	tensen_status st;

	pthread_mutex_lock(&l->lock);
	if ((st = store_open_view(ix->store, which, err)) < 0)
		tensen_fail_at(err, l->path, 0);
	*out = ix->store->views[which];
	pthread_mutex_unlock(&l->lock);
	return st;
}

/* Under the lock. */
static tensen_status
open_analyzer(const tensen_index *ix, tensen_error *err)
{
	index_late *l = ix->late;
	analyzer *a = NULL;
	tensen_status st = engine_open_analyzer(
	    &a, ix->store, &(analyzer_opts){l->dictionary, l->user_dic, ix->models}, err);

	if (st == TENSEN_OK)
		st = engine_check_identity(ix->store, a, l->path, err);
	if (st < 0)
		analyzer_free(a);
	else
		l->analyzer = a;
	return st;
}

tensen_status
index_analyzer(const analyzer **out, const tensen_index *ix, tensen_error *err)
{
	index_late *l = ix->late;
	tensen_status st = index_ready(ix, err); /* it has the user dictionary */

	*out = NULL;
	if (st < 0)
		return st;
	pthread_mutex_lock(&l->lock);
	if (!l->analyzer)
		st = open_analyzer(ix, err);
	*out = l->analyzer;
	pthread_mutex_unlock(&l->lock);
	return st;
}

const fieldmap *
index_map(const tensen_index *ix)
{
	index_late *l = ix->late;

	pthread_mutex_lock(&l->lock);
	if (!l->map_made)
		fieldmap_make(&l->map, ix->store->rows.mask, ix->store->rows.n, ix->fields);
	l->map_made = 1;
	pthread_mutex_unlock(&l->lock);
	return &l->map;
}

tensen_status
searcher_view(searcher_vectors *out, tensen_searcher *searcher, view which, tensen_error *err)
{
	searcher_vectors *set = &searcher->vectors[which];
	tensen_status st = TENSEN_OK;

	if (!set->scratch && (st = index_view(&set->v, searcher->ix, which, err)) == TENSEN_OK)
		st = vecset_scratch_new(&set->scratch, set->v, err);
	*out = *set;
	return st;
}

tensen_status
searcher_analysis(analysis **out, tensen_searcher *searcher, tensen_error *err)
{
	const analyzer *a;
	tensen_status st = TENSEN_OK;

	if (!searcher->analysis && (st = index_analyzer(&a, searcher->ix, err)) == TENSEN_OK)
		st = analysis_new(&searcher->analysis, a, err);
	*out = searcher->analysis;
	return st;
}
