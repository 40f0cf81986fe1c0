/* assist/prompts.h - the prompts of a language model: the files of models/prompts/.
 *
 * They are embedded at build time; a folder given by --models replaces those it holds below
 * prompts/.  Lines that begin with # are for people and are left out. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <tensen/result.h>

/* A name in braces and the text that replaces it. */
typedef struct prompt_blank {
	const char *name, *value;
} prompt_blank;

/* The file NAME-ja.txt or NAME-en.txt.  *out: free().  dir NULL: as built in. */
tensen_status prompt_read(
    char **out, const char *name, tensen_lang lang, const char *dir, tensen_error *err);
/* `text` with every {name} replaced; blanks end with a NULL name.  Names in braces inside a value
 * are not replaced.  NULL: out of memory. */
char *prompt_fill(const char *text, const prompt_blank *blanks);
/* The embedded file of this very name, whole; NULL: none. */
const char *prompt_embedded(const char *file, size_t *n);
/* JSON Schema of the answer of a role: src/assist/reader/ROLE.schema.json. */
const char *prompt_schema(const char *role);

/* Twelve hexadecimal digits that change with any byte of the texts. */
void prompt_version(char out[13], const char *const *texts, size_t n);
