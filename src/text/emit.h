/* text/emit.h - collects the terms that the steps find. */
#ifndef TEXT_EMIT_H
#define TEXT_EMIT_H
#include "text/analyzer.h"
#include "util/buf.h"

/* Terms under construction.  Their strings lie in one growing buffer, so term.s.p is an offset
 * until analysis_run() turns it into a pointer. */
typedef struct emitter {
	buf terms; /* term[] */
	buf bytes;
	const char *from;    /* the normalized sentence */
	const uint32_t *map; /* for each of its bytes the offset in the sentence as written */
	uint32_t base;       /* offset of that sentence in the text */
} emitter;

static inline size_t
emit_begin(const emitter *e)
{
	return e->bytes.n;
}

/* Make a term of the bytes added to e->bytes since emit_begin(); it stands at [p, end) of the
 * sentence. */
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
