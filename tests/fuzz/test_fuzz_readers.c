/* The promises of targets.h hold for every input kept in tests/fuzz/corpus/TARGET and for the
 * beginnings of each. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include "targets.h"
#include "util/files/file.h"

#define CUTS 40

static size_t
replay_file(const struct fuzz_target *t, const char *path)
{
	filemap m;
	size_t step;

	if (filemap_open(&m, path, NULL) < 0)
		return 0;
	t->run(m.p ? m.p : (const uint8_t *)"", m.n);
	step = m.n / CUTS + 1;
	for (size_t n = 0; n < m.n; n += step) {
		uint8_t *exact = malloc(n ? n : 1); /* so that ASan sees one byte too far */
		memcpy(exact, m.p, n);
		t->run(exact, n);
		free(exact);
	}
	filemap_close(&m);
	return 1;
}

static size_t
replay_folder(const struct fuzz_target *t)
{
	char path[600];
	DIR *d;
	struct dirent *e;
	size_t n = 0;

	snprintf(path, sizeof path, "tests/fuzz/corpus/%s", t->name);
	d = opendir(path);
	if (!d)
		fail_msg("%s: run from the top of the repository", path);
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "tests/fuzz/corpus/%s/%s", t->name, e->d_name);
		n += replay_file(t, path);
	}
	closedir(d);
	return n;
}

static void
kept_inputs_of_every_target_are_survived(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_FUZZ_TARGETS; i++)
		assert_true(replay_folder(&fuzz_targets[i]) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kept_inputs_of_every_target_are_survived),
	};
	return cmocka_run_group_tests_name("fuzz_readers", tests, NULL, NULL);
}
