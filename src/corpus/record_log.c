/* corpus/record_log.c - see record_log.h. */
#include "corpus/record_log.h"
#include "util/fail.h"

enum { DOCUMENT, REFUSED, NOTED };

/* Stands before each entry: a binary document, or a message with its NUL. */
typedef struct head {
	uint64_t at;
	size_t n; /* bytes behind the head */
	int kind; /* DOCUMENT, REFUSED, NOTED */
} head;

void
record_log_begin(record_log *reclog)
{
	buf_reset(&reclog->entries);
	reclog->full = 0;
}

void
record_log_clear(record_log *reclog)
{
	buf_clear(&reclog->entries);
}

static void
record_limit(record_log *reclog)
{
	if (reclog->entries.n > RECORD_LOG_MAX) {
		reclog->full = 1;
		buf_reset(&reclog->entries);
	}
}

static tensen_status
keep_document(void *payload, const document *doc, tensen_error *err)
{
	record_log *t = payload;
	size_t from = t->entries.n;
	head h;

	memset(&h, 0, sizeof h);
	buf_add(&t->entries, &h, sizeof h);
	document_write(&t->entries, doc);
	if (t->entries.failed)
		return tensen_fail_nomem(err);
	h.n = t->entries.n - from - sizeof h;
	h.kind = DOCUMENT;
	memcpy(t->entries.p + from, &h, sizeof h);
	record_limit(t);
	return t->full ? tensen_fail(err, TENSEN_E_NOMEM, "a full record log") : TENSEN_OK;
}

static void
keep_message(record_log *reclog, int kind, uint64_t at, const char *message)
{
	head h;

	memset(&h, 0, sizeof h);
	h.at = at;
	h.n = strlen(message) + 1;
	h.kind = kind;
	buf_add(&reclog->entries, &h, sizeof h);
	buf_add(&reclog->entries, message, h.n);
	record_limit(reclog);
}

static void
keep_refused(void *payload, const char *path, unsigned long long at, const char *why)
{
	(void)path;
	keep_message(payload, REFUSED, at, why);
}

static void
keep_noted(void *payload, const char *path, unsigned long long at, const char *what)
{
	(void)path;
	keep_message(payload, NOTED, at, what);
}

corpus_sink
record_log_sink(record_log *reclog)
{
	return (corpus_sink){.document = keep_document,
	    .refused = keep_refused,
	    .payload = reclog,
	    .noted = keep_noted};
}

static tensen_status
replay_document(span binary, const corpus_sink *to, arena *mem, tensen_error *err)
{
	document d;
	tensen_status st;

	arena_reset(mem);
	if ((st = document_read(&d, mem, binary, err)) < 0)
		return st;
	return to->document ? to->document(to->payload, &d, err) : TENSEN_OK;
}

tensen_status
record_log_replay(
    const record_log *reclog, const char *path, const corpus_sink *to, tensen_error *err)
{
	arena mem = {NULL, 0};
	tensen_status st = reclog->entries.failed ? tensen_fail_nomem(err) : TENSEN_OK;

	for (size_t i = 0; st == TENSEN_OK && i < reclog->entries.n;) {
		const char *p = reclog->entries.p + i + sizeof(head);
		head h;
		memcpy(&h, reclog->entries.p + i, sizeof h);
		if (h.kind == DOCUMENT)
			st = replay_document((span){p, h.n}, to, &mem, err);
		else if (h.kind == REFUSED && to->refused)
			to->refused(to->payload, path, h.at, p);
		else if (h.kind == NOTED && to->noted)
			to->noted(to->payload, path, h.at, p);
		i += sizeof h + h.n;
	}
	arena_clear(&mem);
	return st;
}
