/* ideas/statement.h - one sentence that says an idea, in Japanese and English.
 *
 * Built only from phrases extracted from the documents and from the names in
 * models/; a phrase that is missing is left out with its clause, never made up. */
#ifndef IDEAS_STATEMENT_H
#define IDEAS_STATEMENT_H
#include <stdint.h>
#include <tensen/result.h>
#include "util/buf.h"

typedef struct statement_parts {
	span source;     /* title of the source, or empty: a pasted text */
	span function;   /* what the source does to what (振動を抑制する), or empty */
	span subclass;   /* name of the target subclass or field, in the language */
	span products;   /* its typical objects, in the language, or empty */
	span need;       /* what a document of the target wants (揺れを低減する), or empty */
	span need_title; /* title of that document, or empty */
	int is_weak;     /* the need is not near: the sentence asks instead of claiming */
	int is_silent; /* that document states no problem: the sentence speaks of none, and asks */
} statement_parts;

/* How often each template stands in a list of ideas; begins with zeros. */
#define STATEMENT_TEMPLATES 20
enum { STATEMENT_CLAIMS, STATEMENT_QUESTIONS, STATEMENT_HINTS, STATEMENT_KINDS };
typedef struct statement_uses {
	uint8_t n[STATEMENT_KINDS][2][STATEMENT_TEMPLATES];
} statement_uses;

/* Of the templates that say most, and what need they meet, the least used: neighbours in a list
 * differ.  Of equals a different one for every source and need, so that lists made of the first
 * ideas of many documents do not repeat one either. */
void statement_write(buf *out, const statement_parts *p, tensen_lang lang, statement_uses *uses);

#endif
