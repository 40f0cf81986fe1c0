/* text/emit.h - where the steps put the terms they find. */
#ifndef TEXT_EMIT_H
#define TEXT_EMIT_H
#include "text/analyzer.h"
#include "util/buf.h"

/* Terms under construction: strings lie in one growing buffer, so term.s.p is
 * an offset until analysis_run() turns it into a pointer. */
typedef struct emitter {
	buf terms; /* term[] */
	buf bytes;
	const char *from;    /* the sentence being read ... */
	const uint32_t *map; /* ... and for each byte its offset in the sentence as written, */
	uint32_t base;       /* which starts here in the text */
} emitter;

static inline size_t
emit_begin(const emitter *e)
{
	return e->bytes.n;
}

/* The bytes added to e->bytes since emit_begin() are a term that was read from
 * [p, end) of the sentence. */
static inline void
emit_end(emitter *e, size_t begin, term_kind kind, const char *p, const char *end)
{
	term *t = buf_more(&e->terms, sizeof *t);

	if (t)
		*t = (term){{(const char *)(uintptr_t)begin, e->bytes.n - begin}, (uint8_t)kind,
		    e->base + e->map[p - e->from], e->base + e->map[end - e->from]};
}

static inline void
emit_word(emitter *e, span s, const char *p, const char *end)
{
	size_t begin = emit_begin(e);

	buf_span(&e->bytes, s);
	emit_end(e, begin, TERM_WORD, p, end);
}

#endif
