/* engine/build_write.c - the finished model and documents into one index file. */
#include <stdlib.h>
#include <sys/stat.h>
#include "engine/builder.h"
#include "engine/learn.h"
#include "index/background.h"
#include "index/centroids.h"
#include "index/docstore.h"
#include "index/groups.h"
#include "index/postings.h"
#include "index/rows.h"
#include "index/shown.h"
#include "index/vecset.h"
#include "index/weights.h"
#include "model/ridge.h"
#include "util/fail.h"

#define DICT_SAMPLES 2000 /* records the zstd dictionary is trained on, at most */
#define DICT_BYTES ((size_t)16 << 20)

static void
put_piece(void *payload, const void *p, size_t n)
{
	container_write(payload, p, n);
}

/* The binary record of the document in row r. */
static tensen_status
document_record(const builder *b, uint32_t r, buf *out, tensen_error *err)
{
	arena mem;
	document d;
	tensen_status st;

	arena_init(&mem);
	st = stage_get(b->stage, b->order[r], &d, &mem, NULL, err);
	buf_reset(out);
	if (st == TENSEN_OK) {
		document_write(out, &d);
		if (out->failed)
			st = tensen_fail_nomem(err);
	}
	arena_clear(&mem);
	return st;
}

static tensen_status
term_record(const builder *b, uint32_t r, buf *out, tensen_error *err)
{
	buf_reset(out);
	termrec_write(
	    out, b->row_terms + b->row_start[r], (uint32_t)(b->row_start[r + 1] - b->row_start[r]));
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

typedef tensen_status (*record_fn)(const builder *b, uint32_t r, buf *out, tensen_error *err);

/* Records taken at even distances over the rows, for the dictionary. */
static tensen_status
sample(const builder *b, record_fn fn, buf *bytes, buf *sizes, tensen_error *err)
{
	uint32_t step = b->n_rows / DICT_SAMPLES + 1;
	buf one = BUF_INIT;
	tensen_status st = TENSEN_OK;

	for (uint32_t r = 0; r < b->n_rows && bytes->n < DICT_BYTES && st == TENSEN_OK; r += step)
		if ((st = fn(b, r, &one, err)) == TENSEN_OK) {
			buf_add(bytes, one.p, one.n);
			buf_add(sizes, &one.n, sizeof one.n);
		}
	buf_clear(&one);
	if (st == TENSEN_OK && (bytes->failed || sizes->failed))
		st = tensen_fail_nomem(err);
	return st;
}

static tensen_status
put_records(builder *b, container_writer *w, const char *tag, record_fn fn, tensen_error *err)
{
	buf bytes = BUF_INIT, sizes = BUF_INIT, one = BUF_INIT;
	docstore_writer *d = NULL;
	tensen_status st = sample(b, fn, &bytes, &sizes, err);

	container_begin(w, tag);
	if (st == TENSEN_OK)
		st = docstore_writer_new(&d, b->n_rows, bytes.p,
		    (const size_t *)(const void *)sizes.p, (unsigned)(sizes.n / sizeof(size_t)),
		    put_piece, w, err);
	for (uint32_t r = 0; r < b->n_rows && st == TENSEN_OK; r++) {
		if ((st = fn(b, r, &one, err)) == TENSEN_OK)
			st = docstore_writer_add(d, (span){one.p, one.n}, err);
		if (st == TENSEN_OK && r % 1024 == 0)
			st = build_progress(b, "write", r, b->n_rows, err);
	}
	if (st == TENSEN_OK)
		st = docstore_writer_end(d, err);
	else
		docstore_writer_free(d);
	container_end(w);
	buf_clear(&bytes);
	buf_clear(&sizes);
	buf_clear(&one);
	return st;
}

/* The distinct main groups of a document ("A63F 5"), in the order of its symbols. */
static uint32_t
groups_of(builder *b, rows_writer *w, const document *d, uint32_t *out, uint32_t max)
{
	const span_list *lists[] = {&d->ipc, &d->fi, &d->cpc};
	uint32_t n = 0;

	for (size_t l = 0; l < 3; l++)
		for (uint32_t i = 0; i < lists[l]->n && n < max; i++) {
			class_symbol c;
			uint32_t id, k = 0;
			char name[CLASS_GROUP_MAX];
			if (!class_symbol_parse(&c, lists[l]->v[i]))
				continue;
			id = rows_group(w, class_group_name(&c, name));
			if (id == b->group_field.n)
				buf_char(&b->group_field, (char)fields_of(b->fields, &c));
			while (k < n && out[k] != id)
				k++;
			if (k == n)
				out[n++] = id;
		}
	return n;
}

#define MAX_GROUPS 64
#define MAX_APPLICANTS 64
#define MAX_KEYS 64

static void
add_row(builder *b, rows_writer *w, uint32_t r, const document *d)
{
	const doc_slot *slot = &b->slots[b->order[r]];
	uint32_t classes[MAX_GROUPS], applicants[MAX_APPLICANTS], n = 0;
	span keys[MAX_KEYS];
	row_info x = {.id = d->id,
	    .title = d->title,
	    .date = d->date,
	    .status = d->status,
	    .flags = (uint8_t)(ROW_HAS_TEXT | (d->open ? ROW_OPEN : 0)),
	    .primary = slot->primary,
	    .mask = slot->mask,
	    .hash = slot->hash,
	    .groups = classes,
	    .applicants = applicants,
	    .keys = keys};

	x.n_groups = groups_of(b, w, d, classes, MAX_GROUPS);
	for (; n < d->applicants.n && n < MAX_APPLICANTS; n++)
		applicants[n] = rows_applicant(w, d->applicants.v[n]);
	x.n_applicants = n;
	keys[x.n_keys++] = d->id;
	for (n = 0; n < d->numbers.n && x.n_keys < MAX_KEYS; n++)
		keys[x.n_keys++] = d->numbers.v[n];
	if (d->license_id.n && x.n_keys < MAX_KEYS)
		keys[x.n_keys++] = d->license_id;
	rows_add(w, &x);
	buf_add(&b->group_of, classes, x.n_groups * sizeof *classes);
	buf_u64(&b->group_end, b->group_of.n / sizeof *classes);
	b->account->open += d->open;
	b->account->in_fields += slot->primary != 0;
}

static tensen_status
put_rows(builder *b, container_writer *w, tensen_error *err)
{
	rows_writer *rw;
	buf out = BUF_INIT;
	tensen_status st = rows_writer_new(&rw, err);

	for (uint32_t r = 0; r < b->n_rows && st == TENSEN_OK; r++) {
		arena mem;
		document d;
		arena_init(&mem);
		st = stage_get(b->stage, b->order[r], &d, &mem, NULL, err);
		if (st == TENSEN_OK)
			add_row(b, rw, r, &d);
		arena_clear(&mem);
	}
	if (st == TENSEN_OK)
		st = rows_writer_end(rw, &out, err);
	else
		rows_writer_free(rw);
	if (st == TENSEN_OK)
		container_put(w, "ROWS", CODEC_STORED, out.p, out.n);
	buf_clear(&out);
	return st;
}

static tensen_status
put_postings(builder *b, container_writer *w, tensen_error *err)
{
	uint64_t cells = b->row_start[b->n_rows], k = 0;
	uint64_t *start = malloc((b->n_rows + (size_t)1) * sizeof *start);
	uint32_t *ids = malloc((cells + 1) * sizeof *ids);
	float *tf = malloc((cells + 1) * sizeof *tf);
	postings_opts o = {.threads = b->threads};
	buf out = BUF_INIT;
	tensen_status st = start && ids && tf ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t r = 0; r < b->n_rows && st == TENSEN_OK; r++) {
		start[r] = k;
		for (uint64_t i = b->row_start[r]; i < b->row_start[r + 1]; i++) {
			const term_count *t = &b->row_terms[i];
			float x = term_weighted(t, view_section_weights[VIEW_TOPIC]);
			if (b->vocab.kind[t->term] == TERM_FUNCTION || x <= 0)
				continue;
			ids[k] = t->term;
			tf[k++] = x;
		}
	}
	if (st == TENSEN_OK) {
		term_rows t = {b->n_rows, b->vocab.terms.n, start, ids, tf};
		start[b->n_rows] = k;
		st = postings_build(&out, &t, &o, err);
	}
	if (st == TENSEN_OK)
		container_put(w, "POST", CODEC_STORED, out.p, out.n);
	buf_clear(&out);
	free(start);
	free(ids);
	free(tf);
	return st;
}

