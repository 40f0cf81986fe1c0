/* cli/options/options.c - reading a command line by its option tables.
 *
 * WHY getopt_long behind a table: getopt_long accepts all usual spellings (-k5, -k 5,
 * --count=5, --cou 5, --); the table keeps name, type, limits and help of an option on one
 * line. */
#include "cli/options/options.h"
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <tensen/index.h>
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
lookup_letter(lookup *l, size_t *at, const opt *o)
{
	if (!o->letter)
		return;
	l->letters[(*at)++] = (char)o->letter;
	if (o->arg && !o->optional)
		l->letters[(*at)++] = ':';
}

static void
lookup_make(lookup *l, const command_line *c)
{
	size_t at = 0;

	memset(l, 0, sizeof *l);
	l->letters[at++] =
	    ':'; /* ':' makes getopt distinguish a missing argument from an unknown option */
	l->letters[at++] = 'h';
	for (const opt_group *g = c->groups; g->table; g++)
		for (const opt *o = g->table; o->name && l->n < LONG_MAX_OPTIONS; o++) {
			int has = !o->arg       ? no_argument
				  : o->optional ? optional_argument
						: required_argument;
			l->longs[l->n] =
			    (struct option){o->name, has, NULL, FIRST_LONG + (int)l->n};
			l->all[l->n++] = (matched_option){o, g->base};
			lookup_letter(l, &at, o);
		}
	l->longs[l->n] = (struct option){"help", no_argument, NULL, 'H'};
}

static const matched_option *
lookup_find(const lookup *l, int code)
{
	if (code >= FIRST_LONG)
		return (size_t)(code - FIRST_LONG) < l->n ? &l->all[code - FIRST_LONG] : NULL;
	for (size_t i = 0; i < l->n; i++)
		if (l->all[i].o->letter == code)
			return &l->all[i];
	return NULL;
}

/* Digits only: strtoull() also accepts blanks, signs and "-1". */
static int
parse_u64(const char *s, uint64_t *out)
{
	char *end;

	if (s[0] < '0' || s[0] > '9')
		return 0;
	errno = 0;
	*out = strtoull(s, &end, 10);
	return errno == 0 && *end == '\0';
}

static int
parse_unit(const char *s, float *out)
{
	char *end;

	if (!((s[0] >= '0' && s[0] <= '9') || s[0] == '.'))
		return 0;
	*out = strtof(s, &end);
	return *end == '\0' && *out >= 0 && *out <= 1;
}

/* Bytes: a whole number above 0 and K, M, G or T (1024 each), or none of them. */
static int
parse_size(const char *s, uint64_t *out)
{
	static const char units[] = "KMGT";
	char digits[24];
	size_t n = strspn(s, "0123456789");
	const char *unit = s[n] ? strchr(units, s[n] >= 'a' ? s[n] - 'a' + 'A' : s[n]) : NULL;
	int shift = unit ? 10 * (int)(unit - units + 1) : 0;

	if (n == 0 || n >= sizeof digits || (s[n] && (!unit || s[n + 1])))
		return 0;
	memcpy(digits, s, n);
	digits[n] = '\0';
	if (!parse_u64(digits, out) || *out == 0 || *out > UINT64_MAX >> shift)
		return 0;
	*out <<= shift;
	return 1;
}

/* "table, json or csv" into out; `last` is ", " or " or ". */
static void
list_choices(const opt_choice *c, const char *last, char *out, size_t cap)
{
	size_t n = 0;

	out[0] = '\0';
	for (; c->word && n + 24 < cap; c++) {
		const char *between = n == 0 ? "" : c[1].word ? ", " : last;
		n += (size_t)snprintf(out + n, cap - n, "%s%s", between, c->word);
	}
}

static int
bad_value(const command_line *c, const opt *o, const char *got, const char *expected)
{
	report_usage(c->command, "--%s: expected %s, got \"%s\"", o->name, expected, got);
	return 0;
}

static int
set_choice(const command_line *c, const opt *o, int *value, const char *arg)
{
	char words[160] = "one of ";
	size_t n = strlen(words);

	if (!arg) {
		*value = o->value;
		return 1;
	}
	for (const opt_choice *k = o->choices; k->word; k++)
		if (strcmp(k->word, arg) == 0) {
			*value = k->value;
			return 1;
		}
	list_choices(o->choices, " or ", words + n, sizeof words - n);
	return bad_value(c, o, arg, words);
}

static int
set_u32(const command_line *c, const opt *o, uint32_t *value, const char *arg)
{
	char expected[64];
	unsigned long long max = o->max ? o->max : UINT32_MAX;
	uint64_t v;

	if (parse_u64(arg, &v) && v >= o->min && v <= max) {
		*value = (uint32_t)v;
		return 1;
	}
	snprintf(expected, sizeof expected, "a whole number from %llu to %llu", o->min, max);
	return bad_value(c, o, arg, expected);
}

