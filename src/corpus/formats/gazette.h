/* corpus/formats/gazette.h - the elements of a JPO gazette and the texts gathered from it.
 *
 * gazette_tokens.c maps the element names of both generations (ST.36-like until 2022, ST.96
 * after) to one set of tokens; gazette_xml.c parses; gazette_doc.c makes the document. */
#pragma once
#include <expat.h>
#include "corpus/document/record.h"

#define GAZETTE_DEPTH 256 /* nested elements; a deeper file is refused */
#define GAZETTE_TEXT_MAX ((size_t)16 << 20)

typedef enum token {
	TOK_OTHER,
	TOK_SKIP, /* its texts are not read */
	TOK_PUBLICATION,
	TOK_APPLICATION,
	TOK_REPUBLICATION, /* application-number-of-republication */
	TOK_PCT_FILING,
	TOK_PCT_PUBLISHING,
	TOK_PRIORITY,
	TOK_RELATED, /* parents of divisions */
	TOK_GRANT,   /* the patent granted on this application */
	TOK_CITED,   /* by the examiner */
	TOK_NUMBER,
	TOK_DATE,
	TOK_KIND,
	TOK_TITLE,
	TOK_APPLICANT,
	TOK_NAME,
	TOK_IPC_GROUP,
	TOK_FI_GROUP,
	TOK_SYMBOL,
	TOK_THEME,
	TOK_FTERM,
	TOK_CITATION,
	TOK_ABSTRACT,
	TOK_CLAIMS,
	TOK_CLAIM,
	TOK_CLAIM_TEXT,
	TOK_DESCRIPTION,
	TOK_SECTION, /* a part of the description that keeps its Japanese heading */
	TOK_PROBLEM,
	TOK_MEANS,
	TOK_EFFECT,
	TOK_PARAGRAPH,
	TOK_BREAK,
	TOK_AMENDMENT,
	N_TOKENS
} token;

/* The token of an element's local name; *heading is its Japanese heading, NULL if it has none. */
token gazette_token(span name, const char **heading);

/* The texts gathered while parsing, once for the body and once for its amendments. */
typedef enum gathered {
	GOT_ABSTRACT,
	GOT_PROBLEM,
	GOT_MEANS,
	GOT_EFFECT,
	GOT_DESCRIPTION,
	N_GATHERED
} gathered;

typedef struct text_flow {
	buf text;
	const char *heading; /* written before the first word below it */
	int blank;           /* a blank is due before the next word */
} text_flow;

typedef struct gazette {
	record *rec;
	char kind_attr[8]; /* kind-of-jp of the older form */
	char root[64];     /* local name of the root */
	buf kind;          /* 公開特許公報(A) */
	buf publication, date;
	text_flow text[2][N_GATHERED]; /* [0] the body, [1] its amendments */
	text_flow claim;
	span_list claims[2];  /* in the record's arena */
	span_list new_claims; /* of the amendment being read */
	span_list citations, parents, other_names;
	int named; /* the applicant being read has its name */
} gazette;

void gazette_init(gazette *gaz, record *one_record);
void gazette_clear(gazette *gaz);
/* Take the value of a bibliographic element; `inside` counts the open elements of each token. */
void gazette_set(gazette *gaz, token tok, const uint16_t *inside, span value);
/* Fill the record's fields from the gathered texts. */
void gazette_finish(gazette *gaz);

/* One gazette being parsed by expat (gazette_xml.c). */
typedef struct gazette_xml {
	XML_Parser xml; /* NULL between gazettes */
	gazette g;
	uint16_t inside[N_TOKENS];
	uint8_t open[GAZETTE_DEPTH]; /* tokens of the open elements */
	unsigned depth;
	text_flow leaf; /* text of the bibliographic element being read */
	buf declared;   /* names of entities, each behind a NUL */
	int truncated;  /* 1: a text was longer than GAZETTE_TEXT_MAX */
	uint64_t fed,
	    root_end;        /* bytes parsed; the place behind the root element, 0: not reached */
	unsigned long lines; /* of the file before this gazette */
	char problem[768];   /* why it is refused */
} gazette_xml;

/* Begin a gazette at line gaz->lines + 1 of the file; x is zeroed or was ended. */
tensen_status gazette_xml_begin(gazette_xml *gaz, record *rec, tensen_error *err);
/* Parse s up to the end of the root element or up to a problem; last = 1: the file ends behind
 * s.  Returns the bytes used. */
size_t gazette_xml_feed(gazette_xml *gaz, span text, int last);
void gazette_xml_end(gazette_xml *gaz); /* keeps g, problem and lines */
void gazette_xml_clear(gazette_xml *gaz);
