/* ideas_example.c - the smallest useful program on libtensen: open an index, ask
 * where a patent could be used, print what was read and held, and what is worth reading.
 *
 *     cc ideas_example.c $(pkg-config --cflags --libs tensen) -o ideas_example
 *     ./ideas_example patents.tensen DEMO-35-012
 */
#include <stdio.h>
#include <tensen/tensen.h>

static int
die(const tensen_error *err)
{
	fprintf(stderr, "%s%s%s\n", err->where, err->where[0] ? ": " : "", err->message);
	return 1;
}

static void
print_ideas(const tensen_result *r)
{
	size_t n;
	const tensen_idea *ideas = tensen_result_ideas(r, &n);
	const tensen_candidate *unread;

	for (size_t i = 0; i < n; i++)
		printf(
		    "idea\t%d\t%s\t%s\n", ideas[i].grade, ideas[i].document.id, ideas[i].transfer);
	unread = tensen_result_unread(r, &n);
	for (size_t i = 0; i < n; i++)
		printf("unread\t%s\t%s\t%s\n", unread[i].document.id, unread[i].effect,
		    unread[i].trouble);
}

int
main(int argc, char **argv)
{
	tensen_index *ix = NULL;
	tensen_searcher *s = NULL;
	tensen_result *r = NULL;
	tensen_ideas_opts opts = TENSEN_IDEAS_OPTS_INIT;
	tensen_error err = {0};
	int failed;

	if (argc != 3) {
		fprintf(stderr, "usage: ideas_example INDEX ID\n");
		return 2;
	}
	opts.k = 5;
	opts.unread = 5;
	failed = tensen_index_open(&ix, argv[1], NULL, &err) < 0 ||
		 tensen_searcher_new(&s, ix, &err) < 0 ||
		 tensen_ideas(s, &(tensen_query){.id = argv[2]}, &opts, &r, &err) < 0;
	if (failed)
		failed = die(&err);
	else
		print_ideas(r);
	tensen_result_free(r);
	tensen_searcher_free(s);
	tensen_index_free(ix);
	return failed;
}