/* Which main groups each row has, as index/groups wants it; NULL when out of memory. */
static group_use *
uses_of(const builder *b)
{
	group_use *uses = malloc((b->n_rows + (size_t)1) * sizeof *uses);
	const uint32_t *of = (const uint32_t *)(const void *)b->group_of.p;
	const uint64_t *end = (const uint64_t *)(const void *)b->group_end.p;
	uint64_t from = 0;

	if (b->group_of.failed || b->group_end.failed || b->group_field.failed) {
		free(uses);
		return NULL;
	}
	for (uint32_t r = 0; uses && r < b->n_rows; r++) {
		uses[r] = (group_use){of ? of + from : NULL, (uint32_t)(end[r] - from)};
		from = end[r];
	}
	return uses;
}

#define RIDGE_LAMBDA 1.0

/* What is learned of classes from the topic vectors: main groups and ridge. */
static tensen_status
put_classes(
    builder *b, container_writer *w, const float *x, const uint64_t *masks, tensen_error *err)
{
	group_use *uses = uses_of(b);
	float *fit = malloc(RIDGE_FLOATS(b->dims) * sizeof *fit);
	buf out = BUF_INIT;
	tensen_status st = uses && fit ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = groups_build(&out, x, b->dims, masks, uses, b->n_rows,
		    (const uint8_t *)b->group_field.p, (uint32_t)b->group_field.n, err);
	if (st == TENSEN_OK) {
		container_put(w, "GRPS", CODEC_STORED, out.p, out.n);
		st = ridge_fit(fit, x, masks, b->n_rows, b->dims, RIDGE_LAMBDA, err);
	}
	if (st == TENSEN_OK)
		container_put(w, "RIDG", CODEC_STORED, fit, RIDGE_FLOATS(b->dims) * sizeof *fit);
	buf_clear(&out);
	free(uses);
	free(fit);
	return st;
}

