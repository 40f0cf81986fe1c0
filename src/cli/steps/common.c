/* cli/steps/common.c - shared options and shared steps.
 *
 * LANGUAGE  --lang decides, else the first of LC_ALL, LC_MESSAGES, LANG that is set: "ja..."
 *           is Japanese; C and POSIX choose Japanese, the language of the documents; anything
 *           else is English.  Output is UTF-8 in every locale. */
#include "cli/steps/common.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "cli/terminal/report.h"

static const opt_choice list_forms[] = {{"table", TENSEN_TABLE}, {"json", TENSEN_JSON},
    {"jsonl", TENSEN_JSONL}, {"csv", TENSEN_CSV}, {"xlsx", TENSEN_XLSX}, {"md", TENSEN_MARKDOWN},
    {"html", TENSEN_HTML}, {NULL, 0}};
static const opt_choice eval_forms[] = {{"table", TENSEN_TABLE}, {"json", TENSEN_JSON},
    {"csv", TENSEN_CSV}, {"md", TENSEN_MARKDOWN}, {"html", TENSEN_HTML}, {NULL, 0}};
static const opt_choice triage_forms[] = {{"table", TENSEN_TABLE}, {"json", TENSEN_JSON},
    {"jsonl", TENSEN_JSONL}, {"csv", TENSEN_CSV}, {"xlsx", TENSEN_XLSX}, {NULL, 0}};
static const opt_choice page_forms[] = {{"table", TENSEN_TABLE}, {"json", TENSEN_JSON},
    {"md", TENSEN_MARKDOWN}, {"html", TENSEN_HTML}, {NULL, 0}};
static const opt_choice plain_forms[] = {{"table", TENSEN_TABLE}, {"json", TENSEN_JSON}, {NULL, 0}};
static const opt_choice languages[] = {{"ja", TENSEN_JA}, {"en", TENSEN_EN}, {NULL, 0}};
static const opt_choice out_of_field[] = {
    {"wipo35", TENSEN_OUT_WIPO35}, {"ipc3", TENSEN_OUT_IPC3}, {"ipc4", TENSEN_OUT_IPC4}, {NULL, 0}};

static const opt_choice alives[] = {{"or-unknown", 2}, {NULL, 0}};

static const opt_choice encodings[] = {
    {"utf8-bom", TENSEN_UTF8_BOM}, {"utf8", TENSEN_UTF8}, {"cp932", TENSEN_CP932}, {NULL, 0}};

/* Lines of the output tables, without their braces. */
#define AT(member) offsetof(common, member)
#define OPT_FORMAT(forms)                                                                          \
	0, "format", OPT_CHOICE, AT(format), "FORMAT", .choices = (forms),                         \
						       .help = {"出力の形", "form of the output"}
#define OPT_JSON                                                                                   \
	0, "json", OPT_SET, AT(format), NULL,                                                      \
	    .value = TENSEN_JSON, .help = {"--format json と同じ", "same as --format json"}
#define OPT_ENCODING                                                                               \
	0, "encoding", OPT_CHOICE, AT(encoding), "NAME",                                           \
	    .choices = encodings,                                                                  \
	    .help = {"CSV の文字コード（CP932 にない字は 〓）",                                    \
		"encoding of CSV (what CP932 lacks: 〓)"}
#define OPT_LANG                                                                                   \
	0, "lang", OPT_CHOICE, AT(lang), "LANG",                                                   \
	    .choices = languages, .help = {"名称と文の言語", "language of names and sentences"}
#define OPT_QUIET                                                                                  \
	'q', "quiet", OPT_SET, AT(quiet), NULL,                                                    \
	    .value = 1, .help = {"進み具合を表示しない", "no progress bar"}

const opt list_output[] = {
    {OPT_FORMAT(list_forms)}, {OPT_JSON}, {OPT_ENCODING}, {OPT_LANG}, {OPT_QUIET}, {.name = NULL}};
const opt triage_output[] = {{OPT_FORMAT(triage_forms)}, {OPT_JSON}, {OPT_ENCODING}, {OPT_LANG},
    {OPT_QUIET}, {.name = NULL}};
const opt eval_output[] = {
    {OPT_FORMAT(eval_forms)}, {OPT_JSON}, {OPT_ENCODING}, {OPT_LANG}, {OPT_QUIET}, {.name = NULL}};
const opt page_output[] = {
    {OPT_FORMAT(page_forms)}, {OPT_JSON}, {OPT_LANG}, {OPT_QUIET}, {.name = NULL}};
const opt plain_output[] = {
    {OPT_FORMAT(plain_forms)}, {OPT_JSON}, {OPT_LANG}, {OPT_QUIET}, {.name = NULL}};
