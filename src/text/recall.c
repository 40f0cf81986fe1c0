/* text/recall.c - see recall.h.
 *
 * A tally, a count, as many packed terms, and their strings one after another. */
#include "text/recall.h"

typedef struct packed_head {
	tally tally;
	uint64_t n;
} packed_head;

typedef struct packed_term {
	uint32_t at, to, n, kind; /* at and to from the start of the sentence */
} packed_term;

void
recall_pack(buf *out, const emitter *e, size_t terms, size_t bytes, uint32_t base, tally t)
{
	const term *v = (const term *)(const void *)(e->terms.p + terms);
	packed_head h = {t, (e->terms.n - terms) / sizeof *v};

	buf_reset(out);
	buf_add(out, &h, sizeof h);
	for (size_t i = 0; i < h.n; i++) {
		packed_term p = {v[i].at - base, v[i].to - base, (uint32_t)v[i].s.n, v[i].kind};
		buf_add(out, &p, sizeof p);
	}
	buf_add(out, e->bytes.p + bytes, e->bytes.n - bytes);
}

tally
recall_emit(emitter *e, span packed, uint32_t base)
{
	packed_head h;
	size_t at = e->bytes.n, strings;

	memcpy(&h, packed.p, sizeof h);
	strings = sizeof h + h.n * sizeof(packed_term);
	buf_add(&e->bytes, packed.p + strings, packed.n - strings);
	for (size_t i = 0; i < h.n; i++) {
		packed_term p;
		term t;
		memcpy(&p, packed.p + sizeof h + i * sizeof p, sizeof p);
		t = (term){{NULL, p.n}, (uint8_t)p.kind, base + p.at, base + p.to};
		t.s.p = (const char *)(uintptr_t)at;
		buf_add(&e->terms, &t, sizeof t);
		at += p.n;
	}
	return h.tally;
}
