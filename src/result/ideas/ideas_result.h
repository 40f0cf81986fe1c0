/* result/ideas/ideas_result.h - the result of asking for uses in other fields. */
#ifndef RESULT_IDEAS_IDEAS_RESULT_H
#define RESULT_IDEAS_IDEAS_RESULT_H
#include "fields/fields.h"
#include "result/query_words.h"
#include "result/result.h"

/* A subclass of the idea's field, and the share of the need that lies in it. */
typedef struct subclass_share {
	const char *symbol, *name[2];
	float share; /* share of the squared likenesses of all kept documents, 0 .. 1 */
	uint32_t documents;
} subclass_share;

/* What is shown of an idea beside the public tensen_idea. */
typedef struct idea_detail {
	const char *field_name[2], *sector_name[2], *subclass_name[2];
	const char *products[2]; /* typical objects of the subclass, "" if none stands out */
	uint32_t field_size;     /* documents of the corpus in the field */
	const subclass_share *subclasses; /* the subclass of the idea comes first */
	uint32_t n_subclasses;
} idea_detail;

/* What the query is: a patent, or a text (id ""). */
typedef struct idea_source {
	const char *id, *title;
	const char *license_id, *license_terms, *applicants, *classes; /* "" if not known */
	const char *problem, *means; /* text of these sections, shortened */
	uint32_t date;
	uint8_t status, open;
} idea_source;

typedef struct ideas_result {
	tensen_result base;
	const char *id, *title; /* "" for a text */
	const char *own_fields[2];
	uint64_t query_fields;
	const idea_source *sources;
	size_t n_sources;
	int fields_guessed;
	float boldness;
	query_words words;
	const char *functions; /* functions of the query, joined: 振動を抑制、… */
	const tensen_idea *ideas;
	const idea_detail *details;
	size_t n_ideas;
} ideas_result;

/* The keys of idea i, without the braces around them. */
void ideas_json_keys(json *j, const ideas_result *r, size_t i, tensen_lang lang);

/* 1: the result of tensen_combine(), 0: of tensen_ideas(). */
int ideas_is_combine(const ideas_result *r);
/* How near a document is to the idea itself: the smaller of its two cosines. */
double evidence_nearness(const tensen_evidence *e);

ideas_result *ideas_result_new(void);
/* The result of tensen_combine(): the same shape; only needs and the score are filled. */
ideas_result *combine_result_new(void);

/* The forms, a file each: ideas_json.c, ideas_table.c, ideas_csv.c, ideas_markdown.c, ideas_html.c.
 */
void ideas_json(const tensen_result *r, const tensen_style *style, json *j);
void ideas_jsonl(const tensen_result *r, const tensen_style *style, buf *out);
void ideas_table(const tensen_result *r, const tensen_style *style, buf *out);
void ideas_csv(const tensen_result *r, const tensen_style *style, buf *out);
void ideas_markdown(const tensen_result *r, const tensen_style *style, buf *out);
void ideas_html(const tensen_result *r, const tensen_style *style, buf *out);

#endif
