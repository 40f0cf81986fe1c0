/* engine/update/update.c - tensen_update(): copies unchanged documents and projects changed
 * ones. */
#include <sys/stat.h>
#include "engine/base/index.h"
#include "engine/base/options.h"
#include "engine/build/build_report.h"
#include "engine/build/build_write.h"
#include "engine/distributed/parts.h"
#include "engine/update/updater.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/json/json_read.h"
#include "util/threads/threads.h"
#include "util/memory.h"

static void
update_clear(updater *u)
{
	build_clear(&u->b);
	spill_free(u->binaries);
	spill_free(u->records);
	buf_clear(&u->rare);
	free_all(u->changes, u->row_of, u->fate, u->source, u->changed_rows);
	store_close(u->old);
}

/* ---- the facts of META ---- */

static double
meta_number(const updater *update, const char *key)
{
	json_object *root = json_tokener_parse(update->old->meta.json.p);
	double v = json_read_number(root, key, 0);

	json_object_put(root);
	return v > 0 ? v : 0;
}

/* Set the number of documents that are newer than the model, and the weighted share of their words
 * that the model does not know. */
static void
count_drift(updater *update)
{
	account_update *t = update->account;
	double before = meta_number(update, "changed"), unknown = meta_number(update, "unknown");
	double now = (double)(t->added + t->replaced);

	t->changed = (uint64_t)before + t->added + t->replaced;
	t->unknown_share = before * unknown + (t->all > 0 ? now * (1 - t->known / t->all) : 0);
	t->unknown_share /= t->changed ? (double)t->changed : 1;
	if (update->opts->retrain)
		t->changed = 0;
}

static tensen_status
put_meta(updater *update, tensen_error *err)
{
	json_object *root = json_tokener_parse(update->old->meta.json.p);

	if (!root)
		return tensen_fail_nomem(err);
	json_object_object_add(root, "documents", json_object_new_int64(update->b.n_rows));
	json_object_object_add(
	    root, "changed", json_object_new_int64((int64_t)update->account->changed));
	json_object_object_add(root, "unknown",
	    json_object_new_double((double)(int64_t)(update->account->unknown_share * 1e6) / 1e6));
	return put_changed_meta(update->b.writer, root, err);
}

/* ---- writing ---- */

static tensen_status
check_section(void *ctx, size_t piece, unsigned worker, tensen_error *err)
{
	const container *file = ctx;

	(void)worker;
	return container_check(file, &file->entries[piece], err);
}

/* Check all sections before they are copied, so that damaged bytes get no new checksum.  (Opening
 * checks only small files completely.) */
static tensen_status
check_old(const updater *update, tensen_error *err)
{
	container *file = &update->old->file;

	return threads_try(update->b.threads, file->n_entries, check_section, file, err);
}

static tensen_status
copy_section(updater *update, const char *tag, tensen_error *err)
{
	const container_entry *e = container_find(&update->old->file, tag);
	buf owned = BUF_INIT;
	span bytes;
	tensen_status st;

	if (!e)
		return TENSEN_OK; /* the section is optional */
	st = container_get(&update->old->file, tag, 0, &bytes, &owned, err);
	if (st == TENSEN_OK)
		container_put(
		    update->b.writer, tag, (enum container_codec)e->codec, bytes.p, bytes.n);
	buf_clear(&owned);
	return st;
}

static tensen_status
copy_sections(updater *update, const char *const *tags, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (; *tags && st == TENSEN_OK; tags++)
		st = copy_section(update, *tags, err);
	return st;
}

static tensen_status
put_documents(updater *update, tensen_error *err)
{
	postings_kept kept = {
	    update->old->lexical, update->row_of, update->changed_rows, update->b.n_rows};
	tensen_status st;

	if ((st = update_rows(update, err)) < 0 || (st = update_records(update, "DOCS", err)) < 0 ||
	    (st = update_records(update, "TERM", err)) < 0)
		return st;
	st = put_postings(&update->b, update->opts->retrain ? NULL : &kept, err);
	if (st < 0 || (st = update_rare(update, err)) < 0)
		return st;
	return put_rare(&update->b, err);
}

static tensen_status
write_updated(updater *update, tensen_error *err)
{
	static const char *const model[] = {"VOCB", "LSAB", "LSAS", "show", NULL};
	tensen_status st;

	if ((st = put_meta(update, err)) < 0 || (st = copy_sections(update, model, err)) < 0 ||
	    (st = put_documents(update, err)) < 0)
		return st;
	return update_views(update, err);
}

/* Train a new model from the stored terms. */
static tensen_status
write_retrained(updater *update, tensen_error *err)
{
	builder *b = &update->b;
	json_object *root = json_tokener_parse(update->old->meta.json.p), *o;
	tensen_status st = root ? TENSEN_OK : tensen_fail_nomem(err);

	if (update->old->embedded.v && json_object_object_get_ex(root, "embeddings", &o))
		b->embeddings = json_object_to_json_string(o);
	if (st == TENSEN_OK && (st = update_vocab(update, err)) == TENSEN_OK &&
	    (st = build_model(b, err)) == TENSEN_OK)
		st = put_model(b, err);
	b->embeddings = NULL;
	json_object_put(root);
	if (st < 0 || (st = put_documents(update, err)) < 0 || (st = put_views(b, err)) < 0)
		return st;
	free(b->basis);
	b->basis = NULL;
	update->account->retrained = 1;
	return TENSEN_OK;
}

static void
fill_account(updater *update)
{
	account *a = update->b.account;
	struct stat sb;

	a->documents = update->b.n_rows;
	a->terms = update->old->meta.n_terms;
	a->dims = update->account->retrained ? update->b.dims : update->old->meta.dims;
	a->energy =
	    update->account->retrained ? update->b.lsa.energy : meta_number(update, "energy");
	a->bytes = stat(update->b.path, &sb) == 0 ? (uint64_t)sb.st_size : 0;
}

