/* cli/main.c - the table of commands. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <tensen/messages.h>
#include <tensen/version.h>
#include "cli/commands/command.h"
#include "cli/options/manual.h"
#include "cli/terminal/report.h"

static const struct {
	const char *name;
	exit_code (*run)(common *c, int argc, char **argv);
	const char *what[2]; /* [TENSEN_JA], [TENSEN_EN] */
} commands[] = {
    {"index", cmd_index, {"特許のファイルから索引を作る", "build an index from files or folders"}},
    {"update", cmd_update, {"索引に足し、差し替え、除く", "add, replace and delete documents"}},
    {"merge", cmd_merge,
	{"断片を一つの索引にまとめる", "unite the shards of tensen-mpi into one index"}},
    {"read", cmd_read,
	{"言語モデルに読ませ、記録を残す", "let a language model read, keep the readings"}},
    {"readings", cmd_readings, {"読んだ記録を取り込む・書き出す", "import and export readings"}},
    {"model", cmd_model, {"言語モデルに何ができるかを確かめる", "what a language model can do"}},
    {"ideas", cmd_ideas,
	{"他分野での用途仮説を順位付きで出す", "uses of a patent in other fields, ranked"}},
    {"candidates", cmd_candidates,
	{"用途の候補となる文献を並べ、選び分ける", "documents that may show a use, for triage"}},
    {"match", cmd_match,
	{"困りごとから開放特許を探す", "open patents for a need or a company's profile"}},
    {"combine", cmd_combine,
	{"複数の特許を併せた用途を出す", "uses that need several patents together"}},
    {"scan", cmd_scan,
	{"開放特許すべての用途仮説をファイルに書く", "ideas for every open patent, in a file"}},
    {"search", cmd_search, {"似た文献を探す", "similar documents"}},
    {"report", cmd_report, {"コーパス全体の報告を書く", "a report of the whole corpus"}},
    {"show", cmd_show, {"文献がどう読まれたかを示す", "how the engine read a document"}},
    {"fields", cmd_fields, {"35 分野の件数と互いの距離", "the field map: sizes and distances"}},
    {"serve", cmd_serve,
	{"ウェブページと HTTP で使えるようにする", "serve an index as a web page and over HTTP"}},
    {"mcp", cmd_mcp, {"AI アシスタントの道具にする", "serve an index to an assistant (MCP)"}},
    {"eval", cmd_eval, {"手元の文献で精度を測る", "quality on your own corpus"}},
    {"bench", cmd_bench, {"手元の索引の速さを測る", "speed of your own index"}},
    {"info", cmd_info, {"索引の中身と大きさ", "what an index holds"}},
    {"verify", cmd_verify, {"索引の全バイトを検査する", "check every byte of an index"}},
};
#define N_COMMANDS (sizeof commands / sizeof *commands)

static const char *const about[] = {
    "特許の、思いもよらない用途を探す", "uses of patents in fields nobody had thought of"};
static const char *const codes[] = {
    "終了コード: 0 正常、1 該当なし、2 使い方の誤り、3 入力の不備、\n"
    "            4 索引の不備、5 システム、6 読めないファイルを除いて書いた\n",
    "Exit codes: 0 ok, 1 nothing found, 2 usage, 3 bad input, 4 bad index, 5 "
    "system,\n            6 written without bad files\n"};

static void
print_usage(tensen_lang lang, FILE *to)
{
	fprintf(to, "tensen " TENSEN_VERSION " - %s\n\n", about[lang]);
	fputs(lang == TENSEN_JA ? "使い方: tensen コマンド [引数...]\n\n"
				: "usage: tensen COMMAND [ARGUMENT...]\n\n",
	    to);
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].what[lang]);
	fputs(lang == TENSEN_JA
		  ? "\ntensen コマンド -h で要点、--help ですべて。--lang en で英語。\n"
		  : "\ntensen COMMAND -h is short, --help complete.  --lang ja for Japanese.\n",
	    to);
	fputs(codes[lang], to);
}

