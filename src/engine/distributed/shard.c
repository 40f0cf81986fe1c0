/* engine/distributed/shard.c - tensen_build_shard(): the steps of one rank. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "corpus/input/walk.h"
#include "engine/base/options.h"
#include "engine/distributed/shard.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"

/* ---- the inputs and options ---- */

static void
add_text(buf *out, const char *str)
{
	buf_str(out, str ? str : "");
	buf_char(out, '\n');
}

static void
add_options(buf *out, const shard *of)
{
	const tensen_build_opts *o = of->b.opts;

	buf_printf(out, "%u %u %u %llu %u %d\n", of->team.size, o->dims, o->min_df,
	    (unsigned long long)o->seed, o->max_terms, o->strict);
	add_text(out, o->format);
	add_text(out, o->encoding);
	add_text(out, o->on_duplicate);
	add_text(out, o->skip_bad ? "skip bad" : "");
	for (size_t i = 0; o->columns && o->columns[i]; i++)
		add_text(out, o->columns[i]);
	buf_span(out, analyzer_identity(of->b.analyzer));
}

/* The hash of inputs and options, which must be the same on all ranks. */
static tensen_status
shard_identify(shard *of, const char *const *inputs, size_t n_inputs, tensen_error *err)
{
	buf text = BUF_INIT;
	uint64_t mine, first;
	walk w;
	tensen_status st = walk_paths(&w, inputs, n_inputs, err);

	if (st < 0)
		return st;
	add_options(&text, of);
	for (size_t i = 0; i < w.n; i++) {
		add_text(&text, w.v[i].path);
		buf_u64(&text, w.v[i].size);
	}
	walk_clear(&w);
	mine = first = XXH3_64bits(text.p, text.n);
	snprintf(of->build_id, sizeof of->build_id, "%016llx", (unsigned long long)mine);
	if (text.failed)
		st = tensen_fail_nomem(err);
	buf_clear(&text);
	if (st == TENSEN_OK)
		st = team_share(&of->team, &first, sizeof first, err);
	if (st == TENSEN_OK && first != mine)
		return tensen_fail(err, TENSEN_E_ARG, SAY_RANK_HAS_OTHER, of->team.rank);
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
check_folder(const shard *one, const char *folder, tensen_error *err)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	unsigned of;
	tensen_status st = TENSEN_OK;

	while (d && st == TENSEN_OK && (e = readdir(d)) != NULL)
		if (is_shard_name(e->d_name, &of) && of != one->team.size)
			st = tensen_fail_in(
			    err, TENSEN_E_ARG, folder, SAY_HOLDS_BUILD_BY, e->d_name, of);
	if (d)
		closedir(d);
	return st;
}

static tensen_status
shard_place(shard *of, const char *folder, tensen_error *err)
{
	int n = snprintf(of->path, sizeof of->path, "%s/shard-%04u-of-%04u.tensen", folder,
	    of->team.rank + 1, of->team.size);

	if (n < 0 || (size_t)n >= sizeof of->path)
		return tensen_fail(err, TENSEN_E_ARG, SAY_PATH_FOLDER_TOO);
	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		return tensen_fail_in(
		    err, TENSEN_E_IO, folder, SAY_CANNOT_MAKE_FOLDER, tensen_os_error(errno));
	of->b.path = of->path;
	return check_folder(of, folder, err);
}

/* ---- steps ---- */

static tensen_status
check_documents(const shard *of, tensen_error *err)
{
	if (stage_count(of->b.stage) > 0)
		return TENSEN_OK;
	return tensen_fail(err, TENSEN_E_INPUT, SAY_RANK_HAS_NO, of->team.rank, of->team.size);
}

static void
write_place(shard *of)
{
	snprintf(of->meta, sizeof of->meta,
	    "{\"number\": %u, \"of\": %u, \"documents\": %llu, \"build\": \"%s\"}",
	    of->team.rank + 1, of->team.size, (unsigned long long)of->b.n_all, of->build_id);
	of->b.shard = of->meta;
}

