/* engine/build/builder.c - shared by all steps of a build: tools, progress, fields of a
 * document. */
#include "engine/build/build_report.h"
#include "model/bilingual/bilingual.h"
#include "util/fail.h"
#include "util/files/file.h"
#include "util/memory.h"

tensen_status
build_progress(
    const builder *build, const char *step, uint64_t done, uint64_t total, tensen_error *err)
{
	if (build->opts->progress &&
	    build->opts->progress(step, done, total, build->opts->progress_payload) != 0)
		return tensen_fail(err, TENSEN_E_CANCELLED, STOPPED_SAY);
	return TENSEN_OK;
}

/* The dictionary and pairs are used at the end of a build; what is wrong with those that were asked
 * for is said before the work. */
static tensen_status
check_lexicon(const builder *build, tensen_error *err)
{
	bilingual_opts o = {.folder = build->opts->lexicon, .pairs = build->opts->pairs};
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
build_open_words(builder *build, tensen_error *err)
{
	tensen_status st;

	if ((st = models_open(&build->models, build->opts->models, err)) < 0 ||
	    (st = fields_open(&build->fields, build->models, err)) < 0)
		return st;
	return sectioner_new(&build->sectioner, build->models, err);
}

tensen_status
build_open(builder *build, tensen_error *err)
{
	tensen_status st;

	if ((st = build_open_words(build, err)) < 0 || (st = check_lexicon(build, err)) < 0)
		return st;
	return analyzer_new(&build->analyzer,
	    &(analyzer_opts){build->opts->dictionary, build->opts->user_dic, build->models}, err);
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
	spool_free(b->given.rows);
	bufs_clear(&b->shown, &b->rare, &b->group_row, &b->given.model);
	vocab_clear(&b->vocab);
	lsa_clear(&b->lsa);
	free_all(b->slots, b->sizes, b->basis, b->given.probe);
	analyzer_free(b->analyzer);
	sectioner_free(b->sectioner);
	fields_close(b->fields);
	models_close(b->models);
}

void
build_place(const builder *build, const document *doc, doc_slot *slot)
{
	unsigned primary;

	*slot = (doc_slot){.year = (uint16_t)(doc->date / 10000)};
	slot->mask = fields_mask(build->fields, doc, &primary);
	slot->primary = (uint8_t)primary;
}

tensen_status
build_take_vocab(builder *build, const container *file, tensen_error *err)
{
	buf owned = BUF_INIT;
	span bytes;
	tensen_status st = container_get(file, "VOCB", 1, &bytes, NULL, err);

	if (st == TENSEN_OK)
		st = vocab_read(&build->vocab, bytes, err);
	if (st == TENSEN_OK && container_find(file, "show") &&
	    (st = container_get(file, "show", 1, &bytes, &owned, err)) == TENSEN_OK)
		buf_span(&build->shown, bytes);
	buf_clear(&owned);
	return st == TENSEN_OK && build->shown.failed ? tensen_fail_nomem(err) : st;
}

void
put_piece(void *payload, const void *ctx, size_t n)
{
	container_write(payload, ctx, n);
}

/* A query must be tokenized like the index, and the machine that queries may lack the user
 * dictionary, so the index keeps a copy. */
tensen_status
put_user_dictionary(builder *build, tensen_error *err)
{
	filemap f;
	tensen_status st;

	if (!build->opts->user_dic)
		return TENSEN_OK;
	if ((st = filemap_open(&f, build->opts->user_dic, err)) < 0)
		return st;
	container_put(build->writer, "udic", CODEC_STORED, f.p, f.n);
	filemap_close(&f);
	return TENSEN_OK;
}
