/* cli/commands/cmd_serve.c - tensen serve FILE: the operations as HTTP, and the page. */
#include "assist/desk/desk.h"
#include "cli/commands/command.h"
#include "cli/steps/inputs.h"
#include "server/server.h"

typedef struct args {
	server_opts server;
	opt_list hosts, proxies;
	model_args model;
	uint32_t model_total;
} args;

#define AT(member) offsetof(args, server.member)
static const opt place_table[] = {
    {'a', "address", OPT_STRING, AT(address), "IP",
	.help = {"待ち受ける IP アドレス", "IP address to listen on"}},
    {'p', "port", OPT_U32, AT(port), "N", .max = 65535,
	.help = {"待ち受けるポート（0 は空いているもの）", "port (0: any that is free)"}},
    {0, "token-file", OPT_STRING, AT(token_file), "FILE",
	.help = {"このファイルの合い言葉を知る相手だけに答える\n"
		 "（空白のない英数字・記号16字以上の1行、chmod 600。\n"
		 "SIGHUPで読み直す）",
	    "answer only those who send the token in this file\n"
	    "(16 or more ASCII characters without blanks,\n"
	    "chmod 600; SIGHUP reads it again)"}},
    {0, "no-auth", OPT_SET, AT(no_auth), NULL, .value = 1,
	.help = {"他の機械にも合い言葉なしで答える", "answer other machines without a token"}},
    {0, "host", OPT_LIST, offsetof(args, hosts), "NAME",
	.help = {"このサーバーの名前（繰り返し可）", "a name of this server (again for more)"}},
    {0, "access-log", OPT_STRING, AT(access_log), "FILE",
	.help = {"要求の記録を書くファイル（- は標準エラー）",
	    "file for the log of requests (-: standard error)"}},
    {.name = NULL}};

static const opt limit_table[] = {
    {OPT_THREADS(threads), .help = {"検索のスレッド数", "threads that ask the index"}},
    {0, "max-body", OPT_U32, AT(max_body), "BYTES", .min = 1024, .max = 64 << 20,
	.help = {"要求の本文の上限", "largest body"}},
    {0, "max-header", OPT_U32, AT(max_header), "BYTES", .min = 1024, .max = 1 << 20,
	.help = {"要求のヘッダーの上限", "largest headers"}},
    {0, "max-connections", OPT_U32, AT(max_connections), "N", .min = 1, .max = 65000,
	.help = {"同時接続の上限", "connections"}},
    {0, "max-per-ip", OPT_U32, AT(max_per_ip), "N", .max = 65000,
	.help = {"一つのアドレスからの同時接続の上限（0 はなし）",
	    "connections from one address (0: no limit)"}},
    {0, "trusted-proxy", OPT_LIST, offsetof(args, proxies), "IP",
	.help = {"このプロキシー越しの接続は、その手前のアドレス\n"
		 "（X-Forwarded-For）で数える（繰り返し可）",
	    "connections by way of this proxy count for the\n"
	    "address before it, in X-Forwarded-For"}},
    {0, "max-waiting", OPT_U32, AT(max_waiting), "N", .min = 1, .max = 100000,
	.help = {"検索を待つ要求の上限", "requests that wait for the index"}},
    {0, "answer-seconds", OPT_U32, AT(answer_seconds), "N", .min = 1, .max = 3600,
	.help = {"要求一つに掛ける時間の上限", "longest time for one answer"}},
    {0, "read-seconds", OPT_U32, AT(read_seconds), "N", .min = 1, .max = 3600,
	.help = {"要求を受け取る時間の上限", "longest time for a request to arrive"}},
    {0, "write-seconds", OPT_U32, AT(write_seconds), "N", .min = 1, .max = 3600,
	.help = {"答えを送る時間の上限", "longest time for an answer to leave"}},
    {0, "stop-seconds", OPT_U32, AT(stop_seconds), "N", .max = 3600,
	.help = {"止まる前に残りの要求を待つ時間の上限",
	    "longest wait for open requests when stopping"}},
    {0, "model-total", OPT_U32, offsetof(args, model_total), "N", .min = 1, .max = 100000000,
	.help = {"全利用者が言語モデルに送る要求の数の上限",
	    "requests of all users to the language model"}},
    {OPT_ROUNDS(offsetof(args, model.reader.rounds))}, {.name = NULL}};
#undef AT

#define MODEL_TOTAL 1000

/* The server says at its start how much people may ask the model. */
static void
print_model(const args *with, const common *opts)
{
	const reader_opts *o = &with->model.reader;

	fprintf(stderr,
	    opts->lang == TENSEN_JA
		? "tensen: 言語モデル %s には、利用者が頼んだ特許の本文だけを送る\n"
		: "tensen: the language model %s gets texts only when a user asks it to\n",
	    o->url);
}

/* Serve with the model, if one is asked for. */
static tensen_status
cmd_serve_open(args *with, const common *shared, tensen_error *err)
{
	const desk_opts opts = {with->model.reader, with->model_total};
	desk *d = NULL;
	tensen_status st = TENSEN_OK;

	if (opts.reader.url) {
		if ((st = desk_open(&d, &opts, with->server.path, err)) < 0)
			return st;
		with->server.model = desk_model(d);
		print_model(with, shared);
	}
	st = server_run(&with->server, err);
	if (d)
		with->server.model->end(with->server.model->of);
	desk_close(d);
	return st;
}

exit_code
cmd_serve(common *c, int argc, char **argv)
{
	args a = {.server = SERVER_OPTS_INIT, .model = MODEL_ARGS(c), .model_total = MODEL_TOTAL};
	command_line line = {TAKES_INDEX("serve", "FILE [OPTION...]"),
	    .summary = {"索引をウェブページと HTTP（/api/v1/）で使えるようにする。",
		"Serve an index as a web page and over HTTP (/api/v1/)."},
	    .notes = {"既定ではこの機械からの接続だけに答える。止めるには Ctrl-C か SIGTERM。\n"
		      "索引のファイルが置き換えられると、要求を落とさずに新しい方へ移る。",
		"By default it answers this machine only.  Ctrl-C or SIGTERM stops it.\n"
		"When the file is replaced, the new one is taken up without dropping a request."},
	    .groups = {{{"待ち受け", "Serving"}, place_table, &a},
		{{"上限", "Limits"}, limit_table, &a}, {MODEL_GROUP(&a.model)},
		{OUTPUT_GROUP(no_output, c)}, {FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	tensen_error err = {0};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if ((code = beside_check(a.server.access_log, NULL, line.words[0], NULL, 0)) != EXIT_OK)
		return code;
	a.server.path = line.words[0];
	a.server.lang = (tensen_lang)c->lang;
	a.server.open = c->open;
	a.server.hosts = a.hosts.v;
	a.server.proxies = a.proxies.v;
	a.model.reader.models = c->open.models;
	a.model.reader.lang = (tensen_lang)c->lang;
	if (common_embed(&a.server.open, line.words[0], c, &err) < 0 ||
	    cmd_serve_open(&a, c, &err) < 0) {
		const char *const inputs[] = {a.server.token_file, a.model.reader.key_file,
		    a.model.reader.rerank_key_file, NULL};
		const report_files files = {line.words[0], inputs};
		if (err.code == TENSEN_E_ARG)
			return report_usage(line.command, "%s", report_words(&err));
		return report_error(&err, &files);
	}
	return EXIT_OK;
}
