/* cli/commands/cmd_model.c - tensen model URL [--keep FILE] */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <unistd.h>
#include <stdlib.h>
#include <tensen/messages.h>
#include "cli/commands/command.h"

typedef struct args {
	model_args model;
	const char *keep, *of;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {
    {0, "keep", OPT_STRING, AT(keep), "FILE",
	.help = {"この索引の隣に控える（アドレスと名前。鍵は控えない）",
	    "note it beside this index (address and name, never\nthe key)"}},
    {0, "for", OPT_STRING, AT(of), "FILE",
	.help = {"この索引の開放特許を読むのに要る量",
	    "what reading the open patents of this index would\ntake"}},
    {OPT_ROUNDS(offsetof(args, model.reader.rounds))}, {.name = NULL}};
#undef AT

static const char *
yes_or_no(int yes, tensen_lang lang)
{
	return lang == TENSEN_JA ? (yes ? "はい" : "いいえ") : yes ? "yes" : "no";
}

/* A line "name: value". */
static void
print_line(const char *ja, const char *en, const char *value, tensen_lang lang)
{
	printf("%s: %s\n", lang == TENSEN_JA ? ja : en, value);
}

static void
print_probed(const reader_probed *probed, const reader *by, tensen_lang lang)
{
	char text[64];

	print_line("アドレス", "address", reader_address(by), lang);
	print_line("この機械", "this machine", yes_or_no(probed->local, lang), lang);
	print_line("モデル", "models", probed->models[0] ? probed->models : "-", lang);
	print_line("使うモデル", "model", reader_name(by), lang);
	if (probed->context)
		snprintf(text, sizeof text, "%u", (unsigned)probed->context);
	print_line(
	    "文脈の長さ（トークン）", "context (tokens)", probed->context ? text : "-", lang);
	print_line("答える", "answers", probed->answers ? yes_or_no(1, lang) : probed->why, lang);
	if (!probed->answers)
		return;
	print_line(
	    "形の決まった答え", "structured answers", yes_or_no(probed->structured, lang), lang);
	print_line("関わりのない文献を見分ける", "passes the control",
	    yes_or_no(probed->control, lang), lang);
	snprintf(text, sizeof text, "%.0f (%lu + %lu, %.1f s)",
	    (double)(probed->prompt_tokens + probed->completion_tokens) / probed->seconds,
	    probed->prompt_tokens, probed->completion_tokens, probed->seconds);
	print_line("毎秒のトークン", "tokens a second", text, lang);
}

static tensen_status
print_amount(const args *with, const tensen_index *ix, reader *by, const reader_probed *probed,
    tensen_error *err)
{
	const int ja = with->model.c->lang == TENSEN_JA;
	reader_lack lack;
	tensen_status st = reader_estimate(by, ix, NULL, &lack, err);
	double rate =
	    probed->seconds > 0
		? (double)(probed->prompt_tokens + probed->completion_tokens) / probed->seconds
		: 0;

	if (st == TENSEN_OK)
		printf(ja ? "開放特許 %llu 件（未読 %llu 件）: 要求 約 %llu 回、トークン 約 %.2f "
			    "百万、約 %.1f 時間（--model-parallel %u）\n"
			  : "%llu open patents (%llu not read): about %llu requests, %.2f million "
			    "tokens, %.1f hours (--model-parallel %u)\n",
		    (unsigned long long)lack.of, (unsigned long long)lack.patents,
		    (unsigned long long)lack.requests, (double)lack.tokens / 1e6,
		    rate > 0 ? (double)lack.tokens / rate / with->model.reader.parallel / 3600
			     : 0.0,
		    (unsigned)with->model.reader.parallel);
	return st;
}

/* The index of --for is opened, and that of --keep must be there, before the model is asked. */
static tensen_status
open_index(tensen_index **out, const args *with, tensen_error *err)
{
	*out = NULL;
	if (with->keep && access(with->keep, F_OK) < 0) {
		char said[SAID_MAX];
		snprintf(said, sizeof said, SAY_CANNOT_OPEN, tensen_os_error(errno));
		return tensen_error_say(err, TENSEN_E_IO, with->keep, said);
	}
	return with->of ? common_open(out, with->of, with->model.c, err) : TENSEN_OK;
}

static tensen_status
cmd_keep(const args *with, const reader *by, const reader_probed *probed, tensen_error *err)
{
	json_object *o = json_object_new_object();
	char *path = NULL;
	int bad;

	json_object_object_add(o, "url", json_object_new_string(with->model.reader.url));
	json_object_object_add(o, "name", json_object_new_string(reader_name(by)));
	if (probed->context)
		json_object_object_add(o, "context", json_object_new_int64(probed->context));
	bad = asprintf(&path, "%s.model.json", with->keep) < 0 ||
	      json_object_to_file_ext(path, o, JSON_C_TO_STRING_PRETTY) != 0;
	json_object_put(o);
	if (bad) {
		char place[256];
		snprintf(place, sizeof place, "%.200s.model.json", with->keep);
		tensen_error_say(err, TENSEN_E_IO, place, SAY_COULD_NOT_BE_WRITTEN);
	}
	free(path);
	return bad ? TENSEN_E_IO : TENSEN_OK;
}

static exit_code
cmd_run(args *with, tensen_error *err)
{
	progress bar = common_progress(with->model.c);
	reader_probed p = {.answers = 0};
	reader *r = NULL;
	tensen_index *ix = NULL;
	tensen_status st = open_index(&ix, with, err);

	if (st == TENSEN_OK)
		st = model_open(&r, &with->model, &bar, err);
	if (st == TENSEN_OK)
		st = reader_probe(r, &p, err);
	progress_end(&bar);
	if (st == TENSEN_OK)
		print_probed(&p, r, (tensen_lang)with->model.c->lang);
	if (st == TENSEN_OK && p.answers && with->of)
		st = print_amount(with, ix, r, &p, err);
	if (st == TENSEN_OK && p.answers && with->keep)
		st = cmd_keep(with, r, &p, err);
	model_close(r, &with->model);
	tensen_index_free(ix);
	if (st < 0)
		return err->code == TENSEN_E_ARG ? report_usage("model", "%s", report_words(err))
						 : report_error(err, NULL);
	return p.answers ? EXIT_OK : EXIT_NOTHING;
}

exit_code
cmd_model(common *c, int argc, char **argv)
{
	args a = {.model = MODEL_ARGS(c)};
	command_line line = {.command = "model",
	    .usage = "URL [--keep FILE] [OPTION...]",
	    .wanted = {1, 1, SAY_ADDRESS_LANGUAGE_MODEL},
	    .summary = {"言語モデルが答えるか、何ができるかを、作り話の問い一つで確かめる。",
		"Whether a language model answers and what it can do, by one made-up question."},
	    .notes = {"--keep で控えると、tensen read FILE にアドレスは要らない。",
		"After --keep, tensen read FILE needs no address."},
	    .groups = {{{"確かめる", "Probe"}, table, &a}, {MODEL_GROUP(&a.model)},
		{OUTPUT_GROUP(no_output, c)}, {FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	tensen_error err = {0};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	a.model.reader.url = line.words[0];
	report_names(a.of, EXIT_INDEX);
	report_names(a.keep, EXIT_INDEX);
	a.model.index = a.of ? a.of : a.keep ? a.keep : "";
	if (!a.of && !a.keep && !c->open.readings)
		c->open.readings = "/dev/null";
	return cmd_run(&a, &err);
}