static int
set_u64(const command_line *c, const opt *o, uint64_t *value, const char *arg)
{
	char expected[64];

	if (parse_u64(arg, value) && *value >= o->min)
		return 1;
	snprintf(expected, sizeof expected, o->min ? "a whole number from %llu" : "a whole number",
	    o->min);
	return bad_value(c, o, arg, expected);
}

static int
set_list(const command_line *c, const opt *o, opt_list *list, const char *arg)
{
	if (list->n == OPT_LIST_MAX) {
		report_usage(c->command, "--%s: given more than %d times", o->name, OPT_LIST_MAX);
		return 0;
	}
	list->v[list->n++] = arg;
	return 1;
}

static int
names_file_to_read(const char *option)
{
	static const char *const all[] = {
	    "pairs", "lexicon", "dictionary", "user-dic", "models", "grades", "judged"};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(option, all[i]) == 0)
			return 1;
	return 0;
}

static int
set_value(const command_line *c, const matched_option *f, const char *arg)
{
	const opt *o = f->o;
	void *at = (char *)f->base + o->at;

	switch (o->kind) {
	case OPT_SET:
		*(int *)at = o->value;
		if (strcmp(o->name, "json") == 0)
			report_json(1);
		return 1;
	case OPT_CHOICE:
		if (!set_choice(c, o, at, arg))
			return 0;
		if (strcmp(o->name, "format") == 0)
			report_json(*(int *)at == TENSEN_JSON);
		return 1;
	case OPT_STRING:
		*(const char **)at = arg;
		if (names_file_to_read(o->name))
			report_names(arg);
		return 1;
	case OPT_LIST:
		return set_list(c, o, at, arg);
	case OPT_U32:
		return set_u32(c, o, at, arg);
	case OPT_U64:
		return set_u64(c, o, at, arg);
	case OPT_SIZE:
		return parse_size(arg, at) || bad_value(c, o, arg, "a size such as 4G or 512M");
	case OPT_UNIT:
		return parse_unit(arg, at) || bad_value(c, o, arg, "a number from 0 to 1");
	case OPT_SINCE:
	case OPT_UNTIL:
		return tensen_date_parse(at, arg, o->kind == OPT_UNTIL) ||
		       bad_value(c, o, arg, "a date such as 2010, 2010-02 or 2010-02-18");
	}
	return 0;
}

static void
report_unknown_long(const command_line *c, const lookup *l, const char *word, tensen_lang lang)
{
	size_t n = strcspn(word, "=");
	char name[64], meant[128];
	suggestion s;

	snprintf(name, sizeof name, "%.*s", (int)n, word);
	suggestion_begin(&s, strncmp(name, "--", 2) == 0 ? name + 2 : name);
	for (size_t i = 0; i < l->n; i++)
		suggestion_offer(&s, l->all[i].o->name);
	suggestion_say(meant, sizeof meant, &s, "--", lang);
	report_usage(c->command, "unknown or ambiguous option %s%s", word, meant);
}

/* Reports the error: getopt only returns that there is one; optind and optopt show where. */
static void
report_unknown(const command_line *c, const lookup *l, char **argv, int code, tensen_lang lang)
{
	const matched_option *f = optopt ? lookup_find(l, optopt) : NULL;
	const char *word = optind > 0 ? argv[optind - 1] : "";

	if (code == ':' && f)
		report_usage(c->command, "--%s: expected %s after it", f->o->name, f->o->arg);
	else if (f)
		report_usage(c->command, "--%s: takes no value", f->o->name);
	else if (optopt && optopt < FIRST_LONG)
		report_usage(c->command, "unknown option -%c", optopt);
	else
		report_unknown_long(c, l, word, lang);
}

static exit_code
check_words(const command_line *c)
{
	if (c->n_words < c->wanted.min)
		return report_usage(c->command, "expected %s", c->wanted.what);
	if (c->n_words > c->wanted.max)
		return report_usage(
		    c->command, "one argument too many: \"%s\"", c->words[c->wanted.max]);
	return EXIT_OK;
}

int
options_parse(command_line *c, tensen_lang lang, int argc, char **argv, exit_code *result)
{
	lookup l;
	int code;

	lookup_make(&l, c);
	*result = EXIT_USAGE;
	opterr = 0;
	optind = 0; /* GNU: start afresh */
	while ((code = getopt_long(argc, argv, l.letters, l.longs, NULL)) != -1) {
		const matched_option *f;
		if (code == 'h' || code == 'H') {
			options_help(c, lang, code == 'H', stdout);
			*result = report_flush();
			return 0;
		}
		f = code == '?' || code == ':' ? NULL : lookup_find(&l, code);
		if (!f) {
			report_unknown(c, &l, argv, code, lang);
			return 0;
		}
		if (!set_value(c, f, optarg))
			return 0;
	}
	c->words = (const char *const *)argv + optind;
	c->n_words = (size_t)(argc - optind);
	*result = check_words(c);
	return *result == EXIT_OK;
}

/* The value of an option that is not given (of an optional argument that is left out), "" if
 * help says nothing. */
