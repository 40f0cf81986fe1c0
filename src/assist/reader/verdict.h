/* assist/reader/verdict.h - one judgement that a model gave, checked. */
#ifndef ASSIST_READER_VERDICT_H
#define ASSIST_READER_VERDICT_H
#include "assist/reader/reader_impl.h"

/* Schema of the answer to a question about several documents. */
extern const char verdict_schema[];
/* NULL: the answer has that form; else the reason why not. */
const char *verdict_form(const char *answer, void *asker);

/* The grade of an entry, 0..3; -1: none of these. */
int verdict_grade(json_object *given);
/* Check `given` against the two texts and write the valid parts into `line`; a grade above 1 of
 * kind F becomes 1.  N_DROPS: it is valid, else the reason why not. */
drop verdict_check(
    json_object *line, json_object *given, const passage *patent, const passage *document);
/* A line of the journal as a judgement that borrows from it; 0: it was dropped. */
int verdict_read(tensen_judgement *out, json_object *line, const char *by);

#endif
