/* engine/query/corrections.h - corrections of a query by the user: other own fields, words to leave
 * out, words to add. */
#pragma once
#include "engine/base/query.h"

/* Apply own_fields, drop_words and add_words of `q`.  E_ARG: a list is too long; E_INPUT: a
 * word is not UTF-8. */
tensen_status corrections_apply(
    query *asked, tensen_searcher *searcher, const tensen_query *q, tensen_error *err);
/* Take the dropped words of `of` out of an aspect of it. */
tensen_status corrections_drop(
    query *q, tensen_searcher *searcher, const query *of, tensen_error *err);
