/* result/lists/match_result.h - the result of matching a need with open patents. */
#pragma once
#include <tensen/match.h>
#include "result/query_words.h"
#include "result/result.h"

typedef struct match_result {
	tensen_result base;
	const char *query; /* id, or "" for a text */
	const char *own_fields[2];
	int fields_guessed;
	int closed; /* 1: documents that are not open to licence, too */
	int fifths; /* 1: offers count fifths of the need's weight (asked, met), not its words */
	uint64_t total; /* documents that pass the filter */
	query_words words;
	const tensen_offer *offers;
	size_t n_offers;
	const struct need_readings *readings; /* engine/ideas/match.c */
	uint32_t read, answering; /* patents that were read with the need; of grade 2 or 3 */
} match_result;

extern const result_class match_class;

/* match_forms.c: ●●○, the parts of the need that an offer meets and does not meet. */
void offer_dots(buf *out, const tensen_offer *offer);
/* match_forms.c: "開放特許", or "文献" where others are offered, too. */
const char *match_what(const match_result *result, tensen_lang lang);
/* The license id and its terms of an offer. */
void offer_licence(buf *out, const void *offer, tensen_lang lang);
/* What was read of an offer (tensen_judgement): columns of the CSV, and lines for people. */
extern const column offer_read_columns[];
/* match_forms.c: of how many patents that were read how many answer; "" if none was read. */
void match_read_say(buf *out, const match_result *result, tensen_lang lang);
/* Why nothing is offered: no patent is open, or the words of the query. */
void match_nothing_say(buf *out, const match_result *result, tensen_lang lang);

/* match_forms.c */
void match_markdown(const tensen_result *result, const tensen_style *style, buf *out);
void match_html(const tensen_result *result, const tensen_style *style, buf *out);
