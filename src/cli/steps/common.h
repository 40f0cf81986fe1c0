/* cli/steps/common.h - options that several commands share, and the steps all of
 * them take: open the index, read the query, print the result. */
#pragma once
#include <tensen/messages.h>
#include <tensen/tensen.h>
#include "assist/embed/embed.h"
#include "assist/reader/reader.h"
#include "cli/options/options.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/report.h"

/* Lines that several tables have, but for their braces; AT is the table's. */
#define OPT_SEED(member)                                                                           \
	0, "seed", OPT_U64, AT(member), "N", .min = 1, .unset = {"1", "1"},                        \
					     .help = {"乱数の種", "seed of the random numbers"}
#define OPT_THREADS(member)                                                                        \
	'j', "threads", OPT_U32, AT(member), "N", .unset = {"全コア", "all cores"},                \
						  .max = TENSEN_THREADS_MAX
#define OPT_BOLDNESS(member)                                                                       \
	'b', "boldness", OPT_UNIT, AT(member), "X",                                                \
	    .help = {"遠い分野の候補をどれだけ前に出すか（0～1）",                                 \
		"how far unread documents of distant fields come\nforward, 0 to 1"}
/* Of a model that says statements: where args has the number of rounds. */
#define OPT_ROUNDS(at)                                                                             \
	0, "rounds", OPT_U32, (at), "N", .min = 1, .max = READER_ROUNDS,                           \
					 .help = {"言い直しの回数", "rounds of statements"}
#define OPT_UNREAD(member)                                                                         \
	0, "unread", OPT_U32, AT(member), "N",                                                     \
	    .help = {"未読の候補の数", "documents of the unread list"}, .min = 1,                  \
	    .max = TENSEN_CANDIDATES_MAX

/* The output: form, language, encoding of CSV.  Dictionary and word lists. */
typedef struct common {
	int format, lang; /* tensen_format, tensen_lang */
	int quiet;
	tensen_open_opts open;
	opt_list with;      /* open.with */
	int encoding;       /* tensen_encoding */
	const char *output; /* file the result goes to; NULL: stdout */
	char command[1024]; /* as typed, for pages that say how they were made */
	/* Of tensen-mpi: the ranks, of which rank 0 prints; threads of each that has no -j. */
	const tensen_team *team;
	unsigned threads;
	int makes_readings; /* 1: the file of --readings need not be there yet */
	embed **embed;      /* what questions are asked with; main() closes it.  NULL: nothing */
} common;

static inline int
common_prints(const common *opts)
{
	return !opts->team || opts->team->rank == 0;
}

/* One table for each set of forms that a result has (result/result.h), so that help lists the forms
 * of a command, and other forms are refused before any work. */
extern const opt list_output[];   /* all forms: results that are lists */
extern const opt triage_output[]; /* table, json, jsonl, csv */
extern const opt eval_output[];   /* table, json, csv, md, html */
extern const opt page_output[];   /* html, md, table, json */
extern const opt plain_output[];  /* table, json */
extern const opt no_output[];     /* nothing is printed: --lang and --quiet alone */
#define OUTPUT_GROUP(table, c) {"出力", "Output"}, table, (c)

/* Dictionary and models. */
extern const opt words_table[];
#define WORDS_GROUP(c) {"辞書と表", "Dictionary and tables"}, words_table, (c)

/* The index as several files (--with), all of them (--strict). */
extern const opt files_table[];
#define FILES_GROUP(c) {"索引のファイル", "Files of the index"}, files_table, (c)

/* The first words of a command line: the name of the command and its arguments. */
#define TAKES_INDEX(name, words) .command = (name), .usage = (words), .wanted = {1, 1, SAY_AN_INDEX}
#define TAKES_QUERY(name)                                                                          \
	.command = (name), .usage = "FILE (ID | --text T | --file F | -) [OPTION...]",             \
	.wanted = {1, 2, SAY_INDEX_AND_QUERY}

/* Of the whole command line: defaults from the environment (LC_ALL, LC_MESSAGES, LANG)
 * and from --lang anywhere in argv, so that help comes in the right language too. */
void common_init(common *opts, int argc, char **argv);
progress common_progress(const common *opts);

/* --text, --file, --own-field, --drop-word, --add-word; the ID or "-" is a word. */
typedef struct query_args {
	const char *text, *file;
	opt_list own_field, drop_words, add_words; /* corrections of the query */
} query_args;
extern const opt query_table[];
#define QUERY_GROUP(q) {"問い合わせ", "Query"}, query_table, (q)
#define QUERY_USAGE "FILE (ID | --text T | --file F | -) [OPTION...]"

/* A query with the bytes it owns. */
typedef struct query {
	tensen_query q;
	char *bytes; /* of --file or standard input; free() */
} query;
/* From `word` (the ID or "-", NULL if none was given) or --text or --file. */
exit_code query_read(
    query *out, const char *command, const query_args *args, const char *word, const common *opts);