/* The page tensen(1). */
static void
print_manual(tensen_lang lang)
{
	manual_begin("tensen", about[lang], lang, stdout);
	manual_section(MANUAL_SYNOPSIS, lang, stdout);
	puts(".B tensen\n\\fICOMMAND\\fR [\\fIARGUMENT\\fR...]");
	manual_section(MANUAL_COMMANDS, lang, stdout);
	for (size_t i = 0; i < N_COMMANDS; i++)
		manual_term(commands[i].name, commands[i].what[lang], stdout);
	manual_section(MANUAL_CODES, lang, stdout);
	manual_lines(codes[lang], stdout);
	manual_section(MANUAL_SEE, lang, stdout);
	for (size_t i = 0; i < N_COMMANDS; i++)
		printf(".BR tensen\\-%s (1)%s\n", commands[i].name, i + 1 < N_COMMANDS ? "," : "");
}

static void
print_words(tensen_lang lang)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		printf("%s\t%s\n", commands[i].name, commands[i].what[lang]);
}

static int
is_one_of(const char *str, const char *text, const char *chars, const char *c)
{
	return strcmp(str, text) == 0 || strcmp(str, chars) == 0 || strcmp(str, c) == 0;
}

static exit_code
report_no_command(const char *name, tensen_lang lang)
{
	suggestion s;
	char meant[128];

	suggestion_begin(&s, name);
	for (size_t i = 0; i < N_COMMANDS; i++)
		suggestion_offer(&s, commands[i].name);
	suggestion_say(meant, sizeof meant, &s, "", lang);
	return report_usage(NULL, SAY_NO_COMMAND_CALLED, name, meant);
}

static exit_code
main_run(const char *name, common *opts, int argc, char **argv)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return commands[i].run(opts, argc, argv);
	return report_no_command(name, (tensen_lang)opts->lang);
}

/* Words that a --lang before the command takes: 0 if argv[1] is another word, -1 after a
 * message if the language is unknown. */
static int
words_of_lang(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "", *lang;

	if (strcmp(word, "--lang") != 0 && strncmp(word, "--lang=", 7) != 0)
		return 0;
	lang = word[6] == '=' ? word + 7 : argc > 2 ? argv[2] : "";
	if (strcmp(lang, "ja") != 0 && strcmp(lang, "en") != 0) {
		report_usage(NULL, SAY_LANG_EXPECTED_JA, lang);
		return -1;
	}
	return word[6] == '=' ? 1 : 2;
}

/* `word` as typed: --help, or a form for other programs (cli/options/manual.h). */
static void
print_help(const common *opts, const char *word)
{
	if (strcmp(word, "--help=man") == 0)
		print_manual((tensen_lang)opts->lang);
	else if (strcmp(word, "--help=words") == 0)
		print_words((tensen_lang)opts->lang);
	else
		print_usage((tensen_lang)opts->lang, stdout);
}

int
main(int argc, char **argv)
{
	common c;
	embed *server = NULL;
	int n;

	/* a closed pipe becomes an error of write(), reported like a full disk */
	signal(SIGPIPE, SIG_IGN);
	common_init(&c, argc, argv);
	report_language((tensen_lang)c.lang);
	for (; (n = words_of_lang(argc, argv)) != 0; argc -= n, argv += n)
		if (n < 0)
			return EXIT_USAGE;
	if (argc < 2) {
		print_usage((tensen_lang)c.lang, stderr);
		return EXIT_USAGE;
	}
	if (is_one_of(argv[1], "--version", "-V", "version")) {
		puts("tensen " TENSEN_VERSION);
		return (int)report_flush();
	}
	if (strncmp(argv[1], "--help=", 7) != 0 && !is_one_of(argv[1], "--help", "-h", "help")) {
		c.embed = &server;
		n = (int)main_run(argv[1], &c, argc - 1, argv + 1);
		embed_close(server);
		return n;
	}
	if (argc > 2 && argv[2][0] != '-') {
		char help[] = "--help";
		char *ask[] = {argv[2], help, NULL};
		return (int)main_run(argv[2], &c, 2, ask);
	}
	print_help(&c, argv[1]);
	return (int)report_flush();
}
