/* corpus/formats/gazette.h - what a JPO gazette's elements are, and what is gathered from
 * one; shared by the parser (gazette_xml.c) and the assembly (gazette_doc.c).
 *
 * Both generations (ST.36-like until 2022, ST.96 after) map to one set of tokens
 * by local name, so everything behind the table is written once. */
#ifndef CORPUS_FORMATS_GAZETTE_H
#define CORPUS_FORMATS_GAZETTE_H
#include <expat.h>
#include "corpus/document/record.h"

#define GAZETTE_DEPTH 256 /* of elements */
#define GAZETTE_TEXT_MAX ((size_t)16 << 20)

typedef enum token {
	TOK_OTHER,
	TOK_SKIP, /* nothing inside is text of ours */
	TOK_PUBLICATION,
	TOK_APPLICATION,
	TOK_REPUBLICATION, /* application-number-of-republication */
	TOK_PCT_FILING,
	TOK_PCT_PUBLISHING,
	TOK_PRIORITY,
	TOK_RELATED, /* parents of divisions */
	TOK_GRANT,   /* the patent that came of this application */
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

/* The token of an element's local name; *heading is its heading in Japanese, NULL
 * if it has none. */
token gazette_token(span name, const char **heading);

/* Texts that are gathered while parsing; the second set from amendments. */
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
	const char *heading; /* written when the first word below it comes */
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

void gazette_init(gazette *g, record *r);
void gazette_clear(gazette *g);
/* A bibliographic element is complete: `inside` says where it stands. */
void gazette_set(gazette *g, token t, const uint16_t *inside, span value);
/* Everything is read: fill the record's fields. */
void gazette_finish(gazette *g);

/* One gazette being parsed by expat (gazette_xml.c). */
typedef struct gazette_xml {
	XML_Parser xml; /* NULL: none is */
	gazette g;
	uint16_t inside[N_TOKENS];
	uint8_t open[GAZETTE_DEPTH]; /* tokens of the open elements */
	unsigned depth;
	text_flow leaf;         /* text of the bibliographic element being read */
	buf declared;           /* names of entities, each behind a NUL */
	int truncated;          /* 1: a text was longer than GAZETTE_TEXT_MAX */
	uint64_t fed, root_end; /* bytes given; behind the root element, 0: not yet */
	unsigned long lines;    /* of the file, before what xml began with */
	char problem[256];      /* why it is refused */
} gazette_xml;

/* Begin one at the place in the file that x->lines tells; x is zeroed or was ended. */
tensen_status gazette_xml_begin(gazette_xml *x, record *r, tensen_error *err);
/* Parse s up to the end of the root element or a problem; last: the file ends behind it.
 * Returns the bytes used. */
size_t gazette_xml_feed(gazette_xml *x, span s, int last);
void gazette_xml_end(gazette_xml *x); /* keeps g, problem and lines */
void gazette_xml_clear(gazette_xml *x);

#endif
