/* engine/distributed/shard.c - tensen_build_shard(): the steps of one rank. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "corpus/input/walk.h"
#include "engine/build/build_write.h"
#include "engine/base/options.h"
#include "engine/distributed/shard.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"

/* ---- the inputs and options ---- */

static void
add_text(buf *out, const char *s)
{
	buf_str(out, s ? s : "");
	buf_char(out, '\n');
}

static void
add_options(buf *out, const shard *s)
{
	const tensen_build_opts *o = s->b.opts;

	buf_printf(out, "%u %u %u %llu %u %d\n", s->team.size, o->dims, o->min_df,
	    (unsigned long long)o->seed, o->max_terms, o->strict);
	add_text(out, o->format);
	add_text(out, o->encoding);
	add_text(out, o->on_duplicate);
	add_text(out, o->skip_bad ? "skip bad" : "");
	for (size_t i = 0; o->columns && o->columns[i]; i++)
		add_text(out, o->columns[i]);
	buf_span(out, analyzer_identity(s->b.analyzer));
}

/* The hash of inputs and options, which must be the same on all ranks. */
static tensen_status
identify(shard *s, const char *const *inputs, size_t n_inputs, tensen_error *err)
{
	buf text = BUF_INIT;
	uint64_t mine, first;
	walk w;
	tensen_status st = walk_paths(&w, inputs, n_inputs, err);

	if (st < 0)
		return st;
	add_options(&text, s);
	for (size_t i = 0; i < w.n; i++) {
		add_text(&text, w.v[i].path);
		buf_u64(&text, w.v[i].size);
	}
	walk_clear(&w);
	mine = first = XXH3_64bits(text.p, text.n);
	snprintf(s->build_id, sizeof s->build_id, "%016llx", (unsigned long long)mine);
	if (text.failed)
		st = tensen_fail_nomem(err);
	buf_clear(&text);
	if (st == TENSEN_OK)
		st = team_share(&s->team, &first, sizeof first, err);
	if (st == TENSEN_OK && first != mine)
		return tensen_fail(err, TENSEN_E_ARG,
		    "rank %u has other inputs, options or dictionaries than rank 0", s->team.rank);
	return st;
}

/* ---- where ---- */

static int
is_shard_name(const char *name, unsigned *of)
{
	unsigned number;
	int n = 0;

	return sscanf(name, "shard-%4u-of-%4u.tensen%n", &number, of, &n) == 2 && n &&
	       name[n] == '\0';
}

/* Shards of another number of ranks would be taken for a part of this index. */
static tensen_status
check_folder(const shard *s, const char *folder, tensen_error *err)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	unsigned of;
	tensen_status st = TENSEN_OK;

	while (d && st == TENSEN_OK && (e = readdir(d)) != NULL)
		if (is_shard_name(e->d_name, &of) && of != s->team.size)
			st = tensen_fail(err, TENSEN_E_ARG,
			    "holds %s, of a build by %u ranks: give another folder", e->d_name, of);
	if (d)
		closedir(d);
	if (st < 0)
		tensen_fail_at(err, folder, 0);
	return st;
}

static tensen_status
place(shard *s, const char *folder, tensen_error *err)
{
	int n = snprintf(s->path, sizeof s->path, "%s/shard-%04u-of-%04u.tensen", folder,
	    s->team.rank + 1, s->team.size);

	if (n < 0 || (size_t)n >= sizeof s->path)
		return tensen_fail(err, TENSEN_E_ARG, "the path of the folder is too long");
	if (mkdir(folder, 0777) < 0 && errno != EEXIST) {
		tensen_fail(err, TENSEN_E_IO, "cannot make the folder: %s", strerror(errno));
		tensen_fail_at(err, folder, 0);
		return TENSEN_E_IO;
	}
	s->b.path = s->path;
	return check_folder(s, folder, err);
}

/* ---- steps ---- */

static tensen_status
check_documents(const shard *s, tensen_error *err)
{
	if (stage_count(s->b.stage) > 0)
		return TENSEN_OK;
	return tensen_fail(err, TENSEN_E_INPUT, "rank %u of %u has no document: start fewer ranks",
	    s->team.rank, s->team.size);
}

static void
write_place(shard *s)
{
	snprintf(s->meta, sizeof s->meta,
	    "{\"number\": %u, \"of\": %u, \"documents\": %llu, \"build\": \"%s\"}",
	    s->team.rank + 1, s->team.size, (unsigned long long)s->b.n_all, s->build_id);
	s->b.shard = s->meta;
}

static tensen_status
train(shard *s, tensen_error *err)
{
	tensen_status st;

	team_step(&s->team, "terms");
	if ((st = build_terms(&s->b, err)) < 0)
		return st;
	team_step(&s->team, "vocabulary");
	if ((st = shard_vocab(s, err)) < 0)
		return st;
	team_step(&s->team, "rows");
	if ((st = build_rows(&s->b, err)) < 0 || (st = shard_rows(s, err)) < 0)
		return st;
	team_step(&s->team, "svd");
	return shard_model(s, err);
}