/* --aspect, --aspects-only, --grades: the aspects and judgements for candidates and ideas. */
typedef struct asking_args {
	opt_list aspects;
	int only;
	const char *grades;
	tensen_judged *judged; /* of --grades; tensen_judged_free() */
} asking_args;
extern const opt asking_table[];
#define ASKING_GROUP(a) {"観点と評価", "Aspects and grades"}, asking_table, (a)
/* Graded documents that the index does not hold are told; E_INPUT if it holds none of them. */
tensen_status asking_known(
    const tensen_asking *asking, const char *path, const tensen_index *ix, tensen_error *err);
/* Put them into the options of a call; q NULL: several patents, whose grades are not read. */
exit_code asking_read(tensen_asking *out, asking_args *args, const query *q);

/* A call of the library that answers a query; opts is the command's own. */
typedef tensen_status (*query_call)(tensen_searcher *s, const tensen_query *q, const void *opts,
    tensen_result **out, tensen_error *err);
/* One of a call of the library, whose options have a type. */
#define QUERY_CALL(name, library)                                                                  \
	static tensen_status name(tensen_searcher *s, const tensen_query *q, const void *opts,     \
	    tensen_result **out, tensen_error *err)                                                \
	{                                                                                          \
		return library(s, q, opts, out, err);                                              \
	}
/* Open the index at `path`, ask, print; frees the bytes of q. */
exit_code query_ask(
    const char *path, query *q, query_call call, const void *opts, const common *shared);

/* The default options of ideas in the commands. */
#define IDEAS_OPTS                                                                                 \
	{                                                                                          \
		.size = sizeof(tensen_ideas_opts), .k = 12, .unread = 20                           \
	}

/* A call of the library that answers several patents, asked by their ids. */
typedef tensen_status (*together_call)(tensen_searcher *s, const char *const *ids, size_t n,
    const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err);
/* The same with the ids behind the index on the command line. */
exit_code together_ask(const command_line *line, together_call call, const tensen_ideas_opts *opts,
    const common *shared);

/* Which documents may be found. */
typedef struct filter_args {
	opt_list field, not_field;
	tensen_filter rest; /* what needs no look-up */
} filter_args;
extern const opt filter_table[];
#define FILTER_GROUP(f) {"絞り込み", "Filters"}, filter_table, (f)
exit_code filter_resolve(
    tensen_filter *out, const char *command, const filter_args *args, const common *opts);

/* Report a failed call (st < 0) or print its result; frees r either way. */
exit_code common_finish(tensen_status st, tensen_result *result, const tensen_error *err,
    const report_files *files, const common *opts);
/* Let questions be compared by the vectors of the model that FILE.embeddings.json keeps. */
tensen_status common_embed(
    tensen_open_opts *open, const char *path, const common *opts, tensen_error *err);
/* Open the index and report missing parts. */
tensen_status common_open(
    tensen_index **out, const char *path, const common *opts, tensen_error *err);
/* A call of the library on a whole index; args is the command's own. */
typedef tensen_status (*index_call)(
    tensen_index *ix, void *args, tensen_result **out, tensen_error *err);
/* One of a call of the library, whose options have a type. */
#define INDEX_CALL(name, library)                                                                  \
	static tensen_status name(                                                                 \
	    tensen_index *ix, void *opts, tensen_result **out, tensen_error *err)                  \
	{                                                                                          \
		return library(ix, opts, out, err);                                                \
	}
/* Open files->index, call, end the bar (NULL: none), print. */
exit_code index_ask(
    const report_files *files, index_call call, void *args, progress *bar, const common *opts);

/* --model: a language model that helps a query (model.c). */
extern const opt model_table[];
#define MODEL_GROUP(m) {"言語モデル", "Language model"}, model_table, (m)

typedef struct model_args {
	reader_opts reader;
	const char *index; /* the file */
	const common *c;
	uint32_t hours;
	tensen_progress_fn step; /* NULL: progress_step() of the bar */
	void *step_payload;
	char *kept_url, *kept_name; /* of FILE.model.json, while a reader is open */
} model_args;
#define MODEL_ARGS(c)                                                                              \
	{                                                                                          \
		.reader = READER_OPTS_INIT, .c = (c)                                               \
	}

/* The model of `a` as a reader that reports and draws on `bar`. */
tensen_status model_open(reader **out, model_args *model, progress *bar, tensen_error *err);
void model_close(reader *by, model_args *model);
/* For the index of a command line.  Options that serve a model alone, without --model: a wrong
 * usage. */
exit_code model_check(model_args *model, const command_line *line, common *c);
/* A question that a model that is asked for reads first. */
typedef struct read_question {
	const command_line *line;
	const query_args *text;
	model_args *model;
	asking_args *asked;             /* NULL: the call takes no aspects */
	tensen_asking *asking;          /* of opts, for what was asked */
	const tensen_match_opts *match; /* of a need, whose offers are read; NULL: the query is */
	query_call call;
	const void *opts;
} read_question;
exit_code model_ask(const read_question *asked, const common *c);