/* The vectors of one view for every row, documents that say nothing all zero. */
static tensen_status
fold_rows(const builder *b, view which, float *out, tensen_error *err)
{
	uint32_t max = 0, *col;
	float *val;

	for (uint32_t r = 0; r < b->n_rows; r++)
		if (b->row_start[r + 1] - b->row_start[r] > max)
			max = (uint32_t)(b->row_start[r + 1] - b->row_start[r]);
	col = malloc((max + (size_t)1) * sizeof *col);
	val = malloc((max + (size_t)1) * sizeof *val);
	if (!col || !val) {
		free(col);
		free(val);
		return tensen_fail_nomem(err);
	}
	for (uint32_t r = 0; r < b->n_rows; r++) {
		uint32_t n = view_row(&b->vocab, which, b->row_terms + b->row_start[r],
		    (uint32_t)(b->row_start[r + 1] - b->row_start[r]), col, val);
		lsa_fold(b->basis, b->dims, col, val, n, out + (size_t)r * b->dims);
	}
	free(col);
	free(val);
	return TENSEN_OK;
}

static tensen_status
put_view(builder *b, container_writer *w, view which, float *background, tensen_error *err)
{
	float *x = malloc(((size_t)b->n_rows * b->dims + 1) * sizeof *x);
	uint64_t *masks = malloc((b->n_rows + (size_t)1) * sizeof *masks);
	uint8_t *primary = malloc(b->n_rows + (size_t)1);
	static const char *const tags[N_VIEWS] = {"VTOP", "VPRO", "VMEA", "VFUN"};
	const char *tag = tags[which];
	vecset_build_opts o = {b->dims, b->opts->seed, b->threads};
	buf out = BUF_INIT;
	tensen_status st = x && masks && primary ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = fold_rows(b, which, x, err);
	for (uint32_t r = 0; r < b->n_rows && st == TENSEN_OK; r++) {
		const doc_slot *slot = &b->slots[b->order[r]];
		masks[r] = slot->mask;
		primary[r] = slot->primary ? (uint8_t)(slot->primary - 1) : 0;
	}
	if (st == TENSEN_OK)
		st = vecset_build(&out, x, masks, primary, b->n_rows, &o, err);
	if (st == TENSEN_OK)
		container_put(w, tag, CODEC_STORED, out.p, out.n);
	if (st == TENSEN_OK)
		st = background_measure(background, &out, x, masks, b->threads, err);
	if (st == TENSEN_OK && which == VIEW_TOPIC)
		st = put_classes(b, w, x, masks, err);
	buf_clear(&out);
	free(x);
	free(masks);
	free(primary);
	return st;
}

