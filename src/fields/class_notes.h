/* fields/class_notes.h - notes on classes from models/: other uses of their means, scenes of need.
 *
 * Tables of two columns, a subclass or main group and a note, written from knowledge of trades:
 *     transfers.tsv  other product areas where its inventions are often useful
 *     scenes.tsv     scenes in other trades that have the trouble that its inventions remove
 * Counts of a corpus cannot show this: they show which classes are filed together, and these are
 * the own product family. */
#ifndef FIELDS_CLASS_NOTES_H
#define FIELDS_CLASS_NOTES_H
#include <tensen/status.h>
#include "util/models.h"

typedef struct class_notes class_notes; /* immutable, shared */

/* Read `file` of models/.  E_INPUT: a line without two columns. */
tensen_status class_notes_open(
    class_notes **out, const models *m, const char *file, tensen_error *err);
void class_notes_close(class_notes *t); /* NULL allowed */

/* The note of a symbol as models/ writes it ("A63F", "A63F5"); empty if nothing is known.
 * Borrowed. */
span class_notes_of(const class_notes *t, span symbol);

#endif
