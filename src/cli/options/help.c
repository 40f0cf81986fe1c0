/* cli/options/help.c - what help says of a command and of one option (manual.h). */
#include "cli/options/manual.h"
#include <string.h>

void
opt_list_choices(const opt_choice *choice, const char *last, char *out, size_t cap)
{
	size_t n = 0;

	out[0] = '\0';
	for (; choice->word && n + 24 < cap; choice++) {
		const char *between = n == 0 ? "" : choice[1].word ? ", " : last;
		n += (size_t)snprintf(out + n, cap - n, "%s%s", between, choice->word);
	}
}

/* The value of an option that is not given (of an optional argument that is left out), "" if
 * help says nothing. */
static void
default_value(const opt *option, const void *base, tensen_lang lang, char *out, size_t cap)
{
	const void *at = (const char *)base + option->at;
	const char *zero = option->unset[lang];
	int value = option->optional             ? option->value
		    : option->kind == OPT_CHOICE ? *(const int *)at
						 : 0;

	out[0] = '\0';
	if (option->kind == OPT_CHOICE) {
		for (const opt_choice *k = option->choices; k->word; k++)
			if (k->value == value) {
				zero = k->word;
				break;
			}
	} else if (option->kind == OPT_U32 && *(const uint32_t *)at) {
		snprintf(out, cap, "%lu", (unsigned long)*(const uint32_t *)at);
		return;
	} else if (option->kind == OPT_U64 && *(const uint64_t *)at) {
		snprintf(out, cap, "%llu", (unsigned long long)*(const uint64_t *)at);
		return;
	} else if (option->kind == OPT_STRING && *(const char *const *)at) {
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
columns_of(const char *str)
{
	size_t n = 0;

	for (; *str; str++)
		n += ((unsigned char)*str & 0xC0) == 0x80 ? 0 : (unsigned char)*str >= 0xE0 ? 2 : 1;
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

int
opt_choices_text(const opt *option, tensen_lang lang, char *out, size_t cap)
{
	char list[OPT_TEXT_MAX];

	if (option->kind != OPT_CHOICE)
		return 0;
	opt_list_choices(option->choices, ", ", list, sizeof list);
	snprintf(out, cap, lang == TENSEN_JA ? "（%s）" : "(%s)", list);
	return 1;
}

int
opt_default_text(const opt *option, const void *base, tensen_lang lang, char *out, size_t cap)
{
	static const char *const labels[2][2] = {
	    {"［既定: %s］", "[default: %s]"}, {"［値なし: %s］", "[alone: %s]"}};
	char value[80];

	default_value(option, base, lang, value, sizeof value);
	if (value[0])
		snprintf(out, cap, labels[option->optional][lang], value);
	return value[0] != '\0';
}

static void
print_option(const opt *option, const void *base, tensen_lang lang, FILE *to)
{
	char head[64], words[OPT_TEXT_MAX];
	const char *help = option->help[lang];
	size_t at = HELP_COLUMN;
	int n = snprintf(head, sizeof head, "%c%c%c --%s", option->letter ? '-' : ' ',
	    option->letter ? option->letter : ' ', option->letter ? ',' : ' ', option->name);

	if (option->arg && n > 0 && (size_t)n < sizeof head)
		snprintf(head + n, sizeof head - (size_t)n, option->optional ? "[=%s]" : " %s",
		    option->arg);
	fprintf(to, "  %-25s ", head);
	if (strlen(head) > HELP_COLUMN - 3)
		fprintf(to, "\n%*s", HELP_COLUMN, "");
	for (const char *end; (end = strchr(help, '\n')); help = end + 1)
		fprintf(to, "%.*s\n%*s", (int)(end - help), help, HELP_COLUMN, "");
	print_wrapped(help, &at, to);
	if (opt_choices_text(option, lang, words, sizeof words))
		print_wrapped(words, &at, to);
	if (opt_default_text(option, base, lang, words, sizeof words))
		print_wrapped(words, &at, to);
	fputc('\n', to);
}

int
opt_is_shadowed(const command_line *given, const opt_group *here, const opt *option)
{
	for (const opt_group *g = given->groups; g < here; g++)
		for (const opt *k = g->table; k->name; k++)
			if (strcmp(k->name, option->name) == 0)
				return 1;
	return 0;
}

void
options_help(const command_line *given, tensen_lang lang, int full, FILE *to)
{
	fprintf(to, "%s %s %s %s\n%s\n",
	    lang == TENSEN_JA ? "使い方:" : "usage:", given->program ? given->program : "tensen",
	    given->command, given->usage, given->summary[lang]);
	for (const opt_group *g = given->groups; g->table && (full || g == given->groups); g++) {
		fprintf(to, "\n%s\n", g->title[lang]);
		for (const opt *o = g->table; o->name; o++)
			if (!opt_is_shadowed(given, g, o))
				print_option(o, g->base, lang, to);
	}
	if (full && given->notes[lang])
		fprintf(to, "\n%s\n", given->notes[lang]);
	if (!full)
		fprintf(to,
		    lang == TENSEN_JA ? "\nすべてのオプション: tensen %s --help\n"
				      : "\nall options: tensen %s --help\n",
		    given->command);
}