const opt no_output[] = {{OPT_LANG}, {OPT_QUIET}, {.name = NULL}};

const opt words_table[] = {{0, "dictionary", OPT_STRING, AT(open.dictionary), "DIR",
			       .help = {"MeCab のシステム辞書", "MeCab system dictionary"},
			       .unset = {"mecab-ipadic-utf8", "mecab-ipadic-utf8"}},
    {0, "user-dic", OPT_STRING, AT(open.user_dic), "FILE",
	.help = {"MeCab のユーザー辞書（索引の作成時は CSV でも）",
	    "MeCab user dictionary, compiled; for index also CSV"},
	.unset = {"索引にあるもの", "the one in the index"}},
    {0, "models", OPT_STRING, AT(open.models), "DIR",
	.help = {"語の表・分類表を差し替えるフォルダー", "folder of word lists and class tables"},
	.unset = {"組み込み", "built in"}},
    {0, "lexicon", OPT_STRING, AT(open.lexicon), "DIR",
	.help = {"和英辞書（EDICT）のフォルダー",
	    "folder of the Japanese-English dictionary (EDICT)"},
	.unset = {"/usr/share/edict", "/usr/share/edict"}},
    {0, "pairs", OPT_STRING, AT(open.pairs), "FILE",
	.help = {"自分の対訳（TSV: 日本語、英語。辞書より先に使う）",
	    "pairs of your own (TSV: Japanese, English);\nthey go before the dictionary"}},
    {0, "no-translation", OPT_SET, AT(open.no_translation), NULL, .value = 1,
	.help = {"問いと違う言語の文献には訳して問わない",
	    "do not translate the question for documents in\nthe other language"}},
    {0, "no-synonyms", OPT_SET, AT(open.no_synonyms), NULL, .value = 1,
	.help = {"短い問いを同じものを指す別の語では問わない",
	    "ask a short question with its own words only, not\nwith others for the same thing"}},
    {.name = NULL}};

const opt files_table[] = {{0, "with", OPT_LIST, AT(with), "FILE",
			       .help = {"FILE と一つの索引になるファイル（繰り返し可）",
				   "a file that is one index with FILE (again for more)"}},
    {0, "readings", OPT_STRING, AT(open.readings), "FILE", .help = {"読んだ記録", "what was read"},
	.unset = {"FILE.readings.jsonl", "FILE.readings.jsonl"}},
    {0, "strict", OPT_SET, AT(open.strict), NULL, .value = 1,
	.help = {"欠けている断片があれば答えない", "no answer if a shard is missing"}},
    {.name = NULL}};
#undef AT

#define AT(member) offsetof(query_args, member)
const opt query_table[] = {{'t', "text", OPT_STRING, AT(text), "T",
			       .help = {"この文章で問う（【課題】等の見出しも可）",
				   "ask with this text (headings as 【課題】 are read)"}},
    {'f', "file", OPT_STRING, AT(file), "F",
	.help = {"このファイルの文章で問う（- は標準入力）",
	    "ask with the text of this file (-: standard input)"}},
    {0, "own-field", OPT_LIST, AT(own_field), "FIELD",
	.help = {"元の分野を読み取りの代わりに指定（1～35 か名称、\n繰り返し可）",
	    "the query's own field, instead of what was read\n(1 to 35 or a name; again for "
	    "more)"}},
    {0, "drop-word", OPT_LIST, AT(drop_words), "WORD",
	.help = {"読み取った語のうち、使わない語（繰り返し可）",
	    "a word of the query to ask without (repeatable)"}},
    {0, "add-word", OPT_LIST, AT(add_words), "WORD",
	.help = {"加えて探す語（繰り返し可）", "a word to ask with, too (repeatable)"}},
    {.name = NULL}};
#undef AT

