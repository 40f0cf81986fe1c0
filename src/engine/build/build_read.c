/* engine/build/build_read.c - input files to staged records; every record is accounted for. */
#include <stdlib.h>
#include <string.h>
#include "corpus/reader.h"
#include "engine/build/builder.h"
#include "engine/build/stage.h"
#include "util/fail.h"
#include "util/files/file.h"

typedef struct sink {
	builder *b;
	uint64_t merged; /* records of the current file */
	refusal reasons[ACCOUNT_REASONS];
	uint32_t n_reasons;
	tensen_error bad;          /* the first file of which nothing could be read */
	const char *const *inputs; /* as they were named */
	size_t n_inputs;
	buf report; /* JSONL of every refusal and file */
} sink;

static tensen_status
on_document(void *payload, const document *d, tensen_error *err)
{
	sink *s = payload;
	int merged = 0;
	tensen_status st = stage_add(s->b->stage, d, &merged, err);

	if (merged && document_has_text(d))
		s->merged++;
	return st;
}

/* Write one line of the report; what: "refused" or "noted". */
static void
report_line(sink *s, const char *what, const char *path, unsigned long long at, const char *why)
{
	json j;

	if (!s->b->opts->report)
		return;
	json_init(&j, &s->report, 0);
	json_open(&j, '{');
	json_key_str(&j, what, path);
	json_key_int(&j, "at", (int64_t)at);
	json_key_str(&j, "why", why);
	json_close(&j, '}');
	buf_char(&s->report, '\n');
}

static void
on_refused(void *payload, const char *path, unsigned long long at, const char *why)
{
	sink *s = payload;

	if (s->n_reasons < ACCOUNT_REASONS) {
		s->reasons[s->n_reasons++] =
		    (refusal){at, result_copy(&s->b->account->base, span_of(why))};
	}
	report_line(s, "refused", path, at, why);
}

static void
on_noted(void *payload, const char *path, unsigned long long at, const char *what)
{
	report_line(payload, "noted", path, at, what);
}

static void
report_file(sink *s, const account_file *f)
{
	json j;

	json_init(&j, &s->report, 0);
	json_open(&j, '{');
	json_key_str(&j, "file", f->path);
	json_key_str(&j, "format", f->format);
	json_key_str(&j, "encoding", f->encoding);
	json_key_int(&j, "records", (int64_t)f->records);
	json_key_int(&j, "read", (int64_t)f->read);
	json_key_int(&j, "merged", (int64_t)f->merged);
	json_key_int(&j, "no_text", (int64_t)f->no_text);
	json_key_int(&j, "refused", (int64_t)f->refused);
	json_key_int(&j, "noted", (int64_t)f->noted);
	json_close(&j, '}');
	buf_char(&s->report, '\n');
}

/* Was it named, or does it lie in a folder that was named? */
static int
is_named(const sink *s, const char *path)
{
	size_t i = 0;

	while (i < s->n_inputs && strcmp(s->inputs[i], path) != 0)
		i++;
	return i < s->n_inputs;
}

/* Remember a file that gave nothing.  A folder may hold files of other kinds. */
static void
note_bad(sink *s, const file_account *a)
{
	if (a->read + a->no_text > 0 || (!a->format && !is_named(s, a->path)) ||
	    s->bad.message[0] || s->b->opts->skip_bad)
		return;
	tensen_fail(&s->bad, TENSEN_E_INPUT,
	    "nothing of this file could be read: %.200s "
	    "(--skip-bad goes on without it)",
	    a->problem     ? a->problem
	    : s->n_reasons ? s->reasons[0].why
			   : "no records");
	tensen_fail_at(&s->bad, a->path, s->n_reasons ? s->reasons[0].at : 0);
}

static void
on_file_done(void *payload, const file_account *a)
{
	sink *s = payload;
	account_file *f =
	    account_add(s->b->account, a->path, corpus_format_name(a->format), a->encoding);

	if (f) {
		f->records = a->records;
		f->merged = s->merged;
		f->read = a->read - s->merged;
		f->no_text = a->no_text;
		f->refused = a->refused;
		f->noted = a->noted;
		memcpy(f->reasons, s->reasons, sizeof f->reasons);
		f->n_reasons = s->n_reasons;
		if (s->b->opts->report)
			report_file(s, f);
	}
	note_bad(s, a);
	s->merged = 0;
	s->n_reasons = 0;
}

static tensen_status
write_report(const builder *b, const buf *report, tensen_error *err)
{
	filewriter *w;
	tensen_status st;

	if (!b->opts->report)
		return TENSEN_OK;
	if (report->failed)
		return tensen_fail_nomem(err);
	if ((st = filewriter_open(&w, b->opts->report, err)) < 0)
		return st;
	filewriter_add(w, report->p, report->n);
	return filewriter_commit(w, err);
}

tensen_status
build_corpus_options(corpus_opts *o, const builder *with, tensen_error *err)
{
	const tensen_build_opts *b = with->opts;
	int format = b->format ? corpus_format_parse(b->format) : FORMAT_AUTO;

	if (format < 0)
		return tensen_fail(err, TENSEN_E_ARG, "no format named %s", b->format);
	*o = (corpus_opts){.format = (corpus_format)format,
	    .encoding = b->encoding,
	    .columns = b->columns,
	    .strict = b->strict,
	    .threads = with->threads,
	    .progress = b->progress,
	    .progress_payload = b->progress_payload};
	return TENSEN_OK;
}

tensen_status
build_read(builder *b, const char *const *inputs, size_t n_inputs, tensen_error *err)
{
	sink s = {.b = b, .inputs = inputs, .n_inputs = n_inputs};
	corpus_sink cs = {on_document, on_refused, on_file_done, &s, on_noted};
	corpus_opts o;
	tensen_status st, wrote;

	if ((st = build_corpus_options(&o, b, err)) < 0 ||
	    (st = stage_new(&b->stage, b->path, err)) < 0)
		return st;
	st = corpus_read(inputs, n_inputs, &o, &cs, err);
	wrote = write_report(b, &s.report, st < 0 ? NULL : err);
	buf_clear(&s.report);
	if (st < 0)
		return st;
	if (wrote < 0)
		return wrote;
	if (s.bad.message[0]) {
		if (err)
			*err = s.bad;
		return TENSEN_E_INPUT;
	}
	if (b->account->base.nomem)
		return tensen_fail_nomem(err);
	return stage_finish(b->stage, &b->account->linked, err);
}
