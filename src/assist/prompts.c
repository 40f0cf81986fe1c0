/* assist/prompts.c - see prompts.h; the table is made by util/embed.sh. */
#include "assist/prompts.h"
#define XXH_INLINE_ALL
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include "assist/failure.h"

#define FILE_MAX ((size_t)1 << 18)

struct embedded {
	const char *name, *bytes;
	uint64_t size;
};
extern const struct embedded prompts_embedded[];

const char *
prompt_embedded(const char *file, size_t *n)
{
	for (const struct embedded *e = prompts_embedded; e->name; e++)
		if (strcmp(e->name, file) == 0) {
			*n = e->size;
			return e->bytes;
		}
	return NULL;
}

const char *
prompt_schema(const char *role)
{
	char file[64];
	size_t n;

	snprintf(file, sizeof file, "%s.schema.json", role);
	return prompt_embedded(file, &n);
}

/* The text without the lines for people. */
static char *
prompts_uncommented(const char *str, size_t n)
{
	char *out = malloc(n + 1), *to = out;

	for (size_t i = 0; out && i < n;) {
		const char *end = memchr(str + i, '\n', n - i);
		size_t length = end ? (size_t)(end - (str + i)) + 1 : n - i;
		if (str[i] != '#') {
			memcpy(to, str + i, length);
			to += length;
		}
		i += length;
	}
	if (out)
		*to = '\0';
	return out;
}

static tensen_status
read_file(char **out, FILE *file, const char *path, tensen_error *err)
{
	char *bytes = malloc(FILE_MAX + 1);
	size_t n = bytes ? fread(bytes, 1, FILE_MAX + 1, file) : 0;

	if (!bytes || ferror(file) || n > FILE_MAX || memchr(bytes, '\0', n)) {
		tensen_status st = !bytes         ? TENSEN_E_NOMEM
				   : ferror(file) ? TENSEN_E_IO
						  : TENSEN_E_INPUT;
		free(bytes);
		return failure(
		    err, st, path, "%s", st == TENSEN_E_INPUT ? SAY_NOT_TEXT_AT : SAY_COULD_NOT_BE);
	}
	*out = prompts_uncommented(bytes, n);
	free(bytes);
	return *out ? TENSEN_OK : failure_nomem(err);
}

tensen_status
prompt_read(char **out, const char *name, tensen_lang lang, const char *dir, tensen_error *err)
{
	char file[64], path[4096];
	const char *bytes;
	size_t n;

	*out = NULL;
	snprintf(file, sizeof file, "%s-%s.txt", name, lang == TENSEN_JA ? "ja" : "en");
	if (dir && snprintf(path, sizeof path, "%s/prompts/%s", dir, file) < (int)sizeof path) {
		FILE *f = fopen(path, "rb");
		if (f) {
			tensen_status st = read_file(out, f, path, err);
			fclose(f);
			return st;
		}
		if (errno != ENOENT && errno != ENOTDIR)
			return failure(err, TENSEN_E_IO, path, "%s", tensen_os_error(errno));
	}
	if (!(bytes = prompt_embedded(file, &n)))
		return failure(err, TENSEN_E_NOTFOUND, file, SAY_THERE_NO_SUCH);
	*out = prompts_uncommented(bytes, n);
	return *out ? TENSEN_OK : failure_nomem(err);
}

static const prompt_blank *
blank_at(const char *str, const prompt_blank *blanks)
{
	for (; blanks->name; blanks++) {
		size_t n = strlen(blanks->name);
		if (str[0] == '{' && strncmp(str + 1, blanks->name, n) == 0 && str[n + 1] == '}')
			return blanks;
	}
	return NULL;
}

char *
prompt_fill(const char *text, const prompt_blank *blanks)
{
	char *out = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&out, &size);

	if (!f)
		return NULL;
	while (*text) {
		const prompt_blank *b = blank_at(text, blanks);
		if (b) {
			fputs(b->value, f);
			text += strlen(b->name) + 2;
		} else {
			putc(*text++, f);
		}
	}
	if (fclose(f) == 0)
		return out;
	free(out);
	return NULL;
}

void
prompt_version(char out[13], const char *const *texts, size_t n)
{
	XXH3_state_t s;

	XXH3_64bits_reset(&s);
	for (size_t i = 0; i < n; i++)
		XXH3_64bits_update(&s, texts[i], strlen(texts[i]) + 1);
	snprintf(out, 13, "%012llx", (unsigned long long)XXH3_64bits_digest(&s) >> 16);
}
