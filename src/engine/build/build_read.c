/* engine/build/build_read.c - input files to staged records; every record is accounted for. */
#include <stdlib.h>
#include <string.h>
#include "corpus/reader.h"
#include "engine/build/build_report.h"
#include "engine/build/stage.h"
#include "util/fail.h"

typedef struct sink {
	builder *b;
	stage_rule rule; /* of the current file */
	uint64_t merged; /* its records with the id of an earlier one */
	refusal reasons[ACCOUNT_REASONS];
	uint32_t n_reasons;
	refusal note; /* the first */
} sink;

tensen_status
build_stage_rule(const builder *build, corpus_format format, stage_rule *out, tensen_error *err)
{
	static const char *const names[] = {
	    [STAGE_MERGE] = "merge", [STAGE_LAST] = "last", [STAGE_FIRST] = "first"};
	const char *wanted = build->opts->on_duplicate;

	*out = format == FORMAT_JPLATPAT || format == FORMAT_PLIDB || format == FORMAT_GAZETTE
		   ? STAGE_MERGE
		   : STAGE_LAST;
	if (!wanted)
		return TENSEN_OK;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(wanted, names[i]) == 0) {
			*out = (stage_rule)i;
			return TENSEN_OK;
		}
	return tensen_fail(err, TENSEN_E_ARG, SAY_ON_DUPLICATE_EXPECTED, wanted);
}

static void
on_begin(void *payload, const file_account *acct)
{
	sink *s = payload;

	build_stage_rule(s->b, acct->format, &s->rule, NULL);
}

static tensen_status
on_document(void *payload, const document *doc, tensen_error *err)
{
	sink *s = payload;
	stage_found found;
	tensen_status st = stage_add(s->b->stage, doc, s->rule, &found, err);

	if (st < 0)
		return st;
	if (found.again && document_has_text(doc))
		s->merged++;
	s->b->account->differing += found.differs != 0;
	if (found.differs)
		build_report_id(s->b, "differs", doc->id);
	return TENSEN_OK;
}

static void
on_refused(void *payload, const char *path, unsigned long long at, const char *why)
{
	sink *s = payload;

	if (s->n_reasons < ACCOUNT_REASONS) {
		s->reasons[s->n_reasons++] =
		    (refusal){at, result_copy(&s->b->account->base, span_of(why))};
	}
	build_report_line(s->b, "refused", path, at, why);
}

static void
on_noted(void *payload, const char *path, unsigned long long at, const char *what)
{
	sink *s = payload;

	if (!s->note.why)
		s->note = (refusal){at, result_copy(&s->b->account->base, span_of(what))};
	build_report_line(s->b, "noted", path, at, what);
}

account_file *
build_add_file(builder *build, const file_account *acct)
{
	account_file *f = account_add(
	    build->account, acct->path, corpus_format_name(acct->format), acct->encoding);

	if (!f)
		return NULL;
	f->records = acct->records;
	f->read = acct->read;
	f->no_text = acct->no_text;
	f->refused = acct->refused;
	f->noted = acct->noted;
	if (acct->problem && !acct->bad && !acct->part)
		f->passed_over = result_copy(&build->account->base, span_of(acct->problem));
	return f;
}

static void
on_file_done(void *payload, const file_account *acct)
{
	sink *s = payload;
	account_file *f = build_add_file(s->b, acct);

	if (acct->bad) {
		account_add_bad(s->b->account, acct->path, acct->problem_at, acct->problem);
		build_report_line(s->b, "bad", acct->path, acct->problem_at, acct->problem);
	}
	if (acct->bad && s->n_reasons < ACCOUNT_REASONS)
		s->reasons[s->n_reasons++] = (refusal){
		    acct->problem_at, result_copy(&s->b->account->base, span_of(acct->problem))};
	if (f) {
		f->merged = s->merged;
		f->read = acct->read - s->merged;
		memcpy(f->reasons, s->reasons, sizeof f->reasons);
		f->n_reasons = s->n_reasons;
		f->note = s->note;
		build_report_file(s->b, f);
	}
	s->merged = 0;
	s->n_reasons = 0;
	s->note = (refusal){0, NULL};
}

tensen_status
build_corpus_options(corpus_opts *corpus, const builder *with, tensen_error *err)
{
	const tensen_build_opts *b = with->opts;
	int format = b->format ? corpus_format_parse(b->format) : FORMAT_AUTO;
	stage_rule rule;

	if (format < 0)
		return tensen_fail(err, TENSEN_E_ARG, SAY_NO_FORMAT_NAMED, b->format);
	*corpus = (corpus_opts){.format = (corpus_format)format,
	    .encoding = b->encoding,
	    .columns = b->columns,
	    .strict = b->strict,
	    .skip_bad = b->skip_bad,
	    .may_be_empty = with->may_be_empty,
	    .threads = with->threads,
	    .progress = b->progress,
	    .progress_payload = b->progress_payload};
	return build_stage_rule(with, FORMAT_AUTO, &rule, err);
}

tensen_status
build_read(builder *build, const char *const *inputs, size_t n_inputs, tensen_error *err)
{
	sink s = {.b = build};
	corpus_sink cs = {on_document, on_refused, on_file_done, &s, on_noted, on_begin};
	corpus_opts o;
	tensen_status st;

	if ((st = build_corpus_options(&o, build, err)) < 0 ||
	    (st = build_report_open(build, err)) < 0 ||
	    (st = stage_new(&build->stage, build->path, err)) < 0 ||
	    (st = corpus_read(inputs, n_inputs, &o, &cs, err)) < 0)
		return st;
	if (build->account->base.nomem)
		return tensen_fail_nomem(err);
	return stage_finish(build->stage, &build->account->linked, err);
}
