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
feed_progress(feed *f, tensen_error *err)
{
	uint64_t done = f->done + (f->base ? input_consumed(f->base) : 0);

	if (!f->opts->progress || done - f->reported < PROGRESS_STEP)
		return TENSEN_OK;
	f->reported = done;
	if (f->opts->progress("read", done, f->total, f->opts->progress_payload) != 0)
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
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = ' ';
}

static void
remember(feed *f, uint64_t at, const char *why)
{
	if (f->problem[0])
		return;
	snprintf(f->problem, sizeof f->problem, "%s", why);
	f->problem_at = at;
}

void
feed_note(feed *f, uint64_t at, const char *fmt, ...)
{
	char raw[WHY_MAX], text[WHY_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(raw, sizeof raw, fmt, ap);
	va_end(ap);
	one_line(text, raw);
	f->account.noted++;
	if (f->sink->noted)
		f->sink->noted(f->sink->payload, f->account.path, at, text);
}

static tensen_status
strict_failure(feed *f, uint64_t at, const char *why, tensen_error *err)
{
	tensen_fail(err, TENSEN_E_INPUT, "%s", why);
	tensen_fail_at(err, f->account.path, at);
	return TENSEN_E_INPUT;
}

tensen_status
feed_refuse(feed *f, uint64_t at, const char *reason, tensen_error *err)
{
	char why[WHY_MAX];

	one_line(why, reason);
	f->account.records++;
	f->account.refused++;
	remember(f, at, why);
	if (f->opts->strict)
		return strict_failure(f, at, why, err);
	if (f->sink->refused)
		f->sink->refused(f->sink->payload, f->account.path, at, why);
	return feed_progress(f, err);
}

void
feed_bad_file(feed *f, uint64_t at, const char *reason)
{
	if (f->account.bad)
		return;
	one_line(f->problem, reason);
	f->account.problem = f->problem;
	f->account.problem_at = at;
	f->account.bad = 1;
}

void
feed_pass_over(feed *f, const char *reason)
{
	one_line(f->problem, reason);
	f->account.problem = f->problem;
}

tensen_status
feed_document(feed *f, document *d, uint64_t at, tensen_error *err)
{
	char place[512];
	int n;
	tensen_status st;

	if (d->id.n == 0)
		return feed_refuse(f, at, "no id", err);
	n = snprintf(place, sizeof place, "%s:%llu", f->account.path, (unsigned long long)at);
	if (!d->source.n && n > 0 && (size_t)n < sizeof place)
		d->source = arena_copy(d->mem, place, (size_t)n);
	if (stream_nuls(f->src) && !f->nuls_noted) {
		f->nuls_noted = 1;
		feed_note(f, at, "NUL bytes, replaced by blanks");
	}
	f->account.records++;
	if (document_has_text(d))
		f->account.read++;
	else
		f->account.no_text++;
	if (f->sink->document && (st = f->sink->document(f->sink->payload, d, err)) < 0) {
		f->sink_failed = 1;
		return st;
	}
	return feed_progress(f, err);
}