void
build_meta(const builder *b, buf *out)
{
	json j;

	json_init(&j, out, 1);
	json_open(&j, '{');
	json_key_str(&j, "program", "tensen " TENSEN_VERSION);
	json_key_int(&j, "documents", b->n_rows);
	json_key_int(&j, "terms", b->vocab.terms.n);
	json_key_int(&j, "dims", b->dims);
	json_key_int(&j, "rank", b->lsa.rank);
	json_key_num(&j, "energy", b->lsa.energy, 6);
	json_key_int(&j, "seed", (int64_t)b->opts->seed);
	json_key(&j, "tokenizer");
	json_raw(&j, analyzer_identity(b->analyzer));
	json_close(&j, '}');
	buf_char(out, '\n');
}

/* The words that stems were read as, terms ascending. */
static tensen_status
put_shown(builder *b, container_writer *w, tensen_error *err)
{
	const uint64_t *end = (const uint64_t *)(const void *)b->seen_shown_end.p;
	span *words = calloc(b->vocab.terms.n + (size_t)1, sizeof *words);
	uint32_t before = 0;
	buf out = BUF_INIT;
	int failed = !words;

	for (uint32_t i = 0; words && i < b->seen.n; i++) {
		uint64_t from = i ? end[i - 1] : 0;
		if (b->remap[i] != VOCAB_NONE && end[i] > from)
			words[b->remap[i]] =
			    (span){b->seen_shown.p + from, (size_t)(end[i] - from)};
	}
	for (uint32_t t = 0; words && t < b->vocab.terms.n; t++)
		if (words[t].n)
			shown_add(&out, t, &before, words[t]);
	failed |= out.failed;
	if (!failed && out.n)
		container_put(w, "show", CODEC_ZSTD, out.p, out.n);
	buf_clear(&out);
	free(words);
	return failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
put_model(builder *b, container_writer *w, tensen_error *err)
{
	buf meta = BUF_INIT, vocabulary = BUF_INIT;
	float *singular = calloc(b->dims, sizeof *singular);
	int failed;

	build_meta(b, &meta);
	vocab_write(&vocabulary, &b->vocab);
	failed = meta.failed || vocabulary.failed || !singular;
	if (!failed) {
		memcpy(singular, b->lsa.singular, b->lsa.rank * sizeof *singular);
		container_put(w, "META", CODEC_STORED, meta.p, meta.n);
		container_put(w, "VOCB", CODEC_ZSTD, vocabulary.p, vocabulary.n);
		container_put(w, "LSAB", CODEC_STORED, b->basis,
		    (size_t)b->vocab.terms.n * b->dims * sizeof *b->basis);
		container_put(w, "LSAS", CODEC_STORED, singular, b->dims * sizeof *singular);
	}
	buf_clear(&meta);
	buf_clear(&vocabulary);
	free(singular);
	return failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
put_centroids(builder *b, container_writer *w, tensen_error *err)
{
	uint32_t n_terms = b->vocab.terms.n;
	size_t cells = ((size_t)n_terms + 1) * CENTROID_FIELDS;
	float *sums = calloc(cells, sizeof *sums),
	      *val = malloc((n_terms + (size_t)1) * sizeof *val);
	uint32_t *col = malloc((n_terms + (size_t)1) * sizeof *col);
	tensen_status st = sums && val && col ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t r = 0; r < b->n_rows && st == TENSEN_OK; r++) {
		uint32_t n = view_row(&b->vocab, VIEW_TOPIC, b->row_terms + b->row_start[r],
		    (uint32_t)(b->row_start[r + 1] - b->row_start[r]), col, val);
		centroids_add(sums, b->slots[b->order[r]].mask, col, val, n);
	}
	if (st == TENSEN_OK) {
		centroids_squares(sums, n_terms, sums + (size_t)n_terms * CENTROID_FIELDS);
		container_put(w, "CENT", CODEC_STORED, sums, cells * sizeof *sums);
	}
	free(sums);
	free(val);
	free(col);
	return st;
}

static tensen_status
put_views(builder *b, container_writer *w, tensen_error *err)
{
	float background[N_VIEWS * BACKGROUND_FIELDS];
	tensen_status st = TENSEN_OK;

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
		if ((st = build_progress(b, "encode", (uint64_t)v, N_VIEWS, err)) == TENSEN_OK)
			st = put_view(b, w, (view)v, background + v * BACKGROUND_FIELDS, err);
	if (st == TENSEN_OK)
		container_put(w, "FBGR", CODEC_STORED, background, sizeof background);
	return st;
}

#define LEARN_DOCS 3000 /* a few weights need no more */
#define LEARN_MIN 50    /* fewer examples than this say nothing */

/* The weights of the fit, learned from the file as it stands so far. */
static tensen_status
put_weights(builder *b, container_writer *w, tensen_error *err)
{
	tensen_index ix = {.fields = b->fields, .sectioner = b->sectioner, .analyzer = b->analyzer};
	double weights[N_FIT];
	float out[N_FIT];
	uint32_t n = 0;
	const char *path;
	tensen_status st = container_peek(w, &path, err);

	if (st == TENSEN_OK)
		st = store_open(&ix.store, path, err);
	if (st == TENSEN_OK) {
		fieldmap_make(&ix.map, &ix.store->rows, b->fields);
		st = learn_weights(&ix, LEARN_DOCS, b->opts->seed, b->threads, weights, &n, err);
	}
	store_close(ix.store);
	for (int k = 0; k < N_FIT; k++)
		out[k] = st == TENSEN_OK ? (float)weights[k] : 0;
	if (st == TENSEN_OK && n >= LEARN_MIN)
		container_put(w, "fitw", CODEC_STORED, out, sizeof out);
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

	if ((st = put_model(b, w, err)) < 0 || (st = put_shown(b, w, err)) < 0 ||
	    (st = put_rows(b, w, err)) < 0 ||
	    (st = put_records(b, w, "DOCS", document_record, err)) < 0 ||
	    (st = put_records(b, w, "TERM", term_record, err)) < 0 ||
	    (st = put_postings(b, w, err)) < 0 || (st = put_centroids(b, w, err)) < 0 ||
	    (st = put_views(b, w, err)) < 0 || (st = put_weights(b, w, err)) < 0)
		return st;
	b->writer = NULL;
	st = container_commit(w, err);
	if (st == TENSEN_OK)
		fill_account(b);
	return st;
}
