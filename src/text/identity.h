/* text/identity.h - opens the dictionary and writes its identity. */
#pragma once
#include <mecab.h>
#include <tensen/status.h>
#include "util/buf.h"

/* dir NULL: Debian's ipadic.  E_IO with the name of the package when there is
 * none; E_INPUT when it is no UTF-8 dictionary with IPADIC's columns. */
tensen_status dictionary_open(
    mecab_model_t **out, const char *dir, const char *user_dic, tensen_error *err);

/* The JSON object of analyzer_identity(). */
tensen_status identity_write(
    buf *out, mecab_model_t *model, uint64_t lists_hash, tensen_error *err);
