/* engine/build/build_report.c - see build_report.h. */
#include "engine/build/build_report.h"
#include "util/fail.h"
#include "util/files/file.h"

tensen_status
build_report_open(builder *b, tensen_error *err)
{
	return b->opts->report ? filewriter_open(&b->report, b->opts->report, err) : TENSEN_OK;
}

static void
end_line(builder *b, buf *line)
{
	buf_char(line, '\n');
	filewriter_add(b->report, line->p, line->n);
	buf_clear(line);
}

void
build_report_line(
    builder *b, const char *what, const char *path, unsigned long long at, const char *why)
{
	buf line = BUF_INIT;
	json j;

	if (!b->report)
		return;
	json_init(&j, &line, 0);
	json_open(&j, '{');
	json_key_str(&j, what, path);
	json_key_int(&j, "at", (int64_t)at);
	json_key_str(&j, "why", why);
	json_close(&j, '}');
	end_line(b, &line);
}

void
build_report_file(builder *b, const account_file *f)
{
	buf line = BUF_INIT;
	json j;

	if (!b->report)
		return;
	json_init(&j, &line, 0);
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
	if (f->passed_over)
		json_key_str(&j, "passed_over", f->passed_over);
	json_close(&j, '}');
	end_line(b, &line);
}

static void
id_line(builder *b, const char *what, span id)
{
	buf line = BUF_INIT;
	json j;

	if (!b->report)
		return;
	json_init(&j, &line, 0);
	json_open(&j, '{');
	json_key_span(&j, what, id);
	json_close(&j, '}');
	end_line(b, &line);
}

void
build_report_differs(builder *b, span id)
{
	id_line(b, "differs", id);
}

void
build_report_unknown(builder *b, span id)
{
	id_line(b, "unknown", id);
}

tensen_status
build_report_end(builder *b, tensen_error *err)
{
	filewriter *w = b->report;

	b->report = NULL;
	return w ? filewriter_commit(w, err) : TENSEN_OK;
}
