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
put_lexicon(json *out, const builder *build, tensen_error *err)
{
	bilingual_opts o = {.folder = build->opts->lexicon, .pairs = build->opts->pairs};
	bilingual *x;
	char identity[BILINGUAL_IDENTITY];
	tensen_error why;
	tensen_status st = models_get(build->models, "patent-words.tsv", &o.builtin, err);

	if (st < 0)
		return st;
	if ((st = bilingual_open(&x, &o, &why)) < 0) {
		if (st != TENSEN_E_NOTFOUND && err)
			*err = why;
		return st == TENSEN_E_NOTFOUND ? TENSEN_OK : st;
	}
	bilingual_identity(identity, x);
	json_key_str(out, "lexicon", identity);
	bilingual_close(x);
	return TENSEN_OK;
}

static tensen_status
fill_meta(const builder *build, buf *out, tensen_error *err)
{
	const char *const given[][2] = {
	    {"shard", build->shard}, {"embeddings", build->embeddings}, {"joint", build->joint}};
	json j;
	tensen_status st;

	json_init(&j, out, 1);
	json_open(&j, '{');
	json_key_str(&j, "program", "tensen " TENSEN_VERSION);
	json_key_int(&j, "documents", build->n_rows);
	json_key_int(&j, "terms", build->vocab.terms.n);
	json_key_int(&j, "dims", build->dims);
	json_key_int(&j, "rank", build->lsa.rank);
	json_key_num(&j, "energy", build->lsa.energy, 6);
	if (build->trained < build->n_all)
		json_key_int(&j, "trained", build->trained);
	json_key_int(&j, "seed", (int64_t)build->opts->seed);
	json_key(&j, "tokenizer");
	json_raw(&j, analyzer_identity(build->analyzer));
	if ((st = put_lexicon(&j, build, err)) < 0)
		return st;
	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (given[i][1]) {
			json_key(&j, given[i][0]);
			json_raw(&j, span_of(given[i][1]));
		}
	json_close(&j, '}');
	buf_char(out, '\n');
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
put_model(builder *build, tensen_error *err)
{
	container_writer *w = build->writer;
	buf meta = BUF_INIT, vocabulary = BUF_INIT;
	float *singular = calloc(build->dims, sizeof *singular);
	tensen_status st = fill_meta(build, &meta, err);

	vocab_write(&vocabulary, &build->vocab);
	if (st == TENSEN_OK && (vocabulary.failed || !singular))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		memcpy(singular, build->lsa.singular, build->lsa.rank * sizeof *singular);
		container_put(w, "META", CODEC_STORED, meta.p, meta.n);
		container_put(w, "VOCB", CODEC_STORED, vocabulary.p, vocabulary.n);
		container_put(w, "LSAB", CODEC_STORED, build->basis,
		    lsa_basis_bytes(build->vocab.terms.n, build->dims));
		container_put(w, "LSAS", CODEC_STORED, singular, build->dims * sizeof *singular);
		if (build->shown.n)
			container_put(w, "show", CODEC_ZSTD, build->shown.p, build->shown.n);
	}
	bufs_clear(&meta, &vocabulary);
	free(singular);
	return st;
}

tensen_status
put_changed_meta(container_writer *writer, json_object *meta, tensen_error *err)
{
	const char *text = json_object_to_json_string_ext(meta, JSON_C_TO_STRING_PRETTY);

	if (text)
		container_put(writer, "META", CODEC_STORED, text, strlen(text));
	json_object_put(meta);
	return text ? TENSEN_OK : tensen_fail_nomem(err);
}

tensen_status
put_rare(builder *build, tensen_error *err)
{
	buf out = BUF_INIT;
	tensen_status st = rare_write(&out, (uint64_t *)(void *)build->rare.p,
	    build->rare.n / sizeof(uint64_t), build->n_rows, build->threads, err);

	if (st == TENSEN_OK)
		container_put(build->writer, "rare", CODEC_STORED, out.p, out.n);
	bufs_clear(&out, &build->rare);
	return st;
}

static void
fill_account(builder *build)
{
	struct stat sb;

	build->account->documents = build->n_rows;
	build->account->terms = build->vocab.terms.n;
	build->account->dims = build->dims;
	build->account->energy = build->lsa.energy;
	build->account->bytes = stat(build->path, &sb) == 0 ? (uint64_t)sb.st_size : 0;
}

tensen_status
build_commit(builder *build, tensen_error *err)
{
	container_writer *w = build->writer;

	build->writer = NULL;
	return container_commit(w, err);
}

tensen_status
build_write(builder *build, tensen_error *err)
{
	tensen_status st;

	if ((st = put_model(build, err)) < 0 || (st = put_rows(build, err)) < 0 ||
	    (st = put_records(build, "DOCS", build->docs, err)) < 0)
		return st;
	row_spill_free(build->docs);
	build->docs = NULL;
	if ((st = put_records(build, "TERM", build->terms, err)) < 0 ||
	    (st = put_postings(build, NULL, err)) < 0 || (st = put_rare(build, err)) < 0 ||
	    (st = put_views(build, err)) < 0 || (st = put_embedded(build, err)) < 0)
		return st;
	row_spill_free(build->terms);
	build->terms = NULL;
	free(build->basis);
	build->basis = NULL;
	if ((st = build_commit(build, err)) == TENSEN_OK)
		fill_account(build);
	return st;
}
