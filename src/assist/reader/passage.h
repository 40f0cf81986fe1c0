/* assist/reader/passage.h - the part of a document that a language model reads. */
#pragma once
#include <tensen/tensen.h>

#define PASSAGE_QUERY 6000 /* bytes of the patent asked about, at most */
#define PASSAGE_NO_MORE                                                                            \
	"(nothing more is known of it)\n" /* bytes behind a title that is the whole text */
#define PASSAGE_DOCUMENT 1800             /* bytes of a document judged */

typedef struct passage {
	char *id;   /* "" for a text */
	char *text; /* sections under their names, cut to the limit */
	int japanese;
	int cut;        /* it did not fit; sentences are whole */
	int title_only; /* there is nothing else to read */
} passage;

/* E_NOTFOUND: no such id. */
tensen_status passage_read(passage *out, tensen_searcher *searcher, const tensen_query *q,
    size_t limit, tensen_error *err);
void passage_clear(passage *text_of);
/* 1 if it has kana or han characters. */
int passage_is_japanese(const char *text);
