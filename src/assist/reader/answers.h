/* assist/reader/answers.h - answers of language models that are kept.
 *
 * JSONL, one answer a line, only ever appended to.  A line is found by its key, a hash of
 * the role, the model, the version of the prompt and the texts: a question that is asked twice is
 * sent once.  Lines that are torn or of a newer form are passed over.  The last line of a key
 * counts.  Memory holds the place of each line, not the line.  Several threads may use one journal,
 * and several programs one file. */
#ifndef ASSIST_READER_ANSWERS_H
#define ASSIST_READER_ANSWERS_H
#include <json-c/json.h>
#include <tensen/status.h>

#define ANSWERS_VERSION 1

typedef struct answers answers;

/* A file that is not there is an empty journal.  It is made by the first line. */
tensen_status answers_open(answers **out, const char *path, tensen_error *err);
/* The same at `path`, or, where that is NULL, beside an index as FILE.model.jsonl. */
tensen_status answers_open_beside(
    answers **out, const char *path, const char *index, tensen_error *err);
void answers_close(answers *j); /* NULL is allowed */
/* Read the lines that others have added meanwhile. */
tensen_status answers_refresh(answers *j, tensen_error *err);

/* 32 hexadecimal digits of `parts`, which end with NULL. */
void answers_key(char out[33], const char *const *parts);
/* The line, to be ended by json_object_put(); NULL: none. */
json_object *answers_find(answers *j, const char *role, const char *key);
int answers_has(answers *j, const char *role, const char *key);
/* Takes `line`, an object with "role" and "key"; it is in the file when the call returns. */
tensen_status answers_add(answers *j, json_object *line, tensen_error *err);

#endif
