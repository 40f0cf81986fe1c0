/* engine/engine.h - the inside of tensen_index and tensen_searcher. */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H
#include <tensen/index.h>
#include "engine/document_terms.h"
#include "fields/fieldmap.h"
#include "fields/fields.h"
#include "index/store/store.h"

#define EXACT_BELOW 20000 /* rows: smaller indexes are scanned with the finest codes */

struct tensen_index {
	store *store;
	struct parts *parts; /* files that have its texts; NULL: the store is one file */
	tensen_coverage coverage;
	models *models;
	fields *fields;
	sectioner *sectioner;
	struct index_late *late; /* its analyzer and its map of fields: engine/late.h */
	strtab purposes;         /* classes of functions that somebody would want done */
	strtab caused;           /* those of them that are intransitive verbs (向上) */
	strtab everyday;         /* words without content, not asked in a short question */
	strtab vague; /* objects that make a function only with their own object (低下) */
	struct class_rows *class_rows;  /* made when first wanted: engine/query/class_rows.h */
	struct readings_slot *readings; /* opened when first wanted: engine/readings */
	struct lexicon_slot *lexicon;   /* opened when first wanted: engine/translate/lexicon.h */
	int no_synonyms;                /* of its searchers, at first */
	tensen_status (*embed)(
	    void *payload, const char *text, size_t n, uint32_t dim, float *out, tensen_error *err);
	void *embed_payload;
	float embed_weight;
};

struct tensen_searcher {
	const tensen_index *ix;
	analysis *analysis; /* searcher_analysis(): NULL until a text is cut */
	vecset_scratch *vectors[N_VIEWS];
	vecset_scratch *embedded; /* NULL: the index has no vectors of a model */
	postings_scratch *lexical;
	docstore_scratch *docs, *terms;
	int untranslated;              /* 1: queries are not translated */
	int no_synonyms;               /* 1: asked with the words as they are */
	struct translator *translator; /* made when first wanted: engine/translate */
	arena mem;                     /* of the query being answered; reset at its start */
};

/* What cuts text for this searcher.  E_MISMATCH: index_analyzer(). */
tensen_status searcher_analysis(analysis **out, tensen_searcher *s, tensen_error *err);

/* E_MISMATCH, naming the first difference, when the index was tokenized by another analyzer. */
tensen_status engine_check_identity(
    const store *s, const analyzer *a, const char *path, tensen_error *err);

/* The analyzer; the user dictionary that an index keeps is taken unless a->user_dic names one. */
tensen_status engine_open_analyzer(
    analyzer **out, const store *s, const analyzer_opts *a, tensen_error *err);

/* Note which index answers, and what share of its documents. */
void engine_sign(tensen_result *r, const tensen_index *ix);
/* st, or E_CORRUPT if a damaged row was met since the index was opened. */
tensen_status engine_sound(tensen_status st, const tensen_index *ix, tensen_error *err);
/* The end of an answer: signed and in *out, or freed when it failed.  r: a result of any kind; NULL
 * when none was made, for want of memory unless st is a failure. */
tensen_status engine_answer(
    void *r, tensen_status st, const tensen_index *ix, tensen_result **out, tensen_error *err);

