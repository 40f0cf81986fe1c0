/* result/ideas/ideas_result.h - the result of asking for uses in other fields. */
#ifndef RESULT_IDEAS_IDEAS_RESULT_H
#define RESULT_IDEAS_IDEAS_RESULT_H
#include "fields/fields.h"
#include "result/ideas/candidates_result.h"
#include "result/query_words.h"
#include "result/result.h"

/* Details of an idea that people are shown and the public tensen_idea lacks. */
typedef struct idea_detail {
	const char *field_name[2], *sector_name[2], *subclass_name[2];
	const char *products[2]; /* typical objects of the subclass, "" if it has no class */
	uint32_t field_size;     /* documents of the corpus in the field */
} idea_detail;

/* The patent, or the text (id ""), that ideas were asked for. */
typedef struct idea_source {
	const char *id, *title;
	const char *license_id, *license_terms, *applicants, *classes; /* "" if not known */
	const char *problem, *means; /* the text of these sections, shortened */
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
	int combined; /* of several patents together, rather than of one query */
	int fields_guessed;
	float boldness;
	query_words words;
	const char *functions;        /* functions of the query (verb and object), joined */
	const char *const *key_words; /* aspects of the query, heaviest first */
	size_t n_key_words;
	int unfamiliar;    /* the index knows few words of the text: it gives no idea */
	int title_only;    /* the query is known by its title alone */
	uint32_t n_family; /* documents of its own product family that were set aside */
	const tensen_idea *ideas;
	const idea_detail *details;
	size_t n_ideas;
	candidate_list list; /* candidates for triage, the leads among them, and the aspects */
} ideas_result;

/* The keys of idea i, without the braces around them. */
void ideas_json_keys(json *j, const ideas_result *r, size_t i, tensen_lang lang);

ideas_result *ideas_result_new(void);
/* The same shape for two patents or more together: ideas that meet an aspect of each. */
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
