/* cli/steps/query.c - the query of a command and its filters. */
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <tensen/messages.h>
#include "cli/steps/common.h"

/* The text in UTF-8; NULL if it is not well-formed in the encoding `from`. */
static char *
query_converted(const char *text, size_t n, const char *from, size_t *n_out)
{
	iconv_t cd = iconv_open("UTF-8", from);
	size_t room = 3 * n + 1, left = room - 1; /* a byte of CP932 is at most 3 of UTF-8 */
	char *out = cd == (iconv_t)-1 ? NULL : malloc(room);
	char *in = (char *)(uintptr_t)text, *to = out;

	if (out && iconv(cd, &in, &n, &to, &left) == (size_t)-1) {
		free(out);
		out = NULL;
	}
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	if (!out)
		return NULL;
	*to = '\0';
	*n_out = (size_t)(to - out);
	return out;
}

/* Text files of Japanese Windows are in CP932: convert a text that is not UTF-8.  A text in neither
 * encoding stays as it is, and the library refuses it. */
static void
convert_cp932(query *out)
{
	size_t n;
	char *text = query_converted(out->bytes, out->q.text_len, "UTF-8", &n);

	if (!text && (text = query_converted(out->bytes, out->q.text_len, "CP932", &n))) {
		free(out->bytes);
		out->bytes = text;
		out->q.text_len = n;
		return;
	}
	free(text);
}

static exit_code
read_text(query *out, const char *path)
{
	exit_code code = file_read(&out->bytes, &out->q.text_len, path);

	if (code == EXIT_OK)
		convert_cp932(out);
	out->q.text = out->bytes;
	return code;
}

static exit_code
resolve_fields(uint64_t *bits, const char *command, const char *option, const opt_list *names,
    const char *models)
{
	tensen_error err = {0};

	for (size_t i = 0; i < names->n; i++) {
		unsigned f;
		tensen_status st = tensen_field_find(&f, names->v[i], models, &err);
		if (st == TENSEN_E_NOTFOUND)
			return report_usage(command, "%s: %s", option, report_words(&err));
		if (st < 0)
			return report_error(&err, NULL);
		*bits |= (uint64_t)1 << (f - 1);
	}
	return EXIT_OK;
}

/* The user's corrections of the query. */
static exit_code
query_correct(query *out, const char *command, const query_args *args, const common *opts)
{
	out->q.drop_words = args->drop_words.v;
	out->q.add_words = args->add_words.v;
	return resolve_fields(
	    &out->q.own_fields, command, "--own-field", &args->own_field, opts->open.models);
}

exit_code
query_read(
    query *out, const char *command, const query_args *args, const char *word, const common *opts)
{
	int given = !!word + !!args->text + !!args->file;
	exit_code code;

	*out = (query){.bytes = NULL};
	if (given != 1)
		return report_usage(
		    command, SAY_EXPECTED_ONE_ID, given ? SAY_MORE_THAN_ONE : SAY_NONE);
	if (word && !word[0])
		return report_usage(command, SAY_EXPECTED_ID_GOT);
	if ((code = query_correct(out, command, args, opts)) != EXIT_OK)
		return code;
	if (args->file)
		return read_text(out, args->file);
	if (args->text) {
		out->q.text = args->text;
		out->q.text_len = strlen(args->text);
		return EXIT_OK;
	}
	if (strcmp(word, "-") == 0)
		return read_text(out, word);
	out->q.id = word;
	return EXIT_OK;
}

#define AT(member) offsetof(asking_args, member)
const opt asking_table[] = {
    {0, "aspect", OPT_LIST, AT(aspects), "T",
	.help = {"自分で加える観点（効果・課題を一つ、短い文で。\n何度でも）",
	    "an aspect of your own: one effect or need\nin a short statement; repeatable"}},
    {0, "aspects-only", OPT_SET, AT(only), NULL, .value = 1,
	.help = {"--aspect の観点だけで探す", "ask by the given aspects alone"}},
    {0, "grades", OPT_STRING, AT(grades), "F",
	.help = {"評価済みの候補（CSV、TSV、JSONL）を読み、\n残りを並べ直す",
	    "candidates that were graded (CSV, TSV, JSONL):\nthe rest is ordered anew"}},
    {.name = NULL}};