/* A query as every operation uses it.  Lies in s->mem. */
typedef struct query {
	uint32_t row; /* ROW_NONE for a text */
	document doc;
	document_sections sections;
	term_count *terms; /* known terms, ascending */
	uint32_t n_terms;
	uint32_t unknown;    /* distinct terms the index does not know */
	span *unknown_terms; /* some of them */
	uint32_t n_unknown_terms;
	float known_share;  /* share of the weight (count times idf) of its words that known words
			       have */
	float known_script; /* the same of single words, of the better known script: Japanese or
			       Latin */
	uint64_t mask;      /* fields by its class symbols, 0 for a text without */
	float *topic;       /* [dims], unit or zero: the vector that it asks with */
	float norm;         /* 0: the index knows none of its words */
	/* Of a query moved by feedback (engine/query/query_understand.c), else NULL: counts of the
	 * terms; its noise. */
	const float *words;
	/* Corrections by the user (engine/query/corrections.h): fields, 0 if none were said; terms
	 * that were taken out, ascending. */
	uint64_t own_fields;
	const uint32_t *dropped;
	uint32_t n_dropped;
	uint32_t noise[TENSEN_MARKED_MAX], n_noise;
	/* Of a translated query (engine/translate/translate.h), else NULL: the share of each term's
	 * count, and the factor of its weight. */
	const float *share, *worth;
	const span
	    *meant; /* the word of the query that each term stands for; NULL: not translated */
	float kept; /* share of the score that a document with the same content reaches; 0: not
		       translated */
	/* Of an index in both languages: the language of the query, and its translation for
	 * documents in the other one; NULL: none. */
	tensen_lang language;
	struct query *other;
	const local_terms
	    *read; /* the words of a text, as they were read; NULL: a stored document */
	const struct question *question; /* of a short text (engine/query/question.h), else NULL */
	int is_short;            /* a text of few words, whether it is asked word by word or not */
	const char *translation; /* lexicon_trouble(), if the query should have been translated */
} query;

#define UNKNOWN_TERMS_KEPT 20 /* as examples for people */

/* The query for a document of this row: itself, or its translation. */
const query *query_for_row(const query *a, const tensen_searcher *s, uint32_t row);

/* The unit tf-idf row of a query in a view: view_row() with its shares. */
uint32_t query_view_row(const query *a, const vocab *v, view which, uint32_t *col, float *val);

/* The row of a document by its id or any other number of it; the number of a patent in
 * any spelling (JP2010-035913A, 特開２０１０－３５９１３).  E_NOTFOUND. */
uint32_t row_of_name(const rows *r, const char *id); /* or ROW_NONE */
tensen_status row_of_id(uint32_t *row, const tensen_index *ix, const char *id, tensen_error *err);
/* Resolve and read a query.  E_NOTFOUND: no such id; E_ARG: neither or both of id and text. */
tensen_status query_understand(
    query *out, tensen_searcher *s, const tensen_query *q, tensen_error *err);
/* A document that is not in the index (a TREC query), beside others: s->mem is not reset. */
tensen_status query_of_document(
    query *out, tensen_searcher *s, const document *d, tensen_error *err);
/* The same without a vector: norm is 0.  For queries by words alone. */
tensen_status query_words_of_document(
    query *out, tensen_searcher *s, const document *d, tensen_error *err);
/* A document of the index, for evaluation: terms and vector only, no text. */
tensen_status query_of_row(query *out, tensen_searcher *s, uint32_t row, tensen_error *err);

/* The vector again, after a change of the terms. */
tensen_status query_project(query *a, tensen_searcher *s, tensen_error *err);

/* The same beside another query, whose memory stays: s->mem is not reset. */
tensen_status query_of_next_row(query *out, tensen_searcher *s, uint32_t row, tensen_error *err);

/* The same with the stored document and its sections, as query_understand() gives them. */
tensen_status query_of_stored_row(query *out, tensen_searcher *s, uint32_t row, tensen_error *err);

/* Several documents of the index as one: terms summed, fields and classes united; a->row is
 * ROW_NONE, a->doc has the first one's title. */
tensen_status query_of_rows(
    query *out, tensen_searcher *s, const uint32_t *rows_of, size_t n, tensen_error *err);
/* Add the class symbols of a document of the index to those of `to`; in s->mem. */
tensen_status add_classes(document *to, tensen_searcher *s, uint32_t row, tensen_error *err);

/* The stored terms of a row in s->mem, ascending (engine/document_terms.c). */
tensen_status row_terms(
    tensen_searcher *s, uint32_t row, term_count **t, uint32_t *n, tensen_error *err);
/* The stored document of a row, in s->mem; valid until the next query. */
tensen_status stored_document(tensen_searcher *s, uint32_t row, document *d, tensen_error *err);

#endif
