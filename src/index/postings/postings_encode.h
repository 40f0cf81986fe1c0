/* index/postings/postings_encode.h - the bytes of one list. */
#ifndef INDEX_POSTINGS_POSTINGS_ENCODE_H
#define INDEX_POSTINGS_POSTINGS_ENCODE_H
#include "index/postings/postings_format.h"

typedef struct list_encoder {
	const struct postings *table; /* its impacts */
	const uint8_t *norm[N_LEXICAL];
} list_encoder;

/* Append the list of a term (nothing if df is 0), padded to 4 bytes. */
void list_encode(
    const list_encoder *e, buf *out, const uint32_t *rows, const uint8_t *codes, uint32_t df);

#endif
