/* cli/options/options.h - one table per command lists its options; parsing and help both read it,
 * so they cannot differ.
 *
 * A table is static and const; each line points into a struct by offset.  A group joins a
 * table with the struct it fills: the values before parsing are the defaults, and help prints
 * them. */
#pragma once
#include <stddef.h>
#include <stdio.h>
#include <tensen/result.h>
#include "cli/terminal/report.h"

typedef enum opt_kind {
	OPT_SET,    /* int := value */
	OPT_CHOICE, /* int := value of one of choices */
	OPT_STRING, /* const char * */
	OPT_LIST,   /* opt_list: may be given again and again */
	OPT_U32,    /* uint32_t between min and max */
	OPT_U64,    /* uint64_t */
	OPT_SIZE,   /* uint64_t bytes: 4G, 512M, 100000K */
	OPT_UNIT,   /* float between 0 and 1 */
	OPT_SINCE,  /* uint32_t yyyymmdd: the first day of a given period */
	OPT_UNTIL   /* uint32_t yyyymmdd: the last day of a given period */
} opt_kind;

typedef struct opt_choice {
	const char *word;
	int value;
} opt_choice;

#define OPT_LIST_MAX 64 /* times that one option is given; one more is a usage error */
typedef struct opt_list {
	const char *v[OPT_LIST_MAX + 1]; /* NULL-terminated when zeroed before */
	size_t n;
} opt_list;

/* A line of a table gives the first five members in order, the rest by name. */
typedef struct opt {
	int letter;       /* 0: no short form */
	const char *name; /* without "--"; NULL ends a table */
	opt_kind kind;
	size_t at;                 /* offset of the value in the group's struct */
	const char *arg;           /* "N", "FILE"; NULL: takes no argument */
	const char *help[2];       /* [TENSEN_JA], [TENSEN_EN] */
	const opt_choice *choices; /* OPT_CHOICE; ends with word NULL */
	int value;    /* OPT_SET; OPT_CHOICE: value when its optional argument is left out */
	int optional; /* OPT_CHOICE: "--x" and "--x=word" are both right */
	unsigned long long min, max; /* OPT_U32, OPT_U64 (min only); max 0: no bound */
	const char *unset[2];        /* text of help for the value 0; NULL: none */
} opt;

typedef struct opt_group {
	const char *title[2];
	const opt *table;
	void *base;
} opt_group;

#define OPT_GROUPS_MAX 10 /* `ideas` has nine, and the end */

typedef struct command_line {
	const char *program; /* NULL: tensen */
	const char *command;
	const char *usage;                /* "FILE (ID | --text T | --file F | -)" */
	const char *summary[2];           /* one line */
	const char *notes[2];             /* shown after the options by --help, or NULL */
	opt_group groups[OPT_GROUPS_MAX]; /* ends with table NULL */
	struct {
		size_t min, max;
		const char *what; /* name of the missing word: "an index" */
	} wanted;
	const char *const *words; /* the arguments that are no options */
	size_t n_words;
} command_line;

/* Reads argv[1..]; argv[0] is the command's name.  argv is permuted; words borrow from it.  1:
 * values and words are set, the command goes on.  0: the command ends with *result: help was
 * printed, or one error line. */
int options_parse(command_line *given, tensen_lang lang, int argc, char **argv, exit_code *result);

/* ids.c: lists of ids, and files read whole. */

typedef struct id_list {
	const char **v; /* ends with NULL; they point into texts.  NULL: nothing was given */
	size_t n;
	char *texts[OPT_LIST_MAX];
	size_t n_texts;
} id_list;

/* Reads the ids of `given`, joined by commas; "@FILE" stands for the lines of a file.  Errors are reported under the option's name; `l` is empty before. */
exit_code ids_read(id_list *ids, const opt_list *given, const char *option);
void ids_clear(id_list *ids);

/* All bytes of a file ("-": standard input) and a NUL; *out: free().  A file of more than
 * TENSEN_TEXT_MAX bytes is refused, so that a wrong file does not fill the memory. */
exit_code file_read(char **out, size_t *n, const char *path);
