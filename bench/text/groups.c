/* bench/text/groups.c - the best of every field, class and subclass: time per query.
 *
 *     build/release/bench/text/groups FILE [N]
 *
 * Asks FILE with N documents of its own (20), spread over it, by id and by all: the plain
 * list (k 10), then lists of each field, IPC class and subclass (k 3).  CPU time of the
 * thread in milliseconds, median and the slowest. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <tensen/tensen.h>
#include "util/clock.h"
#include "util/threads/sort.h"

enum { QUERIES = 20, MOST = 1000 };

static const char *const names[] = {"one list", "wipo35", "ipc3", "ipc4"};

static double
ask(tensen_searcher *s, const char *id, tensen_per per)
{
	const tensen_query q = {.id = id};
	const tensen_search_opts o = {.per = per};
	tensen_error e;
	tensen_result *r;
	double from = clock_thread();

	if (tensen_search(s, &q, &o, &r, &e) < 0)
		errx(1, "%s: %s", id, e.message);
	from = clock_thread() - from;
	tensen_result_free(r);
	return from * 1e3;
}

static void
measure(const tensen_index *ix, tensen_searcher *s, tensen_per per, uint32_t n)
{
	double ms[MOST] = {0};

	for (uint32_t i = 0; i < n; i++) {
		uint64_t row = (uint64_t)tensen_index_count(ix) * i / n;
		ms[i] = ask(s, tensen_index_id(ix, (uint32_t)row), per);
	}
	qsort(ms, n, sizeof *ms, sort_double);
	printf("%-9s %7.1f %7.1f\n", names[per], ms[n / 2], ms[n - 1]);
}

int
main(int argc, char **argv)
{
	tensen_index *ix;
	tensen_searcher *s;
	tensen_error e;
	unsigned long n = argc > 2 ? strtoul(argv[2], NULL, 10) : QUERIES;

	if (argc < 2 || n < 1 || n > MOST)
		errx(2, "usage: groups FILE [1 to %d queries]", MOST);
	if (tensen_index_open(&ix, argv[1], NULL, &e) < 0 || tensen_searcher_new(&s, ix, &e) < 0)
		errx(1, "%s", e.message);
	printf("%u documents, %lu queries: ms, median and slowest\n", tensen_index_count(ix), n);
	for (int per = TENSEN_PER_NONE; per <= TENSEN_PER_IPC4; per++)
		measure(ix, s, (tensen_per)per, (uint32_t)n);
	tensen_searcher_free(s);
	tensen_index_free(ix);
	return 0;
}
