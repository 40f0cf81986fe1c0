/* cli/steps/model.c - the options of a language model, what is kept of them beside an index, and
 * reading one query with it. */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "cli/steps/common.h"

#define AT(member) offsetof(model_args, reader.member)
const opt model_table[] = {
    {0, "model", OPT_STRING, AT(url), "URL",
	.help = {"言語モデルに読んでもらう（chat completions）。- は\ntensen "
		 "model --keep で控えたもの",
	    "let a language model read (chat completions);\n-: the one that "
	    "tensen model --keep noted"}},
    {0, "model-name", OPT_STRING, AT(name), "NAME",
	.help = {"サーバーでのモデルの名前", "the model, as its server calls it"},
	.unset = {"サーバーの最初のモデル", "the server's first model"}},
    {0, "model-key-file", OPT_STRING, AT(key_file), "FILE",
	.help = {"鍵を一行目に書いたファイル", "a file whose first line is the key"}},
    {0, "model-remote", OPT_SET, AT(remote), NULL, .value = 1,
	.help = {"本文を別の機械へ送ることを認める", "texts may go to another machine"}},
    {0, "model-seconds", OPT_U32, AT(seconds), "N", .min = 1, .max = 3600,
	.help = {"一つの答えを待つ時間の上限", "longest wait for one answer"}},
    {0, "model-parallel", OPT_U32, AT(parallel), "N", .min = 1, .max = 64,
	.help = {"同時に送る要求の数", "requests at once"}},
    {0, "model-context", OPT_U32, AT(context), "N", .min = 2048,
	.help = {"モデルが一度に読めるトークン数", "tokens that the model takes at once"},
	.unset = {"いくらでも", "any number"}},
    {0, "rerank", OPT_STRING, AT(rerank), "URL",
	.help = {"一覧を短くする自分のリランカー（/v1/rerank）",
	    "a reranker of one's own (/v1/rerank) that makes the\nlists short"}},
    {0, "rerank-name", OPT_STRING, AT(rerank_name), "NAME",
	.help = {"サーバーでのその名前", "as its server calls it"}},
    {0, "rerank-key-file", OPT_STRING, AT(rerank_key_file), "FILE",
	.help = {"その鍵を一行目に書いたファイル", "a file whose first line is its key"}},
    {0, "calls", OPT_U64, AT(calls), "N", .min = 1,
	.help = {"送る要求の数の上限", "requests at most"}},
    {0, "tokens", OPT_U64, AT(tokens), "N", .min = 1,
	.help = {"トークン数の上限", "tokens at most"}},
    {0, "hours", OPT_U32, offsetof(model_args, hours), "N", .min = 1, .max = 10000,
	.help = {"時間の上限", "hours at most"}},
    {.name = NULL}};
#undef AT

static void
report_line(const char *line, void *payload)
{
	progress_end(payload);
	fprintf(stderr, "tensen: %s\n", line);
}

/* A member of the settings that are kept beside an index; free(), NULL: none. */
static char *
kept_setting(const char *index, const char *key)
{
	char *path = NULL, *value = NULL;
	json_object *o, *v = NULL;

	if (asprintf(&path, "%s.model.json", index) < 0)
		return NULL;
	o = json_object_from_file(path);
	if (json_object_is_type(o, json_type_object) && json_object_object_get_ex(o, key, &v) &&
	    !json_object_is_type(v, json_type_object))
		value = strdup(json_object_get_string(v));
	json_object_put(o);
	free(path);
	return value;
}

/* Where --model is "-" or missing, what was kept. */
static tensen_status
take_kept(model_args *model, tensen_error *err)
{
	char *context;

	if (model->reader.url && strcmp(model->reader.url, "-") != 0)
		return TENSEN_OK;
	model->kept_url = kept_setting(model->index, "url");
	if (!(model->reader.url = model->kept_url)) {
		return failure(err, TENSEN_E_ARG, "--model", SAY_EXPECTED_MODEL_URL, model->index);
	}
	if (!model->reader.name)
		model->reader.name = model->kept_name = kept_setting(model->index, "name");
	if (!model->reader.context && (context = kept_setting(model->index, "context"))) {
		model->reader.context = (uint32_t)strtoul(context, NULL, 10);
		free(context);
	}
	return TENSEN_OK;
}

tensen_status
model_open(reader **out, model_args *model, progress *bar, tensen_error *err)
{
	tensen_status st = take_kept(model, err);
	reader_opts o;

	*out = NULL;
	if (st < 0)
		return st;
	o = model->reader;
	o.hours = model->hours;
	o.path = model->c->open.readings;
	o.models = model->c->open.models;
	o.lang = (tensen_lang)model->c->lang;
	o.report = report_line;
	o.report_payload = bar;
	o.progress = model->step ? model->step : progress_step;
	o.progress_payload = model->step ? model->step_payload : bar;
	st = reader_open(out, &o, model->index, err);
	return st;
}

void
model_close(reader *by, model_args *model)
{
	reader_close(by);
	free(model->kept_url);
	free(model->kept_name);
	model->kept_url = model->kept_name = NULL;
}

exit_code
model_check(model_args *model, const command_line *line, common *c)
{
	const reader_opts *o = &model->reader;

	model->index = line->words[0];
	c->makes_readings = o->url != NULL;
	return !o->url && (o->rerank || o->rerank_name || o->rerank_key_file)
		   ? report_usage(line->command, "--rerank: %s", SAY_EXPECTED_MODEL)
		   : EXIT_OK;
}

/* match NULL: a patent. */
static tensen_status
read_first(model_args *model, tensen_searcher *searcher, const tensen_query *q,
    const tensen_match_opts *match, tensen_error *err)
{
	progress bar = common_progress(model->c);
	reader *r = NULL;
	tensen_status st = model_open(&r, model, &bar, err);

	if (st == TENSEN_OK) {
		st = match ? reader_match(r, searcher, q, match, err)
			   : reader_read(r, searcher, q, err);
		progress_end(&bar);
		reader_account(r);
	}
	progress_end(&bar);
	model_close(r, model);
	return st;
}

static tensen_status
read_and_call(tensen_searcher *searcher, const tensen_query *q, const void *payload,
    tensen_result **out, tensen_error *err)
{
	const read_question *m = payload;
	tensen_status st = TENSEN_OK;

	if (m->asked)
		st =
		    asking_known(m->asking, m->asked->grades, tensen_searcher_index(searcher), err);
	if (st == TENSEN_OK && m->model->reader.url)
		st = read_first(m->model, searcher, q, m->match, err);
	return st == TENSEN_OK ? m->call(searcher, q, m->opts, out, err) : st;
}

exit_code
model_ask(const read_question *asked, const common *c)
{
	const command_line *line = asked->line;
	query q;
	exit_code code = query_read(&q, line->command, asked->text, line->words[1], c);

	if (code == EXIT_OK && asked->asked)
		code = asking_read(asked->asking, asked->asked, &q);
	if (code == EXIT_OK)
		code = query_ask(line->words[0], &q, read_and_call, asked, c);
	if (asked->asked)
		tensen_judged_free(asked->asked->judged);
	return code;
}