static void
default_value(const opt *o, const void *base, tensen_lang lang, char *out, size_t cap)
{
	const void *at = (const char *)base + o->at;
	const char *zero = o->unset[lang];
	int value = o->optional ? o->value : o->kind == OPT_CHOICE ? *(const int *)at : 0;

	out[0] = '\0';
	if (o->kind == OPT_CHOICE) {
		for (const opt_choice *k = o->choices; k->word; k++)
			if (k->value == value) {
				zero = k->word;
				break;
			}
	} else if (o->kind == OPT_U32 && *(const uint32_t *)at) {
		snprintf(out, cap, "%lu", (unsigned long)*(const uint32_t *)at);
		return;
	} else if (o->kind == OPT_U64 && *(const uint64_t *)at) {
		snprintf(out, cap, "%llu", (unsigned long long)*(const uint64_t *)at);
		return;
	} else if (o->kind == OPT_STRING && *(const char *const *)at) {
		zero = *(const char *const *)at;
	}
	if (zero)
		snprintf(out, cap, "%s", zero);
}

#define HELP_COLUMN 28 /* where the text of an option begins */
#define HELP_WIDTH 80

/* Terminal columns of UTF-8.  In our help texts, lead bytes from 0xE0 on are kana, kanji and
 * their punctuation, two columns each. */
static size_t
columns_of(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) == 0x80 ? 0 : (unsigned char)*s >= 0xE0 ? 2 : 1;
	return n;
}

/* Print `what` behind column *at, or on a line of its own if it would pass the width. */
static void
print_wrapped(const char *what, size_t *at, FILE *to)
{
	size_t n = columns_of(what);

	if (*at > HELP_COLUMN && *at + 1 + n > HELP_WIDTH) {
		fprintf(to, "\n%*s", HELP_COLUMN, "");
		*at = HELP_COLUMN;
	} else if (*at > HELP_COLUMN) {
		fputc(' ', to);
		++*at;
	}
	fputs(what, to);
	*at += n;
}

static const char *
default_label(const opt *o, tensen_lang lang)
{
	static const char *const labels[2][2] = {
	    {"［既定: %s］", "[default: %s]"}, {"［値なし: %s］", "[alone: %s]"}};

	return labels[o->optional][lang];
}

static void
print_option(const opt *o, const void *base, tensen_lang lang, FILE *to)
{
	char head[64], value[80], words[160];
	const char *help = o->help[lang];
	size_t at = HELP_COLUMN;
	int n = snprintf(head, sizeof head, "%c%c%c --%s", o->letter ? '-' : ' ',
	    o->letter ? o->letter : ' ', o->letter ? ',' : ' ', o->name);

	if (o->arg && n > 0 && (size_t)n < sizeof head)
		snprintf(head + n, sizeof head - (size_t)n, o->optional ? "[=%s]" : " %s", o->arg);
	fprintf(to, "  %-25s ", head);
	if (strlen(head) > HELP_COLUMN - 3)
		fprintf(to, "\n%*s", HELP_COLUMN, "");
	for (const char *end; (end = strchr(help, '\n')); help = end + 1)
		fprintf(to, "%.*s\n%*s", (int)(end - help), help, HELP_COLUMN, "");
	print_wrapped(help, &at, to);
	if (o->kind == OPT_CHOICE) {
		list_choices(o->choices, ", ", head, sizeof head);
		snprintf(words, sizeof words, lang == TENSEN_JA ? "（%s）" : "(%s)", head);
		print_wrapped(words, &at, to);
	}
	default_value(o, base, lang, value, sizeof value);
	if (value[0]) {
		snprintf(words, sizeof words, default_label(o, lang), value);
		print_wrapped(words, &at, to);
	}
	fputc('\n', to);
}

/* 1 if an earlier group has an option of this name: then the earlier meaning counts. */
static int
is_shadowed(const command_line *c, const opt_group *here, const opt *o)
{
	for (const opt_group *g = c->groups; g < here; g++)
		for (const opt *k = g->table; k->name; k++)
			if (strcmp(k->name, o->name) == 0)
				return 1;
	return 0;
}

void
options_help(const command_line *c, tensen_lang lang, int full, FILE *to)
{
	fprintf(to, "%s tensen %s %s\n%s\n", lang == TENSEN_JA ? "使い方:" : "usage:", c->command,
	    c->usage, c->summary[lang]);
	for (const opt_group *g = c->groups; g->table && (full || g == c->groups); g++) {
		fprintf(to, "\n%s\n", g->title[lang]);
		for (const opt *o = g->table; o->name; o++)
			if (!is_shadowed(c, g, o))
				print_option(o, g->base, lang, to);
	}
	if (full && c->notes[lang])
		fprintf(to, "\n%s\n", c->notes[lang]);
	if (!full)
		fprintf(to,
		    lang == TENSEN_JA ? "\nすべてのオプション: tensen %s --help\n"
				      : "\nall options: tensen %s --help\n",
		    c->command);
}
