/* engine/base/index.h - the inside of tensen_index, and the end of every answer. */
#pragma once
#include <tensen/index.h>
#include "fields/fieldmap.h"
#include "fields/fields.h"
#include "index/store/store.h"
#include "text/analyzer.h"

/* Of vectors of a model beside the words, when nobody fitted it: chosen, not measured. */
#define EMBEDDED_WEIGHT 0.5f
#define EMBEDDED_WEIGHT_MOST 1000.0f /* an endless one would make scores no numbers */
#define EXACT_BELOW 20000            /* rows: smaller indexes are scanned with the finest codes */

struct tensen_index {
	store *store;
	struct parts *parts; /* files that have its texts; NULL: the store is one file */
	tensen_coverage coverage;
	models *models;
	fields *fields;
	sectioner *sectioner;
	struct index_late *late; /* its analyzer and its map of fields: engine/base/late.h */
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
	float embed_weight; /* of its searchers, at first; 0: questions do without */
};

/* E_MISMATCH, naming the first difference, when the index was tokenized by another analyzer. */
tensen_status engine_check_identity(
    const store *kept, const analyzer *tokenizer, const char *path, tensen_error *err);

/* The analyzer; the user dictionary that an index keeps is taken unless opts->user_dic names one. */
tensen_status engine_open_analyzer(
    analyzer **out, const store *from, const analyzer_opts *opts, tensen_error *err);

/* Note which index answers, and what share of its documents. */
void engine_sign(tensen_result *result, const tensen_index *ix);
/* st, or E_CORRUPT if a damaged row was met since the index was opened. */
tensen_status engine_sound(tensen_status st, const tensen_index *ix, tensen_error *err);
/* The end of an answer: signed and in *out, or freed when it failed.  ctx: a result of any kind; NULL
 * when none was made, for want of memory unless st is a failure. */
tensen_status engine_answer(
    void *ctx, tensen_status st, const tensen_index *ix, tensen_result **out, tensen_error *err);
