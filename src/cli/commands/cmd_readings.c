/* cli/commands/cmd_readings.c - tensen readings FILE [--import F | --export F] */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <tensen/messages.h>
#include "assist/reader/exchange.h"
#include "cli/commands/command.h"
#include "cli/steps/inputs.h"

typedef struct args {
	const char *from, *to, *person;
	const char *index;
	const common *c;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {
    {0, "import", OPT_STRING, AT(from), "F",
	.help = {"書き出した記録か、評価のファイル（--grades と同じ形）を取り込む",
	    "take in readings of --export, or a file of grades\n(as for --grades)"}},
    {0, "by", OPT_STRING, AT(person), "NAME",
	.help = {"評価のファイルを書いた人", "who wrote the file of grades"}},
    {0, "export", OPT_STRING, AT(to), "F",
	.help = {"記録を書き出す（- は標準出力）", "write the readings (-: standard output)"}},
    {.name = NULL}};
#undef AT

static void
print_refused(uint64_t line, const char *why, void *payload)
{
	const args *a = payload;

	char words[SAID_MAX];

	tensen_message(words, sizeof words, why, (tensen_lang)a->c->lang);
	fprintf(stderr, "tensen: %s:%llu: %s\n", a->from, (unsigned long long)line, words);
}

static tensen_status
cmd_import(args *with, tensen_index *ix, tensen_readings *kept, tensen_error *err)
{
	const import_opts o = {with->person, print_refused, with};
	tensen_searcher *s = NULL;
	import_counts n;
	tensen_status st = tensen_searcher_new(&s, ix, err);

	if (st == TENSEN_OK)
		st = exchange_import(kept, s, with->from, &o, &n, err);
	tensen_searcher_free(s);
	if (st == TENSEN_OK)
		printf(with->c->lang == TENSEN_JA
			   ? "取り込み %llu 行、既にある %llu 行、不採用 %llu 行\n"
			   : "%llu lines taken, %llu there already, %llu refused\n",
		    (unsigned long long)n.taken, (unsigned long long)n.known,
		    (unsigned long long)n.refused);
	return st;
}

/* How many lines, and how often people agreed with the model. */
static tensen_status
cmd_readings_count(const args *a, tensen_readings *kept, tensen_error *err)
{
	const int ja = a->c->lang == TENSEN_JA;
	tensen_readings_counts n;
	tensen_agreement agreed;
	tensen_status st;

	/* a file that came without its side file is read through by each question until
	 * somebody writes one; where that is not possible, counting still is */
	tensen_readings_settle(kept, NULL);
	tensen_readings_counted(kept, &n);
	printf(ja ? "記録 %llu 行、%llu バイト\n" : "%llu lines, %llu bytes\n",
	    (unsigned long long)n.lines, (unsigned long long)n.bytes);
	if ((st = tensen_readings_agree(kept, &agreed, err)) < 0 || !agreed.pairs)
		return st;
	printf(ja ? "人と言語モデルがともに採点した %u 組のうち、%u 組で 2 以上かどうかが一致。"
		    "再読で残った %u 件のうち %u 件を人が 2 以上とした\n"
		  : "%u pairs graded by people and by a model: on %u they agree whether it is 2 or "
		    "more; of %u that the second reading held people gave %u a 2 or more\n",
	    agreed.pairs, agreed.agreed, agreed.ideas, agreed.confirmed);
	return TENSEN_OK;
}

static tensen_status
cmd_readings_call(tensen_index *ix, void *payload, tensen_result **out, tensen_error *err)
{
	args *a = payload;
	tensen_readings *r = NULL;
	tensen_status st = a->c->open.readings ? tensen_readings_open(&r, a->c->open.readings, err)
					       : tensen_readings_beside(&r, a->index, err);

	*out = NULL;
	if (st == TENSEN_OK && a->from)
		st = cmd_import(a, ix, r, err);
	if (st == TENSEN_OK && a->to)
		st = exchange_export(r, a->to, err);
	if (st == TENSEN_OK && !a->from && !a->to)
		st = cmd_readings_count(a, r, err);
	tensen_readings_close(r);
	return st;
}

/* What is exported takes the place of nothing that is read. */
static exit_code
cmd_readings_target(const args *given)
{
	char beside[PATH_MAX];
	const char *read[] = {
	    given->c->open.readings ? given->c->open.readings : beside, given->from};

	if (!given->to || strcmp(given->to, "-") == 0)
		return EXIT_OK;
	snprintf(beside, sizeof beside, "%s.readings.jsonl", given->index);
	return beside_check(given->to, NULL, given->index, read, given->from ? 2 : 1);
}

exit_code
cmd_readings(common *c, int argc, char **argv)
{
	args a = {.c = c};
	command_line line = {TAKES_INDEX("readings", "FILE [--import F | --export F]"),
	    .summary = {"索引の隣の、読んだ記録を取り込む・書き出す。",
		"Import and export the readings beside an index."},
	    .notes = {"引用は一字ずつ確かめ直し、本文にないものは取り込まない。",
		"Every quotation is checked again letter for letter; what is not in the texts is\n"
		"refused."},
	    .groups = {{{"記録", "Readings"}, table, &a}, {OUTPUT_GROUP(no_output, c)},
		{FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	a.index = line.words[0];
	if ((code = cmd_readings_target(&a)) != EXIT_OK)
		return code;
	c->makes_readings = a.from != NULL;
	return index_ask(&(report_files){a.index, NULL}, cmd_readings_call, &a, NULL, c);
}
