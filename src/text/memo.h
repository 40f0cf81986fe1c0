/* text/memo.h - sentences and clauses that were analysed before.
 *
 * Gazettes repeat their claims word for word in the description and share
 * their furniture with every other gazette.  A memo keeps what a text
 * became, within a bound of bytes: two halves, the older of which is dropped
 * whole when the younger is full; what is asked for moves to the younger. */
#ifndef TEXT_MEMO_H
#define TEXT_MEMO_H
#include <stdint.h>
#include "util/span.h"

typedef struct memo memo; /* belongs to one thread */

memo *memo_new(uint32_t bytes); /* NULL: no memo (bytes too few, or no memory) */
void memo_free(memo *m);
/* What was kept under `key`: 1 and *value (borrowed until the next call), or 0. */
int memo_find(memo *m, span key, span *value);
/* Keep a value of at most 64 KB; a bigger one is not kept. */
void memo_keep(memo *m, span key, span value);
uint64_t memo_asked(const memo *m);
uint64_t memo_hits(const memo *m);
uint64_t memo_bytes(const memo *m); /* memory it holds */

#endif