#define AT(member) offsetof(filter_args, member)
const opt filter_table[] = {{0, "field", OPT_LIST, AT(field), "FIELD",
				.help = {"この分野だけ（1～35 か名称、繰り返し可）",
				    "only this field (1 to 35 or a name; again for more)"}},
    {0, "not-field", OPT_LIST, AT(not_field), "FIELD",
	.help = {"この分野を除く（繰り返し可）", "not this field (again for more)"}},
    {0, "out-of-field", OPT_CHOICE, AT(rest.out_of_field), "BY", .optional = 1,
	.value = TENSEN_OUT_WIPO35, .choices = out_of_field,
	.help = {"問いと分野が重ならない文献だけ", "only those sharing no field with the query"}},
    {0, "open", OPT_SET, AT(rest.open), NULL, .value = 1,
	.help = {"開放特許だけ", "only patents open to licence"}},
    {0, "alive", OPT_CHOICE, AT(rest.alive), "OR", .optional = 1, .value = 1, .choices = alives,
	.help = {"権利が生きている文献だけ（=or-unknown：不明も）",
	    "only documents in force (or-unknown: or unknown)"}},
    {0, "applicant", OPT_STRING, AT(rest.applicant), "NAME",
	.help = {"出願人の名前の一部（-NAME：それ以外）",
	    "part of an applicant's name (-NAME: all others)"}},
    {0, "class", OPT_STRING, AT(rest.classes), "SYMBOLS",
	.help = {"分類の頭がこの記号（H01F,F16F 15、-A47C は除く）",
	    "classes begin so (H01F,F16F 15; -A47C: none such)"}},
    {0, "must", OPT_STRING, AT(rest.must), "WORDS",
	.help = {"この語をすべて含む文献だけ", "only documents that have all these words"}},
    {0, "since", OPT_SINCE, AT(rest.since), "DATE",
	.help = {"この日以後（2010、2010-02、2010-02-18）",
	    "from this date on (2010, 2010-02, 2010-02-18)"}},
    {0, "until", OPT_UNTIL, AT(rest.until), "DATE", .help = {"この日以前", "up to this date"}},
    {.name = NULL}};
#undef AT

static tensen_lang
lang_of_environment(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *v = getenv(names[i]);
		if (!v || !v[0])
			continue;
		if (strncmp(v, "ja", 2) == 0 || strcmp(v, "POSIX") == 0 ||
		    (v[0] == 'C' && (v[1] == '\0' || v[1] == '.')))
			return TENSEN_JA;
		return TENSEN_EN;
	}
	return TENSEN_JA;
}

/* Appends a word quoted for a shell. */
static void
append_word(FILE *to, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "-_./=:,+@%";
	int quoted = word[0] == '\0';

	for (const char *p = word; *p; p++)
		quoted |= (unsigned char)*p < 0x80 && !strchr(plain, *p);
	fputs(quoted ? " '" : " ", to);
	for (const char *p = word; *p; p++)
		fputs(*p == '\'' ? "'\\''" : (char[]){*p, '\0'}, to);
	fputs(quoted ? "'" : "", to);
}

/* Keeps the command as typed; one too long for the foot of a sheet is left out. */
static void
remember_command(common *opts, int argc, char **argv)
{
	FILE *to = fmemopen(opts->command, sizeof opts->command - 1, "w");

	if (!to)
		return;
	fputs("tensen", to);
	for (int i = 1; i < argc; i++)
		append_word(to, argv[i]);
	if (fclose(to) != 0)
		opts->command[0] = '\0';
}

void
common_init(common *opts, int argc, char **argv)
{
	*opts = (common){.open = TENSEN_OPEN_OPTS_INIT};
	opts->open.with = opts->with.v;
	remember_command(opts, argc, argv);
	opts->lang = (int)lang_of_environment();
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *v = NULL;
		if (strncmp(argv[i], "--lang=", 7) == 0)
			v = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			v = argv[++i];
		for (const opt_choice *k = languages; v && k->word; k++)
			if (strcmp(v, k->word) == 0)
				opts->lang = k->value;
	}
}

/* The style of results: width and colour only when stdout is a terminal. */
static tensen_style
common_style(const common *opts)
{
	tensen_style s = TENSEN_STYLE_INIT;
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize w;

	s.format = (tensen_format)opts->format;
	s.lang = (tensen_lang)opts->lang;
	s.encoding = (tensen_encoding)opts->encoding;
	s.command = opts->command[0] ? opts->command : NULL;
	if (!isatty(STDOUT_FILENO))
		return s;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0)
		s.columns = w.ws_col;
	s.color = !(no_color && no_color[0]) && term && strcmp(term, "dumb") != 0;
	return s;
}

progress
common_progress(const common *opts)
{
	return progress_start((tensen_lang)opts->lang, opts->quiet || !common_prints(opts));
}

exit_code
common_finish(tensen_status st, tensen_result *result, const tensen_error *err,
    const report_files *files, const common *opts)
{
	const tensen_style style = common_style(opts);
	exit_code code = EXIT_OK;

	if (result && common_prints(opts))
		code = report_result(result, &style, opts->output);
	tensen_result_free(result);
	return st < 0 ? report_error(err, files) : code;
}

/* Say behind the message which number was probably meant. */
static void
add_meant_id(tensen_error *err, tensen_lang lang)
{
	suggestion s = {.best = err->meant[0] ? err->meant : NULL};
	char *message = lang == TENSEN_JA ? err->message_ja : err->message;
	size_t size = lang == TENSEN_JA ? sizeof err->message_ja : sizeof err->message;
	size_t n = strlen(message);

	suggestion_say(message + n, size - n, &s, "", lang);
}

