/* ideas/statement.h - the sentence that states an idea, in Japanese and English.
 *
 * It names the query and the application, and claims no more than the band of confidence
 * allows: high "is likely to serve", middle "could serve", low "it may be worth checking".  For a
 * precedent it says that similar means are in use there.  All names come from titles and from
 * models/. */
#ifndef IDEAS_STATEMENT_H
#define IDEAS_STATEMENT_H
#include <tensen/ideas.h>
#include "util/buf.h"

typedef struct statement_parts {
	span source;      /* title of the query, or empty: a text */
	span application; /* products of the lead document, in the language */
	tensen_band band;
	tensen_shelf shelf;
	int title_only; /* the lead document is known by its title and class alone */
} statement_parts;

void statement_write(buf *out, const statement_parts *p, tensen_lang lang);

#endif
