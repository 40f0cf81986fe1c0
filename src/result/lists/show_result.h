/* result/lists/show_result.h - how the engine read a document. */
#pragma once
#include "fields/fields.h"
#include "result/result.h"
#include "text/sections.h"

typedef struct show_section {
	section what;
	uint8_t cued;
	const char *text;
} show_section;

typedef struct show_term {
	const char *term; /* for people */
	uint32_t count, df;
	float weight; /* in the topic row (functions: in the function row) */
	uint8_t kind; /* term_kind */
} show_term;

typedef struct show_result {
	tensen_result base;
	tensen_document_ref document; /* without subclass */
	const char *products, *extra;
	const char
	    *numbers; /* others of the same patent: of application, publication, registration */
	int fields_guessed;
	const char *classes;
	const show_section *sections;
	uint32_t n_sections;
	const show_term *terms;     /* words and compounds, heaviest first */
	const show_term *functions; /* heaviest first */
	uint32_t n_terms, n_functions, unknown;
	float known_share;
	const char *const *unknown_terms;
	uint32_t n_unknown_terms;
} show_result;

extern const result_class show_class;
