/* assist/reader/reader_impl.h - the inside of a reader, for the files of this room. */
#ifndef ASSIST_READER_READER_IMPL_H
#define ASSIST_READER_READER_IMPL_H
#include <json-c/json.h>
#include "assist/chat/chat.h"
#include "assist/reader/answers.h"
#include "assist/reader/passage.h"
#include "assist/reader/reader.h"

/* Why an answer, or a part of one, is not used. */
typedef enum drop {
	DROP_FOREIGN,   /* an id that was not asked */
	DROP_TWICE,     /* two judgements of one document */
	DROP_GRADE,     /* none of 0, 1, 2, 3 */
	DROP_KIND,      /* none of N, P, F */
	DROP_QUOTATION, /* it does not stand in the text */
	DROP_EMPTY,     /* a high grade without its reasons */
	DROP_CONTROL,   /* the control of its question got a high grade */
	DROP_OWN_WORDS, /* a statement in the product's own words */
	N_DROPS
} drop;
/* The word for it in the journal and in the account. */
const char *drop_name(drop d);

struct reader {
	reader_opts o;
	endpoint to;
	chat_opts chat_opts;
	chat *chat; /* NULL: nothing is asked */
	char *key;
	answers *journal;
	char *say_prompt, *judge_prompt;
	char *controls[2]; /* by tensen_lang: of the documents judged, not of the prompts */
	char say_version[13], judge_version[13];
	char by[160]; /* the model and the version of the prompt, as judgements name it */
	char date[11];
	json_object *said;  /* line of the journal from which statements borrow */
	json_object *lines; /* those from which judgements borrow */
	const char *statements[READER_STATEMENTS + 1];
	const char *aspects[TENSEN_ASPECTS_MAX + 1];
	tensen_judgement *judgements;
	size_t n_judgements, size;
	unsigned long judged, kept, unanswered, dropped[N_DROPS];
	unsigned long lacking; /* of the last query: pairs and statements without an answer */
	reader_lack lack;      /* before it was asked */
	char why[160];         /* the last reason of a question without an answer */
};

/* A line for people, in the language of the reader; fmt_ja and fmt_en take the same arguments. */
__attribute__((format(printf, 3, 4))) void reader_report(
    const reader *r, const char *fmt_ja, const char *fmt_en, ...);
/* A new line of the journal, with the members that all have. */
json_object *reader_line(const reader *r, const char *role, const char *key, const char *prompt);
/* "this machine" or "another machine", where the model answers. */
const char *reader_machine(const reader *r);
/* A delimiter that stands in none of the texts and that no author of a text could know. */
void reader_token(char out[33]);
/* A number below `most`, from the system's random source. */
unsigned reader_random(unsigned most);
/* The string under `key`, "" if there is none. */
const char *reader_text(json_object *o, const char *key);
/* The same with control characters as blanks and at most `most` bytes; a new object. */
json_object *reader_tidy(const char *text, size_t n, size_t most);

#endif
