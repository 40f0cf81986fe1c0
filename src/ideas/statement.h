/* ideas/statement.h - one sentence that says an idea, in Japanese and English.
 *
 * Built only from phrases extracted from the documents and from the names in
 * models/; a phrase that is missing is left out with its clause, never made up. */
#ifndef IDEAS_STATEMENT_H
#define IDEAS_STATEMENT_H
#include <tensen/result.h>
#include "util/buf.h"

typedef struct statement_parts {
	span source;     /* title of the source, or empty: a pasted text */
	span function;   /* what the source does to what (振動を抑制する), or empty */
	span subclass;   /* name of the target subclass or field, in the language */
	span products;   /* its typical objects, in the language, or empty */
	span need;       /* what a document of the target wants (揺れを低減する), or empty */
	span need_title; /* title of that document, or empty */
} statement_parts;

/* variant 0, 1, 2 ... walks through the templates that the parts allow, so that
 * neighbours in a list differ. */
void statement_write(buf *out, const statement_parts *p, tensen_lang lang, unsigned variant);

#endif
