/* engine/build/build_write.c - the finished model and documents into one index file. */
#include "engine/build/build_write.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <tensen/version.h>
#include "index/store/rare.h"
#include "model/bilingual/bilingual.h"
#include "model/lsa_basis.h"
#include "util/fail.h"

/* The identity of the lexicon of this machine, if there is one.  A translated query is answered
 * with the same lexicon, or the answer says that it is another one.  No dictionary is no error. */
static tensen_status
put_lexicon(json *j, const builder *b, tensen_error *err)
{
	bilingual_opts o = {.folder = b->opts->lexicon, .pairs = b->opts->pairs};
	bilingual *x;
	char identity[BILINGUAL_IDENTITY];
	tensen_error why;
	tensen_status st = models_get(b->models, "patent-words.tsv", &o.builtin, err);

	if (st < 0)
		return st;
	if ((st = bilingual_open(&x, &o, &why)) < 0) {
		if (st != TENSEN_E_NOTFOUND && err)
			*err = why;
		return st == TENSEN_E_NOTFOUND ? TENSEN_OK : st;
	}
	bilingual_identity(identity, x);
	json_key_str(j, "lexicon", identity);
	bilingual_close(x);
	return TENSEN_OK;
}

static tensen_status
fill_meta(const builder *b, buf *out, tensen_error *err)
{
	json j;
	tensen_status st;

	json_init(&j, out, 1);
	json_open(&j, '{');
	json_key_str(&j, "program", "tensen " TENSEN_VERSION);
	json_key_int(&j, "documents", b->n_rows);
	json_key_int(&j, "terms", b->vocab.terms.n);
	json_key_int(&j, "dims", b->dims);
	json_key_int(&j, "rank", b->lsa.rank);
	json_key_num(&j, "energy", b->lsa.energy, 6);
	if (b->trained < b->n_all)
		json_key_int(&j, "trained", b->trained);
	json_key_int(&j, "seed", (int64_t)b->opts->seed);
	json_key(&j, "tokenizer");
	json_raw(&j, analyzer_identity(b->analyzer));
	if ((st = put_lexicon(&j, b, err)) < 0)
		return st;
	if (b->shard) {
		json_key(&j, "shard");
		json_raw(&j, span_of(b->shard));
	}
	if (b->embeddings) {
		json_key(&j, "embeddings");
		json_raw(&j, span_of(b->embeddings));
	}
	if (b->joint) {
		json_key(&j, "joint");
		json_raw(&j, span_of(b->joint));
	}
	json_close(&j, '}');
	buf_char(out, '\n');
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
put_model(builder *b, tensen_error *err)
{
	container_writer *w = b->writer;
	buf meta = BUF_INIT, vocabulary = BUF_INIT;
	float *singular = calloc(b->dims, sizeof *singular);
	tensen_status st = fill_meta(b, &meta, err);

	vocab_write(&vocabulary, &b->vocab);
	if (st == TENSEN_OK && (vocabulary.failed || !singular))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		memcpy(singular, b->lsa.singular, b->lsa.rank * sizeof *singular);
		container_put(w, "META", CODEC_STORED, meta.p, meta.n);
		container_put(w, "VOCB", CODEC_STORED, vocabulary.p, vocabulary.n);
		container_put(
		    w, "LSAB", CODEC_STORED, b->basis, lsa_basis_bytes(b->vocab.terms.n, b->dims));
		container_put(w, "LSAS", CODEC_STORED, singular, b->dims * sizeof *singular);
		if (b->shown.n)
			container_put(w, "show", CODEC_ZSTD, b->shown.p, b->shown.n);
	}
	buf_clear(&meta);
	buf_clear(&vocabulary);
	free(singular);
	return st;
}

tensen_status
put_rare(builder *b, tensen_error *err)
{
	buf out = BUF_INIT;
	tensen_status st = rare_write(&out, (uint64_t *)(void *)b->rare.p,
	    b->rare.n / sizeof(uint64_t), b->n_rows, b->threads, err);

	if (st == TENSEN_OK)
		container_put(b->writer, "rare", CODEC_STORED, out.p, out.n);
	buf_clear(&out);
	buf_clear(&b->rare);
	return st;
}

static void
fill_account(builder *b)
{
	struct stat sb;

	b->account->documents = b->n_rows;
	b->account->terms = b->vocab.terms.n;
	b->account->dims = b->dims;
	b->account->energy = b->lsa.energy;
	b->account->bytes = stat(b->path, &sb) == 0 ? (uint64_t)sb.st_size : 0;
}

tensen_status
build_write(builder *b, tensen_error *err)
{
	container_writer *w = b->writer;
	tensen_status st;

	if ((st = put_model(b, err)) < 0 || (st = put_rows(b, err)) < 0 ||
	    (st = put_records(b, "DOCS", b->docs, err)) < 0)
		return st;
	row_spill_free(b->docs);
	b->docs = NULL;
	if ((st = put_records(b, "TERM", b->terms, err)) < 0 ||
	    (st = put_postings(b, NULL, err)) < 0 || (st = put_rare(b, err)) < 0 ||
	    (st = put_views(b, ALL_VIEWS, err)) < 0)
		return st;
	row_spill_free(b->terms);
	b->terms = NULL;
	free(b->basis);
	b->basis = NULL;
	b->writer = NULL;
	st = container_commit(w, err);
	if (st == TENSEN_OK)
		fill_account(b);
	return st;
}
