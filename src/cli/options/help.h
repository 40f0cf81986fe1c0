/* cli/options/help.h - what help says of a command and of one option; manual.c says the same to
 * other programs. */
#pragma once
#include "cli/options/options.h"

void options_help(const command_line *given, tensen_lang lang, int full, FILE *to);

#define OPT_TEXT_MAX 200
/* "table, json or csv" into out; `last` is ", " or " or ". */
void opt_list_choices(const opt_choice *choice, const char *last, char *out, size_t cap);
/* "(table, json)" and "[default: table]" into out; 0: there is nothing to say. */
int opt_choices_text(const opt *option, tensen_lang lang, char *out, size_t cap);
int opt_default_text(const opt *option, const void *base, tensen_lang lang, char *out, size_t cap);
/* 1 if an earlier group than `here` has an option of this name: then the earlier meaning counts. */
int opt_is_shadowed(const command_line *given, const opt_group *here, const opt *option);
