/* cli/ids.h - lists of ids from the command line, and files read whole. */
#ifndef CLI_IDS_H
#define CLI_IDS_H
#include "cli/options.h"

typedef struct id_list {
	const char **v; /* ends with NULL; they point into texts.  NULL: nothing was given */
	size_t n;
	char *texts[OPT_LIST_MAX];
	size_t n_texts;
} id_list;

/* Reads the ids of `given`, joined by commas; with `files`, "@FILE" stands for the lines of a
 * file.  Errors are reported under the option's name; `l` is empty before. */
exit_code ids_read(id_list *l, const opt_list *given, const char *option, int files);
void ids_clear(id_list *l);

/* All bytes of a file ("-": standard input) and a NUL; *out: free().  A file of more than
 * TENSEN_TEXT_MAX bytes is refused, so that a wrong file does not fill the memory. */
exit_code file_read(char **out, size_t *n, const char *path);

#endif
