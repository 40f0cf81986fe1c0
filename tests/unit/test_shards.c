/* One index built by several ranks and merged: the file that one process builds.
 * The ranks are threads that exchange bytes in memory. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include <tensen/shards.h>
#include "../thread_team.h"
#include "result/corpus/account.h"
#include "util/files/file.h"

typedef struct rank {
	const tensen_team *team;
	const char *folder;
	const char *const *inputs;
	size_t n_inputs;
	tensen_shard_report report;
	tensen_status status;
	tensen_error error;
	int resume;
} rank;

static void *
run_rank(void *p)
{
	rank *r = p;
	tensen_build_opts o = {.threads = 1};

	r->status = tensen_build_shard(
	    &r->report, r->folder, r->inputs, r->n_inputs, &o, r->resume, r->team, &r->error);
	return NULL;
}

static void
build_shards(const char *folder, const char *const *inputs, size_t n_inputs, unsigned size,
    int resume, tensen_shard_report *out)
{
	rank ranks[TEAM_MOST] = {0};
	tensen_team teams[TEAM_MOST];

	for (unsigned i = 0; i < size; i++)
		ranks[i] = (rank){.team = &teams[i],
		    .folder = folder,
		    .inputs = inputs,
		    .n_inputs = n_inputs,
		    .resume = resume};
	team_run(size, teams, run_rank, ranks, sizeof *ranks);
	for (unsigned i = 0; i < size; i++) {
		if (ranks[i].status < 0)
			print_message("rank %u: %s\n", i, ranks[i].error.message);
		assert_int_equal(ranks[i].status, TENSEN_OK);
	}
	if (out)
		*out = ranks[0].report;
	for (unsigned i = 0; i < size; i++)
		tensen_result_free(ranks[i].report.account);
}

static const char *
input(const char *name, char path[4096])
{
	snprintf(path, 4096, "%s/%s", getenv("DATA") ? getenv("DATA") : "data", name);
	return path;
}

static void
assert_same_file(const char *a, const char *b)
{
	buf x = BUF_INIT, y = BUF_INIT;

	assert_int_equal(file_slurp(&x, a, NULL), TENSEN_OK);
	assert_int_equal(file_slurp(&y, b, NULL), TENSEN_OK);
	assert_int_equal(x.n, y.n);
	assert_memory_equal(x.p, y.p, x.n);
	buf_clear(&x);
	buf_clear(&y);
}

typedef struct fixture {
	char folder[256], one[300], merged[300], shards[300], demo[4096];
	const char *inputs[1];
} fixture;

static int
setup(void **state)
{
	fixture *f = calloc(1, sizeof *f);
	tensen_error err;

	snprintf(f->folder, sizeof f->folder, "/tmp/tensen_shards_XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->one, sizeof f->one, "%s/one.tensen", f->folder);
	snprintf(f->merged, sizeof f->merged, "%s/merged.tensen", f->folder);
	f->inputs[0] = input("demo", f->demo);
	*state = f;
	return tensen_build(NULL, f->one, f->inputs, 1, NULL, &err) == TENSEN_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	fixture *f = *state;
	char command[400];

	snprintf(command, sizeof command, "rm -rf %s", f->folder);
	free(f);
	return system(command);
}

static const char *
merge(fixture *f, unsigned size)
{
	const char *parts[] = {f->shards};
	tensen_error err = {0};
	tensen_shard_report r;

	snprintf(f->shards, sizeof f->shards, "%s/of%u", f->folder, size);
	build_shards(f->shards, f->inputs, 1, size, 0, &r);
	assert_int_equal(r.documents, 412);
	if (tensen_merge(NULL, f->merged, parts, 1, NULL, &err) < 0)
		print_message("%s: %s\n", err.where, err.message);
	assert_int_equal(err.code, TENSEN_OK);
	return f->merged;
}

static void
shards_of_any_number_of_ranks_merge_into_the_file_of_one_process(void **state)
{
	static const unsigned sizes[] = {1, 2, 3, 7};

	for (size_t i = 0; i < 4; i++)
		assert_same_file(merge(*state, sizes[i]), ((fixture *)*state)->one);
}

static void
the_account_of_a_merge_names_the_shards_and_their_documents(void **state)
{
	fixture *f = *state;
	const char *parts[] = {f->shards};
	tensen_result *out;
	const account *a;
	uint64_t documents = 0;

	merge(f, 3);
	assert_int_equal(tensen_merge(&out, f->merged, parts, 1, NULL, NULL), TENSEN_OK);
	a = (const account *)out;
	assert_int_equal(a->n_parts, 3);
	for (uint32_t i = 0; i < a->n_parts; i++) {
		assert_non_null(strstr(a->parts[i].path, "-of-0003.tensen"));
		documents += a->parts[i].documents;
	}
	assert_int_equal(documents, 412);
	assert_int_equal(a->documents, 412);
	tensen_result_free(out);
}

static void
one_number_of_ranks_gives_the_same_shards_each_time(void **state)
{
	fixture *f = *state;
	char again[300], a[400], b[400];

	merge(f, 3);
	snprintf(again, sizeof again, "%s/again", f->folder);
	build_shards(again, f->inputs, 1, 3, 0, NULL);
	for (int i = 1; i <= 3; i++) {
		snprintf(a, sizeof a, "%s/shard-%04d-of-0003.tensen", f->shards, i);
		snprintf(b, sizeof b, "%s/shard-%04d-of-0003.tensen", again, i);
		assert_same_file(a, b);
	}
}

static void
resuming_a_complete_build_does_nothing(void **state)
{
	fixture *f = *state;
	tensen_shard_report r;

	merge(f, 2);
	build_shards(f->shards, f->inputs, 1, 2, 1, &r);
	assert_int_equal(r.kept, 2);
}

/* Records of one patent in several files, licence records before and behind their patents, a
 * licence of no patent, and a line that is not JSON. */