/* Vocabulary and model of all ranks, or those of an earlier run. */
static tensen_status
shard_train(shard *of, tensen_error *err)
{
	tensen_status st;

	team_step(&of->team, "terms");
	if ((st = build_terms(&of->b, err)) < 0)
		return st;
	if (!of->has_model) {
		team_step(&of->team, "vocabulary");
		st = shard_vocab(of, err);
	}
	team_step(&of->team, "rows");
	if (st < 0 || (of->has_model && (st = shard_number_terms(of, err)) < 0) ||
	    (st = build_rows(&of->b, err)) < 0 || of->has_model || (st = shard_rows(of, err)) < 0)
		return st;
	team_step(&of->team, "svd");
	return shard_model(of, err);
}

static tensen_status
make_shard(shard *of, const char *model, tensen_error *err)
{
	uint64_t n_all = of->b.n_all; /* of an old model */
	tensen_status st = check_documents(of, err);

	if (st < 0 || (st = shard_train(of, err)) < 0)
		return st;
	if (of->has_model)
		of->b.n_all = n_all;
	team_step(&of->team, "write");
	if (!of->has_model) {
		if (of->team.rank == 0 && (st = shard_keep_model(of, model, err)) < 0)
			return st;
		if ((st = team_wait(&of->team, err)) < 0)
			return st;
	}
	write_place(of);
	return shard_write(of, err);
}

static tensen_status
find_old(shard *of, const char *model, int resume, uint64_t *kept, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*kept = 0;
	if (!resume) {
		if (of->team.rank == 0)
			unlink(model);
		return TENSEN_OK;
	}
	if ((st = shard_find_model(of, model, err)) < 0)
		return st;
	shard_find_own(of);
	*kept = of->finished != 0;
	if ((st = team_sum_u64(&of->team, kept, 1, err)) < 0)
		return st;
	if (!of->has_model && *kept < of->team.size) /* nothing to go on with */
		*kept = (uint64_t)(of->finished = 0);
	return TENSEN_OK;
}

static void
fill_report(tensen_shard_report *out, const shard *of)
{
	struct stat sb;

	out->documents = of->b.n_all;
	out->records = of->records;
	out->refused = of->refused;
	out->terms = of->b.vocab.terms.n;
	out->dims = of->b.dims;
	out->energy = of->b.lsa.energy;
	out->shard_documents = of->b.n_rows;
	out->shard_bytes = stat(of->path, &sb) == 0 ? (uint64_t)sb.st_size : 0;
	memcpy(out->path, of->path, sizeof out->path);
}

static tensen_status
shard_run(shard *of, tensen_shard_report *out, const char *folder, const char *const *inputs,
    size_t n_inputs, int resume, tensen_error *err)
{
	char model[sizeof of->path];
	uint64_t kept = 0;
	tensen_status st;

	team_step(&of->team, "read");
	snprintf(model, sizeof model, "%s/model.part", folder);
	if ((st = build_plan(&of->b, err)) < 0 || (st = build_open(&of->b, err)) < 0 ||
	    (st = shard_identify(of, inputs, n_inputs, err)) < 0 ||
	    (st = shard_place(of, folder, err)) < 0 ||
	    (st = find_old(of, model, resume, &kept, err)) < 0)
		return st;
	out->kept = (uint32_t)kept;
	if (kept == of->team.size)
		goto end;
	if (!of->finished && (st = container_create(&of->b.writer, of->path, err)) < 0)
		return st;
	if ((st = shard_read(of, inputs, n_inputs, err)) < 0)
		return st;
	if (!of->finished && (st = make_shard(of, model, err)) < 0)
		return st;
end:
	if ((st = team_wait(&of->team, err)) < 0)
		return st;
	if (of->team.rank == 0)
		unlink(model);
	fill_report(out, of);
	team_step(&of->team, "joint");
	st = shard_join(of, folder, &out->joint_bytes, err);
	team_step(&of->team, NULL);
	return st;
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
	if (st == TENSEN_OK && !(s->b.account = result_new(&account_class)))
		st = tensen_fail_nomem(err);
	if (st < 0) {
		if (out)
			*out = report;
		free(s);
		return st;
	}
	st = shard_run(s, &report, folder, inputs, n_inputs, resume, err);
	report.n_steps = s->team.n_steps;
	memcpy(report.steps, s->team.steps, sizeof report.steps);
	report.account = &s->b.account->base;
	if (out)
		*out = report;
	else
		tensen_result_free(report.account);
	build_clear(&s->b);
	free_all(s->arrival, s->row_number, s);
	return st;
}
