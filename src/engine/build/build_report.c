/* engine/build/build_report.c - see build_report.h. */
#include "engine/build/build_report.h"
#include "util/files/file.h"

tensen_status
build_report_open(builder *build, tensen_error *err)
{
	return build->opts->report ? filewriter_open(&build->report, build->opts->report, err)
				   : TENSEN_OK;
}

static void
end_line(builder *build, json *line)
{
	json_close(line, '}');
	buf_char(line->out, '\n');
	filewriter_add(build->report, line->out->p, line->out->n);
	buf_clear(line->out);
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
	end_line(build, &j);
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
	account_counts_json(&j, file);
	if (file->passed_over)
		json_key_said(&j, "passed_over", file->passed_over);
	end_line(build, &j);
}

void
build_report_id(builder *build, const char *what, span id)
{
	buf line = BUF_INIT;
	json j;

	if (!build->report)
		return;
	json_init(&j, &line, 0);
	json_open(&j, '{');
	json_key_span(&j, what, id);
	end_line(build, &j);
}

tensen_status
build_report_end(builder *build, tensen_error *err)
{
	filewriter *w = build->report;

	build->report = NULL;
	return w ? filewriter_commit(w, err) : TENSEN_OK;
}
