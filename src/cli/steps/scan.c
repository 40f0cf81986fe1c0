/* cli/steps/scan.c - see scan.h. */
#include "cli/steps/scan.h"
#include <string.h>
#include <unistd.h>
#include <tensen/messages.h>

#define AT(member) offsetof(scan_args, member)
const opt scan_table[] = {{'o', "output", OPT_STRING, AT(out), "OUT",
			      .help = {"書き込むファイル（途中までのものなら続きから）",
				  "file to write, or to go on with if it is unfinished"}},
    {0, "since", OPT_STRING, AT(since), "OUT_OLD",
	.help = {"前回の OUT より新しいもの・変わったもの",
	    "only what is new or has moved since then"}},
    {0, "replace", OPT_SET, AT(scan.replace), NULL, .value = 1,
	.help = {"前回の OUT を置き換える（--since OUT なら比べる。\n"
		 "終わるまでは OUT.partial に書く）",
	    "replace the OUT of before (written as OUT.partial\n"
	    "until it is whole; --since OUT compares with it)"}},
    {0, "top", OPT_U32, AT(scan.top), "N", .min = 1,
	.help = {"画面に出す仮説の数", "ideas to print"},
	.unset = {"10、--since ではすべて", "10, all with --since"}},
    {0, "all", OPT_SET, AT(scan.closed), NULL, .value = 1,
	.help = {"開放特許に限らない", "patents that are not open, too"}},
    {'k', "count", OPT_U32, AT(scan.k), "N", .min = 1, .max = TENSEN_IDEAS_MAX,
	.help = {"特許ごとの仮説の数", "ideas per patent"}},
    {OPT_THREADS(scan.threads),
	.help = {"スレッド数（ファイルは変わらない）", "threads (the file does not depend on it)"}},
    {.name = NULL}};
#undef AT

void
scan_defaults(scan_args *given)
{
	given->scan.k = 8;
}

exit_code
scan_resolve(scan_args *given, const char *command, const common *opts)
{
	if (!given->out)
		return report_usage(command, SAY_EXPECTED_O_OUT);
	if (given->since && !tensen_date_parse(&given->filter.since, given->since, 0))
		given->scan.since = given->since;
	/* the first night has no OUT to compare with */
	if (given->scan.replace && given->scan.since && !strcmp(given->out, given->scan.since) &&
	    access(given->out, F_OK) != 0)
		given->scan.since = NULL;
	given->scan.lang = (tensen_lang)opts->lang;
	return filter_resolve(&given->scan.filter, command, &given->filter, opts);
}
