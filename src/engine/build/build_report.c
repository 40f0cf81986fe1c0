/* engine/build/build_report.c - see build_report.h. */
#include "engine/build/build_report.h"
#include "util/fail.h"
#include "util/files/file.h"

tensen_status
build_report_open(builder *build, tensen_error *err)
{
	return build->opts->report ? filewriter_open(&build->report, build->opts->report, err)
				   : TENSEN_OK;
}

static void
end_line(builder *build, buf *line)
{
	buf_char(line, '\n');
	filewriter_add(build->report, line->p, line->n);
	buf_clear(line);
}

void
build_report_line(
    builder *build, const char *what, const char *path, unsigned long long at, const char *why)
{
	buf line = BUF_INIT;
	json j;

	if (!build->report)
		return;
	json_init(&j, &line, 0);
	json_open(&j, '{');
	json_key_str(&j, what, path);
	json_key_int(&j, "at", (int64_t)at);
	json_key_said(&j, "why", why);
	json_close(&j, '}');
	end_line(build, &line);
}

void
build_report_file(builder *build, const account_file *file)
{
	buf line = BUF_INIT;
	json j;

	if (!build->report)
		return;
	json_init(&j, &line, 0);
	json_open(&j, '{');
	json_key_str(&j, "file", file->path);
	json_key_str(&j, "format", file->format);
	json_key_str(&j, "encoding", file->encoding);
	json_key_int(&j, "records", (int64_t)file->records);
	json_key_int(&j, "read", (int64_t)file->read);
	json_key_int(&j, "merged", (int64_t)file->merged);
	json_key_int(&j, "no_text", (int64_t)file->no_text);
	json_key_int(&j, "refused", (int64_t)file->refused);
	json_key_int(&j, "noted", (int64_t)file->noted);
	if (file->passed_over)
		json_key_said(&j, "passed_over", file->passed_over);
	json_close(&j, '}');
	end_line(build, &line);
}

static void
id_line(builder *build, const char *what, span id)
{
	buf line = BUF_INIT;
	json j;

	if (!build->report)
		return;
	json_init(&j, &line, 0);
	json_open(&j, '{');
	json_key_span(&j, what, id);
	json_close(&j, '}');
	end_line(build, &line);
}

void
build_report_differs(builder *build, span id)
{
	id_line(build, "differs", id);
}

void
build_report_unknown(builder *build, span id)
{
	id_line(build, "unknown", id);
}

tensen_status
build_report_end(builder *build, tensen_error *err)
{
	filewriter *w = build->report;

	build->report = NULL;
	return w ? filewriter_commit(w, err) : TENSEN_OK;
}
