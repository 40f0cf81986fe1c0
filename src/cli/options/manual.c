/* cli/options/manual.c - see manual.h. */
#include "cli/options/manual.h"
#include <tensen/version.h>

/* Backslashes, minus signs, and what roff would take for a request at the start of a line. */
static void
put_text(const char *str, FILE *to)
{
	int begins = 1;

	for (; *str; str++) {
		if (begins && (*str == '.' || *str == '\''))
			fputs("\\&", to);
		if (*str == '\\')
			fputs("\\e", to);
		else if (*str == '-')
			fputs("\\-", to);
		else
			fputc(*str, to);
		begins = *str == '\n';
	}
}

static void
put_line(const char *str, FILE *to)
{
	put_text(str, to);
	fputc('\n', to);
}

void
manual_section(manual_heading heading, tensen_lang lang, FILE *to)
{
	static const char *const words[][2] = {{"名前", "NAME"}, {"書式", "SYNOPSIS"},
	    {"説明", "DESCRIPTION"}, {"コマンド", "COMMANDS"}, {"オプション", "OPTIONS"},
	    {"終了コード", "EXIT STATUS"}, {"関連項目", "SEE ALSO"}};

	fprintf(to, ".SH %s\n", words[heading][lang]);
}

void
manual_begin(const char *name, const char *what, tensen_lang lang, FILE *to)
{
	fprintf(
	    to, ".TH \"%s\" 1 \"\" \"tensen " TENSEN_VERSION "\" \"Tensen\"\n.ad l\n.nh\n", name);
	manual_section(MANUAL_NAME, lang, to);
	put_text(name, to);
	fputs(" \\- ", to);
	put_line(what, to);
}

void
manual_lines(const char *text, FILE *to)
{
	fputs(".nf\n", to);
	put_text(text, to);
	fputs("\n.fi\n", to);
}

void
manual_term(const char *term, const char *what, FILE *to)
{
	fputs(".TP\n.B ", to);
	put_line(term, to);
	put_line(what, to);
}

static void
put_option(const opt *option, const void *base, tensen_lang lang, FILE *to)
{
	char words[OPT_TEXT_MAX];

	fputs(".TP\n", to);
	if (option->letter)
		fprintf(to, "\\fB\\-%c\\fR, ", option->letter);
	fputs("\\fB\\-\\-", to);
	put_text(option->name, to);
	fputs("\\fR", to);
	if (option->arg)
		fprintf(to, option->optional ? "[=\\fI%s\\fR]" : " \\fI%s\\fR", option->arg);
	fputc('\n', to);
	put_line(option->help[lang], to);
	if (opt_choices_text(option, lang, words, sizeof words))
		put_line(words, to);
	if (opt_default_text(option, base, lang, words, sizeof words))
		put_line(words, to);
}

void
options_manual(const command_line *given, tensen_lang lang, FILE *to)
{
	const char *program = given->program ? given->program : "tensen";
	char name[64];

	snprintf(name, sizeof name, "%s-%s", program, given->command);
	manual_begin(name, given->summary[lang], lang, to);
	manual_section(MANUAL_SYNOPSIS, lang, to);
	fprintf(to, ".B %s %s\n", program, given->command);
	put_line(given->usage, to);
	if (given->notes[lang]) {
		manual_section(MANUAL_DESCRIPTION, lang, to);
		manual_lines(given->notes[lang], to);
	}
	manual_section(MANUAL_OPTIONS, lang, to);
	for (const opt_group *g = given->groups; g->table; g++) {
		fprintf(to, ".SS %s\n", g->title[lang]);
		for (const opt *o = g->table; o->name; o++)
			if (!opt_is_shadowed(given, g, o))
				put_option(o, g->base, lang, to);
	}
	manual_section(MANUAL_SEE, lang, to);
	fputs(".BR tensen (1)\n", to);
}

void
options_words(const command_line *given, tensen_lang lang, FILE *to)
{
	for (const opt_group *g = given->groups; g->table; g++)
		for (const opt *o = g->table; o->name; o++) {
			if (opt_is_shadowed(given, g, o))
				continue;
			fprintf(to, "--%s\t%s\t", o->name, o->arg ? o->arg : "");
			for (const opt_choice *k = o->choices; k && k->word; k++)
				fprintf(to, "%s%s", k == o->choices ? "" : " ", k->word);
			fputc('\t', to);
			for (const char *p = o->help[lang]; *p; p++)
				fputc(*p == '\n' ? ' ' : *p, to);
			fputc('\n', to);
		}
	fputs(lang == TENSEN_JA ? "--help\t\t\tすべての説明\n" : "--help\t\t\tall options\n", to);
}
