/* result/ideas/ideas_result.h - the result of asking for uses in other fields. */
#pragma once
#include "fields/fields.h"
#include <tensen/ideas.h>
#include "result/query_words.h"
#include "result/result.h"

/* The patent, or the text (id ""), that ideas were asked for. */
typedef struct idea_source {
	tensen_document_ref document; /* without fields and subclass */
	const char *classes;          /* "" if not known */
	const char *problem, *means;  /* the text of these sections, shortened */
} idea_source;

typedef struct candidate_list {
	const tensen_candidate *v; /* best first */
	size_t n;
	const tensen_aspect *aspects;
	size_t n_aspects;
} candidate_list;

/* Of candidates: the list, and nothing of ideas. */
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
	int unfamiliar;        /* the index knows few words of the text: it gives no list */
	int weak;              /* no document has many words of the text: the list is weak */
	uint32_t n_withheld;   /* candidates that an unfamiliar text does not show */
	int title_only;        /* the query is known by its title alone */
	uint32_t n_family;     /* documents of its own product family that were set aside */
	uint32_t n_read;       /* judged documents that the index has */
	uint32_t n_left_out;   /* ideas that the filters leave out */
	uint32_t n_same_trade; /* ideas beyond three of one subclass */
	const tensen_idea *ideas;
	size_t n_ideas;
	candidate_list list; /* the unread list, and what was asked */
} ideas_result;

/* The keys of an idea, without the braces around them. */
void idea_json(json *out, const tensen_idea *idea, tensen_lang lang);

/* The second: two patents or more together, ideas that meet an aspect of each. */
extern const result_class ideas_class, combine_class, candidates_class;

/* The forms for people, a file each. */
void ideas_table(const tensen_result *result, const tensen_style *style, buf *out);
void ideas_markdown(const tensen_result *result, const tensen_style *style, buf *out);
void candidates_table(const tensen_result *result, const tensen_style *style, buf *out);
void ideas_html(const tensen_result *result, const tensen_style *style, buf *out);
/* sheet.c, a use hypothesis on one page of A4.  Writes the sheet of idea i of result: a <section class=sheet id=sheet-NUMBER> of a page that
 * html_begin() began, headed "NUMBER / OF".  Long texts are shortened, so that the sheet
 * fits the page. */
void sheet_write(buf *out, const ideas_result *result, size_t i, size_t number, size_t of,
    const tensen_style *style);