/* ---- the steps ---- */

/* The lock of the index, or E_IO when another writer has not ended in time. */
static tensen_status
create_or_wait(builder *build, uint32_t seconds, tensen_error *err)
{
	const struct timespec step = {0, 200000000};
	tensen_status st;

	for (uint64_t tries = 0;; tries++) {
		st = container_create(&build->writer, build->path, err);
		if (st == TENSEN_OK || tries >= (uint64_t)seconds * 5 ||
		    !filewriter_is_busy(build->path))
			return st;
		nanosleep(&step, NULL);
	}
}

static tensen_status
open_all(updater *update, tensen_error *err)
{
	builder *b = &update->b;
	part_kind kind;
	tensen_status st = parts_kind(&kind, b->path, err);

	if (st < 0)
		return st;
	if (kind != PART_ALONE)
		return tensen_fail_in(err, TENSEN_E_INPUT, b->path, SAY_ONE_SEVERAL_FILES_UPDATE);
	/* Lock first: then nobody replaces the file between opening and writing. */
	if ((st = create_or_wait(b, update->opts->wait, err)) < 0 ||
	    (st = store_open(&update->old, b->path, err)) < 0 || (st = build_open(b, err)) < 0 ||
	    (st = engine_check_identity(update->old, b->analyzer, b->path, err)) < 0)
		return st;
	update->build.dims = update->old->meta.dims;
	update->build.seed = update->old->meta.seed;
	update->build.min_df = 0;
	update->build.max_terms = update->opts->retrain ? update->old->vocab.terms.n : 0;
	b->may_be_small = 1; /* the vocabulary stays, and that of --retrain has its size */
	return build_plan(b, err);
}

static tensen_status
read_inputs(updater *update, const char *const *inputs, size_t n, tensen_error *err)
{
	tensen_status st;

	update->b.may_be_empty = 1; /* a night without news */
	if (n)
		return build_read(&update->b, inputs, n, err);
	if ((st = build_report_open(&update->b, err)) < 0 ||
	    (st = stage_new(&update->b.stage, update->b.path, err)) < 0)
		return st;
	return stage_finish(update->b.stage, &update->b.account->linked, err);
}

static int
nothing_to_do(const updater *update)
{
	return !update->n_changes && !update->account->deleted && !update->opts->retrain;
}

/* The account of documents that stay as they are. */
static void
count_old(updater *update)
{
	const rows *r = &update->old->rows;
	builder *b = &update->b;

	b->n_rows = r->n;
	for (uint32_t i = 0; i < r->n; i++) {
		b->account->open += (r->flags[i] & ROW_OPEN) != 0;
		b->account->in_fields += r->primary[i] != 0;
	}
	fill_account(update);
}

/* *stays 1: the file is a shard, of which nothing changes but vectors that it is given next
 * (tensen_put_vectors()).  It has documents only, so it is not opened as an index. */
static tensen_status
shard_stays(updater *update, int *stays, tensen_error *err)
{
	part_kind kind = PART_ALONE;
	tensen_status st = parts_kind(&kind, update->b.path, err);

	*stays = st == TENSEN_OK && kind == PART_SHARD;
	if (*stays && (st = store_open_documents(&update->old, update->b.path, err)) == TENSEN_OK)
		count_old(update);
	return st;
}

static tensen_status
update_run(updater *update, const char *const *inputs, size_t n_inputs, tensen_error *err)
{
	builder *b = &update->b;
	int one = 0;
	tensen_status st = TENSEN_OK;

	if (!n_inputs && !update->opts->n_delete && !update->opts->retrain)
		st = shard_stays(update, &one, err);
	if (st < 0 || one)
		return st;
	if ((st = open_all(update, err)) < 0 ||
	    (st = read_inputs(update, inputs, n_inputs, err)) < 0 ||
	    (st = update_read(update, err)) < 0 || (st = build_report_end(b, err)) < 0)
		return st;
	count_drift(update);
	if (nothing_to_do(update)) { /* the file stays the same to the byte */
		count_old(update);
		return TENSEN_OK;
	}
	if ((st = check_old(update, err)) < 0 ||
	    (st = build_take_vocab(b, &update->old->file, err)) < 0 ||
	    (st = update_order(update, err)) < 0 || (st = update_terms(update, err)) < 0)
		return st;
	st = update->opts->retrain ? write_retrained(update, err) : write_updated(update, err);
	if (st < 0 || (st = update_embedded(update, err)) < 0)
		return st;
	if ((st = build_commit(b, err)) == TENSEN_OK)
		fill_account(update);
	return st;
}

tensen_status
tensen_update(tensen_result **out, const char *path, const char *const *inputs, size_t n_inputs,
    const tensen_update_opts *opts, tensen_error *err)
{
	tensen_update_opts o;
	updater u = {.opts = &o};
	account *a;
	double start = clock_now();
	tensen_status st = options_read(&o, sizeof o, opts, err);

	if (out)
		*out = NULL;
	if (st < 0 || (st = build_options(&u.build, o.build, err)) < 0)
		return st;
	a = result_new(&account_class);
	if (!a || !(a->update = arena_calloc(&a->base.mem, sizeof *a->update))) {
		if (a)
			tensen_result_free(&a->base);
		return tensen_fail_nomem(err);
	}
	u.b = (builder){.path = path,
	    .opts = &u.build,
	    .threads = threads_wanted(u.build.threads),
	    .account = a};
	u.account = a->update;
	st = update_run(&u, inputs, n_inputs, err);
	update_clear(&u);
	return account_end(a, st, start, out);
}