#undef AT

exit_code
asking_read(tensen_asking *out, asking_args *args, const query *q)
{
	tensen_error err = {0};

	*out = (tensen_asking){
	    .aspects = args->aspects.n ? args->aspects.v : NULL, .only_given = args->only};
	if (!args->grades)
		return EXIT_OK;
	if (tensen_judged_read(&args->judged, args->grades, &err) < 0)
		return report_error(&err, NULL);
	out->judgements =
	    tensen_judged_of(args->judged, q && q->q.id ? q->q.id : "", &out->n_judgements);
	return EXIT_OK;
}

tensen_status
asking_known(
    const tensen_asking *asking, const char *path, const tensen_index *ix, tensen_error *err)
{
	char names[120] = "", said[SAID_MAX];
	size_t missing = 0, named = 0, n = asking->n_judgements;

	for (size_t i = 0; i < n; i++) {
		size_t used = strlen(names), length = strlen(asking->judgements[i].id);
		if (tensen_index_row(ix, asking->judgements[i].id) != UINT32_MAX)
			continue;
		missing++;
		if (used + length + 2 >= sizeof names)
			continue;
		snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
		    asking->judgements[i].id);
		named++;
	}
	if (!missing)
		return TENSEN_OK;
	snprintf(said, sizeof said, SAY_GRADED_NOT_THERE, missing, n, names,
	    named < missing ? " ..." : "");
	if (missing == n)
		return tensen_error_say(err, TENSEN_E_INPUT, path, said);
	report_said(path, said);
	return TENSEN_OK;
}

/* What query_ask() hands to ask(): the query, the library's call, and its options. */
typedef struct question {
	const tensen_query *q;
	query_call call;
	const void *opts;
} question;

static tensen_status
steps_query_ask(tensen_index *ix, void *payload, tensen_result **out, tensen_error *err)
{
	const question *a = payload;
	tensen_searcher *s = NULL;
	tensen_status st = tensen_searcher_new(&s, ix, err);

	if (st == TENSEN_OK)
		st = a->call(s, a->q, a->opts, out, err);
	tensen_searcher_free(s);
	return st;
}

exit_code
query_ask(const char *path, query *q, query_call call, const void *opts, const common *shared)
{
	question a = {&q->q, call, opts};
	exit_code code = index_ask(&(report_files){path, NULL}, steps_query_ask, &a, NULL, shared);

	free(q->bytes);
	*q = (query){.bytes = NULL};
	return code;
}

/* Several patents, and the call that takes them. */
typedef struct together {
	together_call call;
	const command_line *line;
	const tensen_ideas_opts *opts;
} together;

static tensen_status
call_together(tensen_searcher *searcher, const tensen_query *q, const void *payload,
    tensen_result **out, tensen_error *err)
{
	const together *t = payload;

	(void)q;
	return t->call(searcher, t->line->words + 1, t->line->n_words - 1, t->opts, out, err);
}

exit_code
together_ask(const command_line *line, together_call call, const tensen_ideas_opts *opts,
    const common *shared)
{
	query none = {.bytes = NULL};

	return query_ask(
	    line->words[0], &none, call_together, &(together){call, line, opts}, shared);
}

exit_code
filter_resolve(
    tensen_filter *out, const char *command, const filter_args *filter, const common *opts)
{
	exit_code code;

	*out = filter->rest;
	if (!tensen_classes_possible(out->classes))
		return report_usage(command, SAY_CLASS_NO_CLASS, out->classes);
	if (out->since && out->until && out->since > out->until)
		return report_usage(command, SAY_SINCE_AFTER_UNTIL, out->since, out->until);
	code = resolve_fields(&out->field, command, "--field", &filter->field, opts->open.models);
	if (code != EXIT_OK)
		return code;
	return resolve_fields(
	    &out->not_field, command, "--not-field", &filter->not_field, opts->open.models);
}
