/* cli/steps/model.c - the options of a language model, and the help it gives a query. */
#include "cli/steps/common.h"
#include <stddef.h>
#include <stdio.h>

#define AT(member) offsetof(model_args, reader.member)
const opt model_table[] = {{0, "model", OPT_STRING, AT(url), "URL",
			       .help = {"言語モデルに言い直しと採点を頼む（chat completions）",
				   "let a language model say the query shortly and\njudge "
				   "candidates (chat completions)"}},
    {0, "model-name", OPT_STRING, AT(name), "NAME",
	.help = {"サーバーでのモデルの名前", "the model, as its server calls it"}},
    {0, "model-key-file", OPT_STRING, AT(key_file), "FILE",
	.help = {"鍵を一行目に書いたファイル", "a file whose first line is the key"}},
    {0, "model-remote", OPT_SET, AT(remote), NULL, .value = 1,
	.help = {"本文を別の機械へ送ることを認める", "texts may go to another machine"}},
    {0, "model-kept", OPT_SET, AT(kept), NULL, .value = 1,
	.help = {"記録にある答えだけを使い、何も送らない",
	    "use the answers in the journal alone, send nothing"}},
    {0, "model-calls", OPT_U32, AT(calls), "N", .min = 1, .max = 100000,
	.help = {"送る要求の数の上限", "requests at most"}},
    {0, "model-documents", OPT_U32, AT(documents), "N", .min = 1, .max = TENSEN_CANDIDATES_MAX,
	.help = {"採点する候補の数の上限", "candidates judged at most"}},
    {0, "model-seconds", OPT_U32, AT(seconds), "N", .min = 1, .max = 3600,
	.help = {"一つの答えを待つ時間の上限", "longest wait for one answer"}},
    {0, "model-parallel", OPT_U32, AT(parallel), "N", .min = 1, .max = 64,
	.help = {"同時に送る要求の数", "requests at once"}},
    {0, "model-journal", OPT_STRING, AT(journal), "FILE",
	.help = {"答えの記録", "the journal of answers"},
	.unset = {"索引の隣の FILE.model.jsonl", "FILE.model.jsonl beside the index"}},
    {.name = NULL}};
#undef AT

static void
report_line(const char *line, void *payload)
{
	progress_end(payload);
	fprintf(stderr, "tensen: %s\n", line);
}

tensen_status
model_open(reader **out, const model_args *a, progress *bar, tensen_error *err)
{
	reader_opts o = a->reader;

	*out = NULL;
	if (!o.url && !o.kept)
		return TENSEN_OK;
	o.models = a->c->open.models;
	o.lang = (tensen_lang)a->c->lang;
	o.report = report_line;
	o.progress = progress_step;
	o.report_payload = o.progress_payload = bar;
	return reader_open(out, &o, a->index, err);
}

tensen_status
model_ended(tensen_error *err)
{
	*err = (tensen_error){.code = TENSEN_E_CANCELLED, .where = "--model"};
	snprintf(err->message, sizeof err->message,
	    "no more answers (see above): the same command goes on from here");
	return err->code;
}

static tensen_status
help(reader **out, const model_args *a, const model_query *m, tensen_asking *asking,
    tensen_error *err)
{
	progress bar;
	tensen_status st;

	*out = NULL;
	if (!a->reader.url && !a->reader.kept)
		return TENSEN_OK;
	bar = common_progress(a->c);
	st = model_open(out, a, &bar, err);
	if (st == TENSEN_OK)
		st = reader_help(*out, m->s, m->q, m->filter, asking, err);
	progress_end(&bar);
	return st;
}

tensen_status
model_ask(const model_args *a, const model_query *m, tensen_asking *asking, query_call call,
    const void *opts, tensen_result **out, tensen_error *err)
{
	reader *model = NULL;
	tensen_status st = help(&model, a, m, asking, err);

	if (st == TENSEN_OK)
		st = call(m->s, m->q, opts, out, err);
	reader_close(model);
	return st;
}
