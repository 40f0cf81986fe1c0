/* cli/cmd_ideas.c - tensen ideas FILE (ID | --text T | --file F | -) */
#include "cli/command.h"
#include "cli/common.h"

typedef struct args {
	tensen_ideas_opts ideas;
	const char *const *ids; /* of several patents asked together */
	size_t n_ids;
} args;

#define AT(member) offsetof(args, ideas.member)
static const opt table[] = {{'k', "count", OPT_U32, AT(k), "N", .min = 1, .max = 1000,
				.help = {"出す仮説の数", "ideas wanted"}},
    {'b', "boldness", OPT_UNIT, AT(boldness), "X",
	.help = {"0 堅実 ～ 1 意外", "0 fit only .. 1 surprise only"},
	.unset = {"標準", "the engine's"}},
    {0, "evidence", OPT_U32, AT(evidence), "N", .min = 1, .max = 100,
	.help = {"仮説ごとの根拠文献の数（種類別）", "documents of each kind per idea"}},
    {.name = NULL}};
#undef AT

static tensen_status
call(tensen_searcher *s, const tensen_query *q, const void *opts, tensen_result **out,
    tensen_error *err)
{
	return tensen_ideas(s, q, opts, out, err);
}

/* Several patents as one: opts is the args. */
static tensen_status
call_together(tensen_searcher *s, const tensen_query *q, const void *opts, tensen_result **out,
    tensen_error *err)
{
	const args *a = opts;

	(void)q;
	return tensen_ideas_together(s, a->ids, a->n_ids, &a->ideas, out, err);
}

exit_code
cmd_ideas(int argc, char **argv)
{
	args a = {.ideas = {.k = 8, .boldness = -1, .evidence = 3}};
	query_args text = {NULL, NULL};
	feedback_args marked = {.seed.n = 0};
	filter_args filter = {.since = 0};
	query q = {.bytes = NULL};
	common c;
	command_line line = {.command = "ideas",
	    .usage = QUERY_USAGE,
	    .summary = {"その特許が使えそうな他の分野を、根拠文献とともに順位付きで出す。",
		"Uses of a patent in other fields, ranked, with the documents that support them."},
	    .notes =
		{"番号を二つ以上並べると、それらを合わせた用途を出す。絞り込みは根拠文献にかかる。",
		    "Several ids are asked as one.  Filters apply to the evidence documents."},
	    .groups = {{{"用途仮説", "Ideas"}, table, &a}, QUERY_GROUP(&text),
		FEEDBACK_GROUP(&marked), FILTER_GROUP(&filter), CSV_GROUP(&c), COMMON_GROUP(&c)}};
	exit_code code;

	common_init(&c, argc, argv);
	if (!common_parse(&line, &c, argc, argv, &code))
		return code;
	if ((code = common_words(&line, 1, 1000, "an index and a query")) != EXIT_OK ||
	    (code = filter_resolve(&a.ideas.filter, line.command, &filter, &c)) != EXIT_OK)
		return code;
	if (line.n_words > 2) {
		if (text.text || text.file)
			return report_usage(line.command, "several ids or one text, not both");
		if (marked.seed.n || marked.noise.n)
			return report_usage(line.command, "--seed and --noise go with one query");
		a.ids = line.words + 1;
		a.n_ids = line.n_words - 1;
		return query_ask(line.words[0], &q, call_together, &a, &c);
	}
	if ((code = query_read(&q, line.command, &text, line.words[1])) == EXIT_OK &&
	    (code = query_feedback(&q, &marked)) == EXIT_OK)
		code = query_ask(line.words[0], &q, call, &a.ideas, &c);
	return code;
}
