/* corpus/document/feed.c - see feed.h. */
#include "corpus/document/feed.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "text/utf8.h"
#include "util/fail.h"

/* Bytes between two reports of progress: few enough for a bar that moves smoothly, and too many
 * for the calls to cost time. */
#define PROGRESS_STEP ((uint64_t)1 << 20)

tensen_status
feed_progress(feed *from, tensen_error *err)
{
	uint64_t done = from->done + (from->base ? input_consumed(from->base) : 0);

	if (!from->opts->progress || done - from->reported < PROGRESS_STEP)
		return TENSEN_OK;
	from->reported = done;
	if (from->opts->progress("read", done, from->total, from->opts->progress_payload) != 0)
		return tensen_fail(err, TENSEN_E_CANCELLED, STOPPED_SAY);
	return TENSEN_OK;
}

#define WHY_MAX FEED_WHY_MAX

/* A message may quote the file and goes to logs, so it is cut to one line of whole
 * characters. */
static void
one_line(char out[WHY_MAX], const char *why)
{
	size_t n = strlen(why);

	n = n < WHY_MAX ? n : WHY_MAX - 1;
	memcpy(out, why, n);
	out[n] = '\0';
	out[utf8_bad_at((span){out, n})] = '\0';
	for (char *p = out; *p; p++)
		if (((unsigned char)*p < ' ' && !strchr("\x1d\x1e\x1f", *p)) || *p == 0x7f)
			*p = ' ';
}

static void
feed_remember(feed *from, uint64_t at, const char *why)
{
	if (from->problem[0])
		return;
	snprintf(from->problem, sizeof from->problem, "%s", why);
	from->problem_at = at;
}

void
feed_note(feed *from, uint64_t at, const char *fmt, ...)
{
	char raw[WHY_MAX], text[WHY_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(raw, sizeof raw, fmt, ap);
	va_end(ap);
	one_line(text, raw);
	from->account.noted++;
	if (from->sink->noted)
		from->sink->noted(from->sink->payload, from->account.path, at, text);
}

tensen_status
feed_refuse(feed *from, uint64_t at, const char *reason, tensen_error *err)
{
	char why[WHY_MAX];

	one_line(why, reason);
	from->account.records++;
	from->account.refused++;
	feed_remember(from, at, why);
	if (from->opts->strict) {
		tensen_fail(err, TENSEN_E_INPUT, "%s", why);
		tensen_fail_at(err, from->account.path, at);
		return TENSEN_E_INPUT;
	}
	if (from->sink->refused)
		from->sink->refused(from->sink->payload, from->account.path, at, why);
	return feed_progress(from, err);
}

void
feed_bad_file(feed *from, uint64_t at, const char *reason)
{
	if (from->account.bad)
		return;
	one_line(from->problem, reason);
	from->account.problem = from->problem;
	from->account.problem_at = at;
	from->account.bad = 1;
}

void
feed_pass_over(feed *from, const char *reason)
{
	one_line(from->problem, reason);
	from->account.problem = from->problem;
}

static void
feed_remember_file(tensen_error *first, const file_account *acct)
{
	if (first->where[0])
		return;
	tensen_fail(first, TENSEN_E_INPUT, "%s", acct->problem);
	tensen_fail_at(first, acct->path, acct->problem_at);
}

void
feed_end_file(feed *from, const file_account *acct)
{
	from->given += acct->read + acct->no_text;
	from->bad += acct->bad != 0;
	if (acct->problem)
		feed_remember_file(acct->bad ? &from->first_bad : &from->first_empty, acct);
	if (from->sink->file_done)
		from->sink->file_done(from->sink->payload, acct);
}

tensen_status
feed_document(feed *from, document *doc, uint64_t at, tensen_error *err)
{
	char place[512];
	int n;
	tensen_status st;

	if (doc->id.n == 0)
		return feed_refuse(from, at, SAY_NO_ID, err);
	n = snprintf(place, sizeof place, "%s:%llu", from->account.path, (unsigned long long)at);
	if (!doc->source.n && n > 0 && (size_t)n < sizeof place)
		doc->source = arena_copy(doc->mem, place, (size_t)n);
	if (stream_nuls(from->src) && !from->nuls_noted) {
		from->nuls_noted = 1;
		feed_note(from, at, SAY_NUL_BYTES_BLANKS);
	}
	from->account.records++;
	if (document_has_text(doc))
		from->account.read++;
	else
		from->account.no_text++;
	if (from->sink->document &&
	    (st = from->sink->document(from->sink->payload, doc, err)) < 0) {
		from->sink_failed = 1;
		return st;
	}
	return feed_progress(from, err);
}
