/* cli/options/manual.h - the tables of options as help, and for other programs: pages of man(7), and
 * words for the completion of shells.  Makefile and src/install/ ask for these by --help=man and
 * --help=words, which help does not list. */
#pragma once
#include "cli/options/options.h"

/* ---- help.c ---- */

void options_help(const command_line *given, tensen_lang lang, int full, FILE *to);

#define OPT_TEXT_MAX 200
/* "table, json or csv" into out; `last` is ", " or " or ". */
void opt_list_choices(const opt_choice *choice, const char *last, char *out, size_t cap);
/* "(table, json)" and "[default: table]" into out; 0: there is nothing to say. */
int opt_choices_text(const opt *option, tensen_lang lang, char *out, size_t cap);
int opt_default_text(const opt *option, const void *base, tensen_lang lang, char *out, size_t cap);
/* 1 if an earlier group than `here` has an option of this name: then the earlier meaning counts. */
int opt_is_shadowed(const command_line *given, const opt_group *here, const opt *option);

/* ---- manual.c ---- */

typedef enum manual_heading {
	MANUAL_NAME,
	MANUAL_SYNOPSIS,
	MANUAL_DESCRIPTION,
	MANUAL_COMMANDS,
	MANUAL_OPTIONS,
	MANUAL_CODES,
	MANUAL_SEE
} manual_heading;

/* The head of the page NAME(1): its title, and a heading with the name and what it is. */
void manual_begin(const char *name, const char *what, tensen_lang lang, FILE *to);
void manual_section(manual_heading heading, tensen_lang lang, FILE *to);
/* Plain text as roff, its lines as they are. */
void manual_lines(const char *text, FILE *to);
/* A term in bold and, indented below it, what it means. */
void manual_term(const char *term, const char *what, FILE *to);

/* The page of a command. */
void options_manual(const command_line *given, tensen_lang lang, FILE *to);
/* One line an option: --NAME, its argument, its choices with blanks between, its help; tabs
 * between these four. */
void options_words(const command_line *given, tensen_lang lang, FILE *to);
