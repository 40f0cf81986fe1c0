/* cli/ids.h - lists of ids as people give them, and files read whole. */
#ifndef CLI_IDS_H
#define CLI_IDS_H
#include "cli/options.h"

typedef struct id_list {
	const char **v; /* ends with NULL; they point into texts.  NULL: nothing was given */
	size_t n;
	char *texts[OPT_LIST_MAX];
	size_t n_texts;
} id_list;

/* The ids of `given`: commas between, and with `files` "@FILE" stands for its lines.
 * What is wrong is reported under the option's name; `l` begins empty. */
exit_code ids_read(id_list *l, const opt_list *given, const char *option, int files);
void ids_clear(id_list *l);

/* All bytes of a file ("-": standard input) and a NUL; *out: free().  More than
 * TENSEN_TEXT_MAX is refused: a wrong file does not fill the memory. */
exit_code file_read(char **out, size_t *n, const char *path);

#endif
