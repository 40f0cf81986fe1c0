/* cli/common.h - options that several commands share, and the steps all of
 * them take: open the index, read the query, print the result. */
#ifndef CLI_COMMON_H
#define CLI_COMMON_H
#include <tensen/tensen.h>
#include "cli/ids.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/report.h"

/* Lines that several tables share, without their braces; AT is the table's own. */
#define OPT_SEED(member)                                                                           \
	0, "seed", OPT_U64, AT(member), "N", .min = 1, .unset = {"1", "1"},                        \
					     .help = {"乱数の種", "seed of the random numbers"}
#define OPT_THREADS(member)                                                                        \
	'j', "threads", OPT_U32, AT(member), "N", .unset = {"全コア", "all cores"},                \
						  .max = TENSEN_THREADS_MAX
#define OPT_BOLDNESS(member)                                                                       \
	'b', "boldness", OPT_BOLDNESS, AT(member), "X",                                            \
	    .help = {"0 堅実 ～ 1 意外", "0 fit only .. 1 surprise only"},                         \
	    .unset = {"標準", "the engine's"}
#define OPT_EVIDENCE(member)                                                                       \
	0, "evidence", OPT_U32, AT(member), "N",                                                   \
	    .help = {"仮説ごとの根拠文献の数（種類別）", "documents of each kind per idea"},       \
	    .min = 1, .max = TENSEN_EVIDENCE_MAX

/* Output: form, language, encoding of CSV.  And what the index is opened with. */
typedef struct common {
	int format, lang; /* tensen_format, tensen_lang */
	int quiet;
	tensen_open_opts open;
	int encoding, fallback; /* tensen_encoding; 1: characters that it lacks become numbers */
	const char *output;     /* file the result goes to; NULL: stdout */
	char command[1024];     /* as typed, for pages that say how they were made */
} common;

/* One table for each set of forms that a result has (result/result.h): help lists what a
 * command takes, and another form is refused before any work. */
extern const opt list_output[];  /* all forms: for lists */
extern const opt eval_output[];  /* all but jsonl */
extern const opt page_output[];  /* html, md, table, json */
extern const opt plain_output[]; /* table, json */
extern const opt no_output[];    /* nothing is printed: --lang and --quiet alone */
#define OUTPUT_GROUP(table, c) {"出力", "Output"}, table, (c)

/* Dictionary and word lists. */
extern const opt words_table[];
#define WORDS_GROUP(c) {"辞書と表", "Dictionary and tables"}, words_table, (c)

/* Reads defaults from the environment (LC_ALL, LC_MESSAGES, LANG) and --lang from anywhere in
 * argv, so that help is in the right language. */
void common_init(common *c, int argc, char **argv);
/* The style of results: width and colour only when stdout is a terminal. */
tensen_style common_style(const common *c);
progress common_progress(const common *c);

/* --text, --file; the ID or "-" is a word. */
typedef struct query_args {
	const char *text, *file;
} query_args;
extern const opt query_table[];
#define QUERY_GROUP(q) {"問い合わせ", "Query"}, query_table, (q)
#define QUERY_USAGE "FILE (ID | --text T | --file F | -) [OPTION...]"

/* --seed, --noise: ids, given again or joined by commas. */
typedef struct feedback_args {
	opt_list seed, noise;
} feedback_args;
extern const opt feedback_table[];
#define FEEDBACK_GROUP(f) {"フィードバック", "Feedback"}, feedback_table, (f)

/* A query with the bytes it owns. */
typedef struct query {
	tensen_query q;
	char *bytes; /* of --file or standard input; free() */
	id_list seed, noise;
} query;
/* From `word` (the ID or "-", NULL if none was given) or --text or --file. */
exit_code query_read(query *out, const char *command, const query_args *args, const char *word);

/* Puts the documents of --seed and --noise into a query. */
exit_code query_feedback(query *q, const feedback_args *args);

/* A call of the library that answers a query; opts is the command's own. */
typedef tensen_status (*query_call)(tensen_searcher *s, const tensen_query *q, const void *opts,
    tensen_result **out, tensen_error *err);
/* Open the index at `path`, ask, print; frees the bytes of q. */
exit_code query_ask(const char *path, query *q, query_call call, const void *opts, const common *c);

/* Which documents may be found. */
typedef struct filter_args {
	opt_list field, not_field;
	int out_of_field, open, alive;
	const char *applicant;
	uint32_t since, until;
} filter_args;
extern const opt filter_table[];
#define FILTER_GROUP(f) {"絞り込み", "Filters"}, filter_table, (f)
exit_code filter_resolve(
    tensen_filter *out, const char *command, const filter_args *args, const common *c);

/* Report a failed call (st < 0) or print its result; frees r either way. */
exit_code common_finish(tensen_status st, tensen_result *r, const tensen_error *err,
    const report_files *files, const common *c);
/* A call of the library on an index; args is the command's own struct. */
typedef tensen_status (*index_call)(
    tensen_index *ix, void *args, tensen_result **out, tensen_error *err);
/* Open files->index, call, end the bar (NULL: none), print. */
exit_code index_ask(
    const report_files *files, index_call call, void *args, progress *bar, const common *c);

#endif
