/* assist/reader/loose.h - reads the JSON in the text of a model.
 *
 * Small models seldom write only the JSON that they were asked for.  This reader also accepts words
 * or a fence around it, a draft before it, commas too many, full-width or typographic quotation
 * marks and punctuation, unescaped quotation marks and line ends within a string, an answer that
 * breaks off (its complete values count), and a list without the object around it, one object after
 * another, or objects under their ids.  The result is checked afterwards like any answer. */
#pragma once
#include <json-c/json.h>

/* An object that has a list under `key`; json_object_put().  NULL: there is none, and *why. */
json_object *loose_object(const char *text, const char *key, const char **why);
