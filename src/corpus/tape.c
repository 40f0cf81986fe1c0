/* corpus/tape.c - see tape.h. */
#include "corpus/tape.h"
#include "util/fail.h"

enum { DOCUMENT, REFUSED, NOTED };

/* In front of each thing told: a binary document, or a reason with its NUL. */
typedef struct head {
	uint64_t at;
	size_t n; /* bytes behind the head */
	int what;
} head;

void
tape_begin(tape *t)
{
	buf_reset(&t->told);
	t->full = 0;
}

void
tape_clear(tape *t)
{
	buf_clear(&t->told);
}

static void
limit(tape *t)
{
	if (t->told.n > TAPE_MAX) {
		t->full = 1;
		buf_reset(&t->told);
	}
}

static tensen_status
keep_document(void *payload, const document *d, tensen_error *err)
{
	tape *t = payload;
	size_t from = t->told.n;
	head h;

	memset(&h, 0, sizeof h);
	buf_add(&t->told, &h, sizeof h);
	document_write(&t->told, d);
	if (t->told.failed)
		return tensen_fail_nomem(err);
	h.n = t->told.n - from - sizeof h;
	h.what = DOCUMENT;
	memcpy(t->told.p + from, &h, sizeof h);
	limit(t);
	return t->full ? tensen_fail(err, TENSEN_E_NOMEM, "more than the tape holds") : TENSEN_OK;
}

static void
keep_words(tape *t, int what, uint64_t at, const char *words)
{
	head h;

	memset(&h, 0, sizeof h);
	h.at = at;
	h.n = strlen(words) + 1;
	h.what = what;
	buf_add(&t->told, &h, sizeof h);
	buf_add(&t->told, words, h.n);
	limit(t);
}

static void
keep_refused(void *payload, const char *path, unsigned long long at, const char *why)
{
	(void)path;
	keep_words(payload, REFUSED, at, why);
}

static void
keep_noted(void *payload, const char *path, unsigned long long at, const char *what)
{
	(void)path;
	keep_words(payload, NOTED, at, what);
}

corpus_sink
tape_sink(tape *t)
{
	return (corpus_sink){
	    .document = keep_document, .refused = keep_refused, .payload = t, .noted = keep_noted};
}

static tensen_status
play_document(span binary, const corpus_sink *to, arena *mem, tensen_error *err)
{
	document d;
	tensen_status st;

	arena_reset(mem);
	if ((st = document_read(&d, mem, binary, err)) < 0)
		return st;
	return to->document ? to->document(to->payload, &d, err) : TENSEN_OK;
}

tensen_status
tape_play(const tape *t, const char *path, const corpus_sink *to, tensen_error *err)
{
	arena mem;
	tensen_status st = t->told.failed ? tensen_fail_nomem(err) : TENSEN_OK;

	arena_init(&mem);
	for (size_t i = 0; st == TENSEN_OK && i < t->told.n;) {
		const char *p = t->told.p + i + sizeof(head);
		head h;
		memcpy(&h, t->told.p + i, sizeof h);
		if (h.what == DOCUMENT)
			st = play_document((span){p, h.n}, to, &mem, err);
		else if (h.what == REFUSED && to->refused)
			to->refused(to->payload, path, h.at, p);
		else if (h.what == NOTED && to->noted)
			to->noted(to->payload, path, h.at, p);
		i += sizeof h + h.n;
	}
	arena_clear(&mem);
	return st;
}
