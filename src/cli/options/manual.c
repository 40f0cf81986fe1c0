/* cli/options/manual.c - see manual.h. */
#include "cli/options/manual.h"
#include <string.h>
#include <tensen/version.h>
#include "cli/options/help.h"

/* Backslashes, minus signs, and what roff would take for a request at the start of a line. */
static void
put_text(const char *s, FILE *to)
{
	int begins = 1;

	for (; *s; s++) {
		if (begins && (*s == '.' || *s == '\''))
			fputs("\\&", to);
		if (*s == '\\')
			fputs("\\e", to);
		else if (*s == '-')
			fputs("\\-", to);
		else
			fputc(*s, to);
		begins = *s == '\n';
	}
}

static void
put_line(const char *s, FILE *to)
{
	put_text(s, to);
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
put_option(const opt *o, const void *base, tensen_lang lang, FILE *to)
{
	char words[OPT_TEXT_MAX];

	fputs(".TP\n", to);
	if (o->letter)
		fprintf(to, "\\fB\\-%c\\fR, ", o->letter);
	fputs("\\fB\\-\\-", to);
	put_text(o->name, to);
	fputs("\\fR", to);
	if (o->arg)
		fprintf(to, o->optional ? "[=\\fI%s\\fR]" : " \\fI%s\\fR", o->arg);
	fputc('\n', to);
	put_line(o->help[lang], to);
	if (opt_choices_text(o, lang, words, sizeof words))
		put_line(words, to);
	if (opt_default_text(o, base, lang, words, sizeof words))
		put_line(words, to);
}

void
options_manual(const command_line *c, tensen_lang lang, FILE *to)
{
	const char *program = c->program ? c->program : "tensen";
	char name[64];

	snprintf(name, sizeof name, "%s-%s", program, c->command);
	manual_begin(name, c->summary[lang], lang, to);
	manual_section(MANUAL_SYNOPSIS, lang, to);
	fprintf(to, ".B %s %s\n", program, c->command);
	put_line(c->usage, to);
	if (c->notes[lang]) {
		manual_section(MANUAL_DESCRIPTION, lang, to);
		manual_lines(c->notes[lang], to);
	}
	manual_section(MANUAL_OPTIONS, lang, to);
	for (const opt_group *g = c->groups; g->table; g++) {
		fprintf(to, ".SS %s\n", g->title[lang]);
		for (const opt *o = g->table; o->name; o++)
			if (!opt_is_shadowed(c, g, o))
				put_option(o, g->base, lang, to);
	}
	manual_section(MANUAL_SEE, lang, to);
	fputs(".BR tensen (1)\n", to);
}

void
options_words(const command_line *c, tensen_lang lang, FILE *to)
{
	for (const opt_group *g = c->groups; g->table; g++)
		for (const opt *o = g->table; o->name; o++) {
			if (opt_is_shadowed(c, g, o))
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