static void
write_mixed(const char *folder, const char *const words[6])
{
	char path[400];
	FILE *f[3];

	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/part%d.jsonl", folder, i);
		assert_non_null(f[i] = fopen(path, "w"));
	}
	for (int i = 0; i < 120; i++) {
		fprintf(f[i % 3],
		    "{\"id\":\"特開2010-%06d\",\"title\":\"%s%sの装置\",\"abstract\":\"%sを%"
		    "sする。\","
		    "\"numbers\":[\"特許%07d\"],\"ipc\":[\"A01B "
		    "%d/00\"],\"date\":\"2010-02-18\"}\n",
		    i, words[i % 6], words[i / 6 % 6], words[i / 36 % 6], words[i % 5], 4000000 + i,
		    i % 7 + 1);
		if (i % 10 == 3)
			fprintf(f[(i + 1) % 3],
			    "{\"id\":\"特開2010-%06d\",\"title\":\"後の記録\",\"means\":\"%sで%"
			    "sする\"}\n",
			    i, words[i % 6], words[i % 4]);
		if (i % 12 == 5)
			fprintf(f[i % 2],
			    "{\"id\":\"L20990000%02d\",\"license\":{\"id\":\"L20990000%02d\"},"
			    "\"open\":true,\"title\":\"%s\",\"numbers\":[\"特許%07d\"]}\n",
			    i % 100, i % 100, words[i % 6], 4000000 + (i * 7) % 130);
		if (i % 40 == 11)
			fprintf(f[2], "not JSON\n");
	}
	for (int i = 0; i < 3; i++)
		assert_int_equal(fclose(f[i]), 0);
}

static void
merged_records_and_licences_are_those_of_one_process(void **state)
{
	static const char *const words[6] = {"振動", "粉体", "熱", "光", "磁石", "音"};
	fixture *f = *state, g = *f;
	char one[300], in[300];
	tensen_shard_report r;
	tensen_error err = {0};
	const char *parts[] = {g.shards}, *inputs[] = {in};

	snprintf(in, sizeof in, "%s/mixed", f->folder);
	snprintf(one, sizeof one, "%s/mixed.tensen", f->folder);
	assert_int_equal(mkdir(in, 0777), 0);
	write_mixed(in, words);
	assert_int_equal(tensen_build(NULL, one, inputs, 1, NULL, &err), TENSEN_OK);
	for (unsigned size = 2; size <= 5; size++) {
		snprintf(g.shards, sizeof g.shards, "%s/mixed%u", f->folder, size);
		build_shards(g.shards, inputs, 1, size, 0, &r);
		assert_int_equal(r.refused, 3);
		assert_int_equal(tensen_merge(NULL, g.merged, parts, 1, NULL, &err), TENSEN_OK);
		assert_same_file(g.merged, one);
	}
}

static void
a_missing_shard_is_refused(void **state)
{
	fixture *f = *state;
	char gone[400];
	const char *parts[] = {f->shards};
	tensen_error err = {0};

	merge(f, 2);
	snprintf(gone, sizeof gone, "%s/shard-0002-of-0002.tensen", f->shards);
	assert_int_equal(unlink(gone), 0);
	assert_int_equal(tensen_merge(NULL, f->merged, parts, 1, NULL, &err), TENSEN_E_INPUT);
	assert_non_null(strstr(err.message, "1 of 2 shards"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_account_of_a_merge_names_the_shards_and_their_documents),
	    cmocka_unit_test(shards_of_any_number_of_ranks_merge_into_the_file_of_one_process),
	    cmocka_unit_test(one_number_of_ranks_gives_the_same_shards_each_time),
	    cmocka_unit_test(resuming_a_complete_build_does_nothing),
	    cmocka_unit_test(merged_records_and_licences_are_those_of_one_process),
	    cmocka_unit_test(a_missing_shard_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
