/* cli/options/options.c - reading a command line by its option tables.
 *
 * WHY getopt_long behind a table: getopt_long accepts all usual spellings (-k5, -k 5,
 * --count=5, --cou 5, --); the table keeps name, type, limits and help of an option on one
 * line. */
#include "cli/options/options.h"
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <tensen/index.h>
#include <tensen/messages.h>
#include "cli/options/manual.h"
#include "cli/terminal/report.h"

#define FIRST_LONG 256      /* getopt codes of long options begin above every letter */
#define LONG_MAX_OPTIONS 64 /* of one command, all groups together */

typedef struct matched_option {
	const opt *o;
	void *base;
} matched_option;

/* The tables of all groups in the two forms getopt_long wants. */
typedef struct lookup {
	matched_option all[LONG_MAX_OPTIONS];
	size_t n;
	struct option longs[LONG_MAX_OPTIONS + 2]; /* and --help, and the end */
	char letters[3 * LONG_MAX_OPTIONS + 8];
} lookup;

static void
lookup_letter(lookup *looked, size_t *at, const opt *option)
{
	if (!option->letter)
		return;
	looked->letters[(*at)++] = (char)option->letter;
	if (option->arg && !option->optional)
		looked->letters[(*at)++] = ':';
}

static void
lookup_make(lookup *looked, const command_line *given)
{
	size_t at = 0;

	memset(looked, 0, sizeof *looked);
	looked->letters[at++] =
	    ':'; /* ':' makes getopt distinguish a missing argument from an unknown option */
	looked->letters[at++] = 'h';
	for (const opt_group *g = given->groups; g->table; g++)
		for (const opt *o = g->table; o->name && looked->n < LONG_MAX_OPTIONS; o++) {
			int has = !o->arg       ? no_argument
				  : o->optional ? optional_argument
						: required_argument;
			looked->longs[looked->n] =
			    (struct option){o->name, has, NULL, FIRST_LONG + (int)looked->n};
			looked->all[looked->n++] = (matched_option){o, g->base};
			lookup_letter(looked, &at, o);
		}
	looked->longs[looked->n] = (struct option){"help", optional_argument, NULL, 'H'};
}

static const matched_option *
lookup_find(const lookup *looked, int code)
{
	if (code >= FIRST_LONG)
		return (size_t)(code - FIRST_LONG) < looked->n ? &looked->all[code - FIRST_LONG]
							       : NULL;
	for (size_t i = 0; i < looked->n; i++)
		if (looked->all[i].o->letter == code)
			return &looked->all[i];
	return NULL;
}

/* Digits only: strtoull() also accepts blanks, signs and "-1". */
static int
parse_u64(const char *str, uint64_t *out)
{
	char *end;

	if (str[0] < '0' || str[0] > '9')
		return 0;
	errno = 0;
	*out = strtoull(str, &end, 10);
	return errno == 0 && *end == '\0';
}

static int
parse_unit(const char *str, float *out)
{
	char *end;

	if (!((str[0] >= '0' && str[0] <= '9') || str[0] == '.'))
		return 0;
	*out = strtof(str, &end);
	return *end == '\0' && *out >= 0 && *out <= 1;
}

/* Bytes: a whole number above 0 and K, M, G or T (1024 each), or none of them. */
static int
parse_size(const char *str, uint64_t *out)
{
	static const char units[] = "KMGT";
	char digits[24];
	size_t n = strspn(str, "0123456789");
	const char *unit =
	    str[n] ? strchr(units, str[n] >= 'a' ? str[n] - 'a' + 'A' : str[n]) : NULL;
	int shift = unit ? 10 * (int)(unit - units + 1) : 0;

	if (n == 0 || n >= sizeof digits || (str[n] && (!unit || str[n + 1])))
		return 0;
	memcpy(digits, str, n);
	digits[n] = '\0';
	if (!parse_u64(digits, out) || *out == 0 || *out > UINT64_MAX >> shift)
		return 0;
	*out <<= shift;
	return 1;
}

static int
bad_value(const command_line *given, const opt *option, const char *got, const char *expected)
{
	report_usage(given->command, SAY_EXPECTED_GOT, option->name, expected, got);
	return 0;
}

static int
set_choice(const command_line *given, const opt *option, int *value, const char *arg)
{
	char english[160], japanese[160], words[SAID_MAX];

	if (!arg) {
		*value = option->value;
		return 1;
	}
	for (const opt_choice *k = option->choices; k->word; k++)
		if (strcmp(k->word, arg) == 0) {
			*value = k->value;
			return 1;
		}
	opt_list_choices(option->choices, " or ", english, sizeof english);
	opt_list_choices(option->choices, ", ", japanese, sizeof japanese);
	snprintf(words, sizeof words, SAY_ONE_OF, english, japanese);
	return bad_value(given, option, arg, words);
}

static int
set_u32(const command_line *given, const opt *option, uint32_t *value, const char *arg)
{
	char expected[256];
	unsigned long long max = option->max ? option->max : UINT32_MAX;
	uint64_t v;

	if (parse_u64(arg, &v) && v >= option->min && v <= max) {
		*value = (uint32_t)v;
		return 1;
	}
	snprintf(expected, sizeof expected, SAY_WHOLE_NUMBER_FROM, option->min, max);
	return bad_value(given, option, arg, expected);
}

static int
set_u64(const command_line *given, const opt *option, uint64_t *value, const char *arg)
{
	char expected[256];

	if (parse_u64(arg, value) && *value >= option->min)
		return 1;
	snprintf(expected, sizeof expected,
	    option->min ? SAY_WHOLE_NUMBER_AT_LEAST : SAY_WHOLE_NUMBER, option->min);
	return bad_value(given, option, arg, expected);
}

