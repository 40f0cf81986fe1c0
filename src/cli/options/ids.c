/* cli/options/ids.c - lists of ids from the command line, and files read whole (options.h). */
#include "cli/options/options.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <tensen/limits.h>

exit_code
file_read(char **out, size_t *n, const char *path)
{
	int is_stdin = strcmp(path, "-") == 0;
	FILE *f = is_stdin ? stdin : fopen(path, "re");
	int failed = f ? ENOMEM : errno;
	char *p = f ? malloc(TENSEN_TEXT_MAX + 2) : NULL;

	if (p) {
		*n = fread(p, 1, TENSEN_TEXT_MAX + 1, f);
		failed = ferror(f) ? errno : *n > TENSEN_TEXT_MAX ? EFBIG : 0;
	}
	if (f && !is_stdin)
		fclose(f);
	if (failed) {
		free(p);
		return report_errno(is_stdin ? "standard input" : path, failed,
		    failed == ENOMEM ? EXIT_SYSTEM : EXIT_INPUT);
	}
	p[*n] = '\0';
	*out = p; /* pages that were not written cost nothing */
	return EXIT_OK;
}

/* Cuts blanks around an id, and the \r of a Windows file. */
static char *
ids_trim(char *id)
{
	size_t n;

	id += strspn(id, " \t\r");
	for (n = strlen(id); n && strchr(" \t\r", id[n - 1]); n--)
		id[n - 1] = '\0';
	return id;
}

/* Adds the ids of `text`.  A text of n bytes holds at most n / 2 ids. */
static int
ids_split(id_list *ids, char *text, const char *separator)
{
	const char **v = realloc(ids->v, (ids->n + strlen(text) / 2 + 2) * sizeof *v);
	char *rest = NULL;

	if (!v)
		return -1;
	ids->v = v;
	for (char *id = strtok_r(text, separator, &rest); id; id = strtok_r(NULL, separator, &rest))
		if (*(id = ids_trim(id)))
			ids->v[ids->n++] = id;
	ids->v[ids->n] = NULL;
	return 0;
}

/* Bytes of the byte order mark that a text of Windows begins with. */
static size_t
ids_bom(const char *text)
{
	return text && strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

exit_code
ids_read(id_list *ids, const opt_list *given, const char *option)
{
	for (size_t i = 0; i < given->n; i++) {
		const char *arg = given->v[i];
		int file = arg[0] == '@';
		char **text = &ids->texts[ids->n_texts++];
		size_t n;
		exit_code code = EXIT_OK;
		if (file)
			code = file_read(text, &n, arg + 1);
		else
			*text = strdup(arg);
		if (code != EXIT_OK)
			return code;
		if (!*text || ids_split(ids, *text + ids_bom(*text), file ? "\n" : ",") < 0)
			return report_errno(option, ENOMEM, EXIT_SYSTEM);
	}
	return EXIT_OK;
}

void
ids_clear(id_list *ids)
{
	for (size_t i = 0; i < ids->n_texts; i++)
		free(ids->texts[i]);
	free(ids->v);
	*ids = (id_list){.n = 0};
}
