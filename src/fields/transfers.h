/* fields/transfers.h - to which classes the means of a class travel.
 *
 * models/transfers.tsv, written by people who know many trades: for a subclass or main group,
 * other product areas where what is invented there is often useful, best first.  Counts of a
 * corpus cannot say this: they say what is filed together, which is the own product family. */
#ifndef FIELDS_TRANSFERS_H
#define FIELDS_TRANSFERS_H
#include <tensen/status.h>
#include "util/models.h"

typedef struct transfers transfers; /* immutable, shared */

tensen_status transfers_open(transfers **out, const models *m, tensen_error *err);
void transfers_close(transfers *t); /* NULL allowed */

/* Targets of a symbol as models/ writes it ("A63F", "A63F5"), separated by blanks, best
 * first; empty if nothing is known.  Borrowed. */
span transfers_of(const transfers *t, span symbol);

#endif