static tensen_status
use_old_model(shard *s, tensen_error *err)
{
	tensen_status st;

	team_step(&s->team, "terms");
	if ((st = build_terms(&s->b, err)) < 0)
		return st;
	team_step(&s->team, "rows");
	if ((st = shard_number_terms(s, err)) < 0)
		return st;
	return build_rows(&s->b, err);
}

static tensen_status
make_shard(shard *s, const char *model, tensen_error *err)
{
	uint64_t n_all = s->b.n_all; /* of an old model */
	tensen_status st = check_documents(s, err);

	if (st < 0 || (st = s->has_model ? use_old_model(s, err) : train(s, err)) < 0)
		return st;
	if (s->has_model)
		s->b.n_all = n_all;
	team_step(&s->team, "write");
	if (!s->has_model) {
		if (s->team.rank == 0 && (st = shard_keep_model(s, model, err)) < 0)
			return st;
		if ((st = team_wait(&s->team, err)) < 0)
			return st;
	}
	write_place(s);
	return shard_write(s, err);
}

static tensen_status
find_old(shard *s, const char *model, int resume, uint64_t *kept, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*kept = 0;
	if (!resume) {
		if (s->team.rank == 0)
			unlink(model);
		return TENSEN_OK;
	}
	if ((st = shard_find_model(s, model, err)) < 0)
		return st;
	shard_find_own(s);
	*kept = s->finished != 0;
	if ((st = team_sum_u64(&s->team, kept, 1, err)) < 0)
		return st;
	if (!s->has_model && *kept < s->team.size) /* nothing to go on with */
		*kept = (uint64_t)(s->finished = 0);
	return TENSEN_OK;
}

static void
fill_report(tensen_shard_report *out, const shard *s)
{
	struct stat sb;

	out->documents = s->b.n_all;
	out->records = s->records;
	out->refused = s->refused;
	out->terms = s->b.vocab.terms.n;
	out->dims = s->b.dims;
	out->energy = s->b.lsa.energy;
	out->shard_documents = s->b.n_rows;
	out->shard_bytes = stat(s->path, &sb) == 0 ? (uint64_t)sb.st_size : 0;
	memcpy(out->path, s->path, sizeof out->path);
}

static tensen_status
run(shard *s, tensen_shard_report *out, const char *folder, const char *const *inputs,
    size_t n_inputs, int resume, tensen_error *err)
{
	char model[sizeof s->path];
	uint64_t kept = 0;
	tensen_status st;

	team_step(&s->team, "read");
	snprintf(model, sizeof model, "%s/model.part", folder);
	if ((st = build_plan(&s->b, err)) < 0 || (st = build_open(&s->b, err)) < 0 ||
	    (st = identify(s, inputs, n_inputs, err)) < 0 || (st = place(s, folder, err)) < 0 ||
	    (st = find_old(s, model, resume, &kept, err)) < 0)
		return st;
	out->kept = (uint32_t)kept;
	if (kept == s->team.size)
		goto end;
	if (!s->finished && (st = container_create(&s->b.writer, s->path, err)) < 0)
		return st;
	if ((st = shard_read(s, inputs, n_inputs, err)) < 0)
		return st;
	if (!s->finished && (st = make_shard(s, model, err)) < 0)
		return st;
end:
	if ((st = team_wait(&s->team, err)) < 0)
		return st;
	if (s->team.rank == 0)
		unlink(model);
	fill_report(out, s);
	team_step(&s->team, "joint");
	st = shard_join(s, folder, &out->joint_bytes, err);
	team_step(&s->team, NULL);
	return st;
}

static void
clear(shard *s)
{
	build_clear(&s->b);
	free_all(s->arrival, s->row_number, s);
}

tensen_status
tensen_build_shard(tensen_shard_report *out, const char *folder, const char *const *inputs,
    size_t n_inputs, const tensen_build_opts *opts, int resume, const tensen_team *link,
    tensen_error *err)
{
	tensen_build_opts o;
	tensen_shard_report report = {.documents = 0};
	shard *s = calloc(1, sizeof *s);
	tensen_status st = build_options(&o, opts, err);

	if (!s)
		return tensen_fail_nomem(err);
	s->b = (builder){.path = folder, .opts = &o, .threads = threads_wanted(o.threads)};
	team_init(&s->team, link);
	if (st == TENSEN_OK && !(s->b.account = account_new()))
		st = tensen_fail_nomem(err);
	if (st < 0) {
		if (out)
			*out = report;
		free(s);
		return st;
	}
	st = run(s, &report, folder, inputs, n_inputs, resume, err);
	report.n_steps = s->team.n_steps;
	memcpy(report.steps, s->team.steps, sizeof report.steps);
	report.account = &s->b.account->base;
	if (out)
		*out = report;
	else
		tensen_result_free(report.account);
	clear(s);
	return st;
}
