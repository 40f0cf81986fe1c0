/* engine/build/builder.c - shared by all steps of a build: tools, progress, fields of a
 * document. */
#include "engine/build/build_report.h"
#include <stdlib.h>
#include "model/bilingual/bilingual.h"
#include "util/fail.h"
#include "util/files/file.h"
#include "util/memory.h"

tensen_status
build_progress(const builder *b, const char *step, uint64_t done, uint64_t total, tensen_error *err)
{
	if (b->opts->progress &&
	    b->opts->progress(step, done, total, b->opts->progress_payload) != 0)
		return tensen_fail(err, TENSEN_E_CANCELLED, STOPPED_SAY);
	return TENSEN_OK;
}

/* The dictionary and pairs are used at the end of a build; what is wrong with those that were asked
 * for is said before the work. */
static tensen_status
check_lexicon(const builder *b, tensen_error *err)
{
	bilingual_opts o = {.folder = b->opts->lexicon, .pairs = b->opts->pairs};
	bilingual *x;
	tensen_status st;

	if (!o.folder && !o.pairs)
		return TENSEN_OK;
	st = bilingual_open(&x, &o, err);
	if (st == TENSEN_OK)
		bilingual_close(x);
	return st == TENSEN_E_NOTFOUND ? TENSEN_OK : st;
}

tensen_status
build_open(builder *b, tensen_error *err)
{
	analyzer_opts a = {b->opts->dictionary, b->opts->user_dic, NULL};
	tensen_status st = models_open(&b->models, b->opts->models, err);

	if (st < 0)
		return st;
	a.models = b->models;
	if ((st = fields_open(&b->fields, b->models, err)) < 0 ||
	    (st = sectioner_new(&b->sectioner, b->models, err)) < 0 ||
	    (st = check_lexicon(b, err)) < 0)
		return st;
	return analyzer_new(&b->analyzer, &a, err);
}

void
build_clear(builder *b)
{
	container_abort(b->writer);
	build_report_end(b, NULL);
	stage_free(b->stage);
	term_counts_free(b->term_counts);
	spill_free(b->raw_terms);
	row_spill_free(b->docs);
	row_spill_free(b->terms);
	bufs_clear(&b->shown, &b->rare, &b->group_row);
	vocab_clear(&b->vocab);
	lsa_clear(&b->lsa);
	free_all(b->slots, b->sizes, b->basis);
	analyzer_free(b->analyzer);
	sectioner_free(b->sectioner);
	fields_close(b->fields);
	models_close(b->models);
}

void
build_place(const builder *b, const document *d, doc_slot *slot)
{
	unsigned primary;

	*slot = (doc_slot){.year = (uint16_t)(d->date / 10000)};
	slot->mask = fields_mask(b->fields, d, &primary);
	slot->primary = (uint8_t)primary;
}

void
put_piece(void *payload, const void *p, size_t n)
{
	container_write(payload, p, n);
}

/* A query must be tokenized like the index, and the machine that queries may lack the user
 * dictionary, so the index keeps a copy. */
tensen_status
put_user_dictionary(builder *b, tensen_error *err)
{
	filemap f;
	tensen_status st;

	if (!b->opts->user_dic)
		return TENSEN_OK;
	if ((st = filemap_open(&f, b->opts->user_dic, err)) < 0)
		return st;
	container_put(b->writer, "udic", CODEC_STORED, f.p, f.n);
	filemap_close(&f);
	return TENSEN_OK;
}