static int
set_list(const command_line *given, const opt *option, opt_list *list, const char *arg)
{
	if (list->n == OPT_LIST_MAX) {
		report_usage(given->command, SAY_GIVEN_MORE_THAN, option->name, OPT_LIST_MAX);
		return 0;
	}
	list->v[list->n++] = arg;
	return 1;
}

static int
names_file_to_read(const char *option)
{
	static const char *const all[] = {"pairs", "lexicon", "dictionary", "user-dic", "models",
	    "grades", "judged", "import", "model-key-file", "embeddings-key-file",
	    "rerank-key-file"};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(option, all[i]) == 0)
			return 1;
	return 0;
}

static int
set_value(const command_line *given, const matched_option *option, const char *arg)
{
	const opt *o = option->o;
	void *at = (char *)option->base + o->at;

	switch (o->kind) {
	case OPT_SET:
		*(int *)at = o->value;
		if (strcmp(o->name, "json") == 0)
			report_json(1);
		return 1;
	case OPT_CHOICE:
		if (!set_choice(given, o, at, arg))
			return 0;
		if (strcmp(o->name, "format") == 0)
			report_json(*(int *)at == TENSEN_JSON);
		return 1;
	case OPT_STRING:
		*(const char **)at = arg;
		if (names_file_to_read(o->name))
			report_names(arg, EXIT_INPUT);
		return 1;
	case OPT_LIST:
		if (strcmp(o->name, "with") == 0)
			report_names(arg, EXIT_INDEX);
		return set_list(given, o, at, arg);
	case OPT_U32:
		return set_u32(given, o, at, arg);
	case OPT_U64:
		return set_u64(given, o, at, arg);
	case OPT_SIZE:
		return parse_size(arg, at) || bad_value(given, o, arg, SAY_SIZE_SUCH_AS);
	case OPT_UNIT:
		return parse_unit(arg, at) || bad_value(given, o, arg, SAY_NUMBER_FROM_0);
	case OPT_SINCE:
	case OPT_UNTIL:
		return tensen_date_parse(at, arg, o->kind == OPT_UNTIL) ||
		       bad_value(given, o, arg, SAY_DATE_SUCH_AS);
	}
	return 0;
}

static void
report_unknown_long(
    const command_line *given, const lookup *looked, const char *word, tensen_lang lang)
{
	size_t n = strcspn(word, "=");
	char name[64], meant[128];
	suggestion s;

	snprintf(name, sizeof name, "%.*s", (int)n, word);
	suggestion_begin(&s, strncmp(name, "--", 2) == 0 ? name + 2 : name);
	for (size_t i = 0; i < looked->n; i++)
		suggestion_offer(&s, looked->all[i].o->name);
	suggestion_say(meant, sizeof meant, &s, "--", lang);
	report_usage(given->command, SAY_UNKNOWN_OR_AMBIGUOUS, word, meant);
}

/* Reports the error: getopt only returns that there is one; optind and optopt show where. */
static void
report_unknown(
    const command_line *given, const lookup *looked, char **argv, int code, tensen_lang lang)
{
	const matched_option *f = optopt ? lookup_find(looked, optopt) : NULL;
	const char *word = optind > 0 ? argv[optind - 1] : "";

	if (code == ':' && f)
		report_usage(given->command, SAY_EXPECTED_AFTER, f->o->name, f->o->arg);
	else if (f)
		report_usage(given->command, SAY_TAKES_NO_VALUE, f->o->name);
	else if (optopt && optopt < FIRST_LONG)
		report_usage(given->command, SAY_UNKNOWN_OPTION, optopt);
	else
		report_unknown_long(given, looked, word, lang);
}

static exit_code
check_words(const command_line *given)
{
	if (given->n_words < given->wanted.min)
		return report_usage(given->command, SAY_EXPECTED, given->wanted.what);
	if (given->n_words > given->wanted.max)
		return report_usage(
		    given->command, SAY_ONE_ARGUMENT_TOO, given->words[given->wanted.max]);
	return EXIT_OK;
}

/* `form` is of --help=FORM; "": the short help. */
static exit_code
print_help(const command_line *given, tensen_lang lang, const char *form)
{
	if (strcmp(form, "man") == 0)
		options_manual(given, lang, stdout);
	else if (strcmp(form, "words") == 0)
		options_words(given, lang, stdout);
	else if (strcmp(form, "") == 0 || strcmp(form, "all") == 0)
		options_help(given, lang, form[0] != '\0', stdout);
	else
		return report_usage(given->command, SAY_HELP_TAKES_NO);
	return report_flush();
}

int
options_parse(command_line *given, tensen_lang lang, int argc, char **argv, exit_code *result)
{
	lookup l;
	int code;

	lookup_make(&l, given);
	*result = EXIT_USAGE;
	opterr = 0;
	optind = 0; /* GNU: start afresh */
	while ((code = getopt_long(argc, argv, l.letters, l.longs, NULL)) != -1) {
		const matched_option *f;
		if (code == 'h' || code == 'H') {
			*result = print_help(given, lang,
			    code == 'h' ? ""
			    : optarg    ? optarg
					: "all");
			return 0;
		}
		f = code == '?' || code == ':' ? NULL : lookup_find(&l, code);
		if (!f) {
			report_unknown(given, &l, argv, code, lang);
			return 0;
		}
		if (!set_value(given, f, optarg))
			return 0;
	}
	given->words = (const char *const *)argv + optind;
	given->n_words = (size_t)(argc - optind);
	*result = check_words(given);
	return *result == EXIT_OK;
}