/* One line on standard error when shards are missing or their joint file had to be made. */
static void
say_coverage(const tensen_index *ix, const char *path, const common *opts)
{
	const int ja = opts->lang == TENSEN_JA;
	tensen_coverage x;

	tensen_index_coverage(ix, &x);
	if (x.files < x.of_files)
		fprintf(stderr,
		    ja ? "tensen: %s: 断片 %u 個のうち %u 個（文献 %llu 件のうち %llu "
			 "件）だけから答える\n"
		       : "tensen: %s: of %u shards %u are there (of %llu documents %llu): the "
			 "answer is of these\n",
		    path, x.of_files, x.files, (unsigned long long)x.of_documents,
		    (unsigned long long)x.documents);
	if (x.made && !opts->quiet)
		fprintf(stderr,
		    ja ? "tensen: %s: 断片をまとめて探すファイルを一時的に作った（tensen merge "
			 "--joint "
			 "で残せる）\n"
		       : "tensen: %s: the joint file of these files was made for this call "
			 "(tensen merge --joint keeps one)\n",
		    path);
}

/* A bar from the first step on: opening one file has none and must not catch signals. */
typedef struct late_bar {
	const common *c;
	progress bar;
	int drawn;
} late_bar;

static int
late_step(const char *stage, unsigned long long done, unsigned long long total, void *payload)
{
	late_bar *l = payload;

	if (!l->drawn)
		l->bar = common_progress(l->c);
	l->drawn = 1;
	return progress_step(stage, done, total, &l->bar);
}

static void
report_line(const char *line, void *payload)
{
	(void)payload;
	fprintf(stderr, "tensen: %s\n", line);
}

tensen_status
common_embed(tensen_open_opts *open, const char *path, const common *c, tensen_error *err)
{
	const embed_opts o = {.lang = (tensen_lang)c->lang, .report = report_line};
	tensen_status st;

	if (!c->embed)
		return TENSEN_OK;
	embed_close(*c->embed);
	st = embed_open(c->embed, &o, path, err);
	if (st == TENSEN_OK && *c->embed) {
		open->embed = embed_question;
		open->embed_payload = *c->embed;
		open->embed_weight = embed_weight(*c->embed);
	}
	return st;
}

/* A command that only looks at readings wants those that it was told of. */
static tensen_status
find_readings(const common *opts, tensen_error *err)
{
	const char *path = opts->open.readings;
	char said[SAID_MAX];

	if (!path || opts->makes_readings || access(path, F_OK) == 0)
		return TENSEN_OK;
	report_names(path, EXIT_INPUT);
	snprintf(said, sizeof said, SAY_CANNOT_OPEN, tensen_os_error(errno));
	return tensen_error_say(err, TENSEN_E_IO, path, said);
}

tensen_status
common_open(tensen_index **out, const char *path, const common *opts, tensen_error *err)
{
	tensen_open_opts open = opts->open;
	late_bar bar = {.c = opts};
	tensen_status st = find_readings(opts, err);

	*out = NULL;
	if (st == TENSEN_OK)
		st = common_embed(&open, path, opts, err);
	open.progress = late_step;
	open.progress_payload = &bar;
	if (st == TENSEN_OK)
		st = tensen_index_open(out, path, &open, err);
	if (bar.drawn)
		progress_end(&bar.bar);
	if (st == TENSEN_OK && common_prints(opts))
		say_coverage(*out, path, opts);
	return st;
}

/* The messages about translation, each line once. */
static void
say_translation(const tensen_index *ix, const common *opts)
{
	const char *line = tensen_index_translation(ix, (tensen_lang)opts->lang);

	while (line && *line) {
		size_t n = strcspn(line, "\n");
		fprintf(stderr, "tensen: %.*s\n", (int)n, line);
		line += n + (line[n] != '\0');
	}
}

exit_code
index_ask(const report_files *files, index_call call, void *args, progress *bar, const common *opts)
{
	tensen_index *ix = NULL;
	tensen_result *r = NULL;
	tensen_error err = {0};
	tensen_status st = common_open(&ix, files->index, opts, &err);
	exit_code code;

	if (st == TENSEN_OK) {
		st = call(ix, args, &r, &err);
		if (st == TENSEN_E_NOTFOUND)
			add_meant_id(&err, (tensen_lang)opts->lang);
		if (bar)
			progress_end(bar);
	}
	if (ix)
		say_translation(ix, opts);
	code = common_finish(st, r, &err, files, opts);
	tensen_index_free(ix);
	return code;
}
