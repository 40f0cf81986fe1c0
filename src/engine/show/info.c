/* engine/show/info.c - describes an index and checks it. */
#include <stdlib.h>
#include <string.h>
#include "engine/distributed/joint.h"
#include "engine/base/late.h"
#include "engine/readings/readings.h"
#include "result/corpus/info_result.h"
#include "util/fail.h"
#include "util/threads/sort.h"

#define EXAMPLES 6 /* documents shown to begin with */

static const struct {
	const char *tag, *ja, *en;
} known_sections[] = {
    {"META", "概要", "summary"},
    {"VOCB", "語彙", "vocabulary"},
    {"LSAB", "潜在意味の基底", "LSA basis"},
    {"LSAS", "特異値", "singular values"},
    {"ROWS", "書誌の列", "columns of rows"},
    {"DOCS", "文献の本文", "stored documents"},
    {"TERM", "用語の記録", "term records"},
    {"POST", "転置リスト", "inverted lists"},
    {"rare", "少数文献の語", "words of few documents"},
    {"VTOP", "ベクトル：主題", "vectors: topic"},
    {"VPRO", "ベクトル：課題", "vectors: problem"},
    {"near", "分野の近さ", "nearness of fields"},
    {"vemb", "ベクトル：自分のモデル", "vectors: model of one's own"},
    {"vprb", "試しの文のベクトル", "vector of the probe"},
    {"show", "語の表示形", "words as read"},
    {"udic", "ユーザー辞書", "user dictionary"},
    {"arrv", "記録の順番", "order of records"},
    {"PART", "文献のあるファイル", "files of documents"},
};

static void
name_section(info_section *info)
{
	info->holds[TENSEN_JA] = info->holds[TENSEN_EN] = "?";
	for (size_t i = 0; i < sizeof known_sections / sizeof *known_sections; i++)
		if (memcmp(known_sections[i].tag, info->tag, 4) == 0) {
			info->holds[TENSEN_JA] = known_sections[i].ja;
			info->holds[TENSEN_EN] = known_sections[i].en;
		}
}

static int
is_example(const info_result *result, uint32_t row)
{
	for (uint32_t i = 0; i < result->n_examples; i++)
		if (result->examples[i].row == row)
			return 1;
	return 0;
}

static void
add_example(info_result *result, tensen_document_ref *example, const rows *rows_of, uint32_t row)
{
	if (result->n_examples == EXAMPLES || is_example(result, row))
		return;
	example[result->n_examples++] =
	    (tensen_document_ref){.id = result_copy(&result->base, rows_id(rows_of, row)),
		.title = result_copy(&result->base, rows_title(rows_of, row)),
		.field = rows_of->primary[row] <= N_FIELDS ? rows_of->primary[row] : 0,
		.row = row};
}

/* Those that all of `flags` and none of `without` hold of, at even distances in the order of rows. */
static void
spread_examples(info_result *result, tensen_document_ref *example, const rows *rows_of,
    unsigned flags, unsigned without)
{
	uint32_t among = 0, seen = 0, first = result->n_examples;

	for (uint32_t i = 0; i < rows_of->n; i++)
		among += (rows_of->flags[i] & (flags | without)) == flags;
	for (uint32_t i = 0; i < rows_of->n && result->n_examples < EXAMPLES; i++)
		if ((rows_of->flags[i] & (flags | without)) == flags &&
		    (uint64_t)seen++ * (EXAMPLES - first) >=
			(uint64_t)(result->n_examples - first) * among)
			add_example(result, example, rows_of, i);
}

/* First those of which ideas were read, then open ones (any where none is open) with a text. */
static tensen_status
fill_examples(info_result *result, const tensen_index *ix, const rows *rows_of, tensen_error *err)
{
	const unsigned open = result->open ? ROW_OPEN : 0;
	tensen_document_ref *v = arena_calloc(&result->base.mem, EXAMPLES * sizeof *v);
	uint32_t read[EXAMPLES / 2], n = 0;
	tensen_status st;

	if (!v)
		return tensen_fail_nomem(err);
	result->examples = v;
	if (ix && (st = readings_held(read, &n, EXAMPLES / 2, ix, err)) < 0)
		return st;
	for (uint32_t i = 0; i < n; i++)
		add_example(result, v, rows_of, read[i]);
	spread_examples(result, v, rows_of, open, ROW_TITLE_ALONE);
	spread_examples(result, v, rows_of, open, 0);
	return TENSEN_OK;
}

static void
fill_dates(info_result *result, const rows *rows_of)
{
	for (uint32_t i = 0; i < rows_of->n; i++) {
		uint32_t date = rows_of->date[i];
		if (date && (!result->first || date < result->first))
			result->first = date;
		if (date > result->last)
			result->last = date;
	}
}

static tensen_status
fill_recall(info_result *result, const store *kept, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++) {
		vec_summary m = {0};
		st = store_view_summary(kept, (view)v, &m, err);
		result->recall[v] = (info_recall){(double)m.recall, m.n_sample};
	}
	return st;
}

/* The texts of a joint file lie in the parts: their bytes together. */
static void
add_parts(info_result *result, info_section *info, const parts *part_files)
{
	static const char *const tags[] = {"DOCS", "TERM"};

	for (size_t t = 0; t < sizeof tags / sizeof *tags; t++) {
		info_section *x = &info[result->n_sections++];
		memcpy(x->tag, tags[t], sizeof x->tag);
		name_section(x);
		for (uint32_t i = 0; i < part_files->n; i++) {
			const container_entry *e =
			    container_find(&part_files->v[i].store->file, tags[t]);
			x->stored += e ? e->stored_size : 0;
			x->raw += e ? e->raw_size : 0;
		}
	}
	for (uint32_t i = 0; i < part_files->n; i++)
		result->bytes += part_files->v[i].store->map.n;
	result->files = part_files->n + 1;
}

static tensen_status
info_fill(info_result *result, const tensen_index *ix, const store *kept, const parts *files,
    tensen_error *err)
{
	info_section *v = arena_calloc(&result->base.mem, (CONTAINER_MAX_ENTRIES + 2) * sizeof *v);
	tensen_status st;

	result->meta = result_copy(&result->base, (span){kept->meta.json.p, kept->meta.json.n});
	if (!v)
		return tensen_fail_nomem(err);
	result->documents = kept->rows.n;
	result->terms = kept->meta.n_terms;
	result->dims = kept->meta.dims;
	result->bytes = kept->map.n;
	for (uint32_t i = 0; i < kept->rows.n; i++) {
		result->open += (kept->rows.flags[i] & ROW_OPEN) != 0;
		result->unknown_state += kept->rows.status[i] == DOC_UNKNOWN;
		result->in_fields += kept->rows.primary[i] != 0;
	}
	for (uint32_t i = 0; i < kept->file.n_entries; i++) {
		const container_entry *e = &kept->file.entries[i];
		memcpy(v[i].tag, e->tag, sizeof v[i].tag);
		v[i].stored = e->stored_size;
		v[i].raw = e->raw_size;
		name_section(&v[i]);
	}
	result->sections = v;
	result->n_sections = kept->file.n_entries;
	if (files)
		add_parts(result, v, files);
	fill_dates(result, &kept->rows);
	if ((st = fill_recall(result, kept, err)) < 0)
		return st;
	if (ix)
		readings_agreed(&result->agreed, ix);
	return fill_examples(result, ix, &kept->rows, err);
}

tensen_status
tensen_index_info(const tensen_index *ix, tensen_result **out, tensen_error *err)
{
	info_result *r = result_new(&info_class);

	return engine_answer(
	    r, r ? info_fill(r, ix, ix->store, ix->parts, err) : TENSEN_OK, ix, out, err);
}

/* Row i: its record has the stored hash and the id of the row, its terms exist. */
static tensen_status
check_row(const store *kept, uint32_t i, docstore_scratch *docs, docstore_scratch *terms,
    arena *mem, tensen_error *err)
{
	span record;
	document doc;
	term_count *t;
	uint32_t max, n;
	tensen_status st;

	if ((st = docstore_get(kept->docs, docs, i, &record, err)) < 0 ||
	    (st = document_read(&doc, mem, record, err)) < 0)
		return st;
	if (document_hash(record) != kept->rows.hash[i])
		return tensen_fail(err, TENSEN_E_CORRUPT, SAY_ROW_STORED_DOCUMENT, i);
	if (!span_eq(doc.id, rows_id(&kept->rows, i)))
		return tensen_fail(err, TENSEN_E_CORRUPT, SAY_ROW_STORED_DOCUMENT_HAS, i);
	if (rows_find(&kept->rows, doc.id) != i)
		return tensen_fail(err, TENSEN_E_CORRUPT, SAY_ROW_ID_DOES, i);
	if ((st = docstore_get(kept->terms, terms, i, &record, err)) < 0)
		return st;
	max = termrec_count(record);
	t = arena_alloc(mem, (max + (size_t)1) * sizeof *t);
	return t ? termrec_read(record, t, max, &n, kept->vocab.terms.n, err)
		 : tensen_fail_nomem(err);
}

static tensen_status
check_rows(const store *kept, tensen_error *err)
{
	docstore_scratch *docs = NULL, *terms = NULL;
	arena mem;
	tensen_status st = docstore_scratch_new(&docs, err);

	arena_init(&mem);
	if (st == TENSEN_OK)
		st = docstore_scratch_new(&terms, err);
	for (uint32_t i = 0; i < kept->rows.n && st == TENSEN_OK; i++) {
		arena_reset(&mem);
		st = check_row(kept, i, docs, terms, &mem, err);
	}
	arena_clear(&mem);
	docstore_scratch_free(docs);
	docstore_scratch_free(terms);
	return st;
}

static tensen_status
check_store(const store *kept, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; st == TENSEN_OK && i < kept->file.n_entries; i++)
		st = container_check(&kept->file, &kept->file.entries[i], err);
	return st;
}

/* The files of an index of several; those of a joint file that is made now need no check. */
static tensen_status
open_checked(store **out, parts *files, const char *path, tensen_error *err)
{
	int made;
	part_kind kind;
	tensen_status st = parts_kind(&kind, path, err);

	if (st < 0)
		return st;
	if (kind == PART_ALONE)
		return store_open(out, path, err);
	if ((st = parts_open(files, &path, 1, err)) < 0 || (st = parts_complete(files, err)) < 0)
		return st;
	for (uint32_t i = 0; st == TENSEN_OK && i < files->n; i++)
		if ((st = check_store(files->v[i].store, err)) < 0)
			tensen_fail_at(err, files->v[i].path, 0);
	return st < 0 ? st : joint_open(out, files, NULL, &made, err);
}

tensen_status
tensen_index_verify(const char *path, tensen_result **out, tensen_error *err)
{
	info_result *r = NULL;
	store *s = NULL;
	parts p = {.n = 0};
	buf keys = BUF_INIT;
	tensen_status st = open_checked(&s, &p, path, err);

	*out = NULL;
	if (st == TENSEN_OK)
		st = check_store(s, err);
	if (st == TENSEN_OK)
		st = check_rows(s, err);
	if (st == TENSEN_OK)
		st = postings_verify(s->lexical, err);
	if (st == TENSEN_OK)
		st = rare_keys(&s->rare, &keys, err);
	buf_clear(&keys);
	if (st == TENSEN_OK && !(r = result_new(&verify_class)))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = info_fill(r, NULL, s, p.n ? &p : NULL, err);
	if (st == TENSEN_OK) {
		result_sign(&r->base, container_signature(&s->file));
		r->path = result_copy(&r->base, span_of(path));
	} else {
		tensen_fail_at(err, path, 0);
	}
	store_close(s);
	parts_close(&p);
	return result_end(r ? &r->base : NULL, st, out, err);
}

/* A subclass within a field, and how many documents are in it. */
typedef struct tally {
	uint32_t subclass; /* number of its first main group */
	unsigned field;
	uint32_t documents;
} tally;

COMPARE3(most_first, tally, UP(field), DOWN(documents), UP(subclass))

/* The tally of each main group: groups of one subclass and field share one.  Their number. */
static tensen_status
make_tallies(tally *sum, uint32_t *of_group, uint32_t *n, const rows *rows_of, const fields *names,
    tensen_error *err)
{
	strtab seen;
	tensen_status st = TENSEN_OK;

	strtab_init(&seen);
	*n = 0;
	for (uint32_t g = 0; g < rows_of->n_groups && st == TENSEN_OK; g++) {
		span name = rows_group_name(rows_of, g);
		class_symbol c = {"", 0};
		unsigned field = class_symbol_parse(&c, name) ? fields_of(names, &c) : 0;
		char key[5] = {0, 0, 0, 0, (char)field};
		memcpy(key, c.subclass, 4);
		of_group[g] = strtab_add(&seen, (span){key, sizeof key});
		if (of_group[g] == STRTAB_NONE)
			st = tensen_fail_nomem(err);
		else if (of_group[g] == *n)
			sum[(*n)++] = (tally){g, field, 0};
	}
	strtab_clear(&seen);
	return st;
}

/* Each document counts once in a subclass, however many of its groups it has. */
static void
count_tallies(tally *sum, const uint32_t *of_group, const rows *rows_of)
{
	for (uint32_t row = 0; row < rows_of->n; row++) {
		uint32_t n;
		const uint32_t *g = rows_groups(rows_of, row, &n);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t k = 0;
			while (k < i && of_group[g[k]] != of_group[g[i]])
				k++;
			sum[of_group[g[i]]].documents += k == i;
		}
	}
}

/* The subclasses with most documents of each field. */
static tensen_status
fill_mostly(fields_result *result, const tensen_index *ix, tensen_error *err)
{
	const rows *rw = &ix->store->rows;
	tally *v = arena_alloc(&result->base.mem, (rw->n_groups + (size_t)1) * sizeof *v);
	uint32_t *of_group =
	    arena_alloc(&result->base.mem, (rw->n_groups + (size_t)1) * sizeof *of_group);
	uint32_t n;

	if (!v || !of_group || make_tallies(v, of_group, &n, rw, ix->fields, err) < 0)
		return tensen_fail_nomem(err);
	count_tallies(v, of_group, rw);
	qsort(v, n, sizeof *v, most_first);
	for (uint32_t i = 0, k = 0; i < n; i++) {
		const tally *t = &v[i];
		field_mostly *top = result->mostly[t->field];
		k = i && t->field == t[-1].field ? k + 1 : 0;
		if (!t->field || !t->documents || k >= MOSTLY_MAX)
			continue;
		top[k] = (field_mostly){.subclass = result_copy(&result->base,
					    span_sub(rows_group_name(rw, t->subclass), 0, 4)),
		    .documents = t->documents};
		for (int l = 0; l < 2; l++) {
			const subclass_info *c = fields_subclass(ix->fields, top[k].subclass);
			top[k].name[l] = c ? result_copy(&result->base, c->name[l]) : "";
		}
	}
	return TENSEN_OK;
}

tensen_status
tensen_index_fields(const tensen_index *ix, tensen_result **out, tensen_error *err)
{
	fields_result *r = result_new(&fields_class);
	const fieldmap *map = index_map(ix);

	*out = NULL;
	if (!r)
		return tensen_fail_nomem(err);
	engine_sign(&r->base, ix);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		const field_info *info = fields_info(ix->fields, f);
		r->size[f] = map->size[f];
		for (int l = 0; l < 2; l++) {
			r->name[f][l] = result_copy(&r->base, info->name[l]);
			r->brief[f][l] = result_copy(&r->base, info->short_name[l]);
			r->sector[f][l] = result_copy(&r->base, info->sector_name[l]);
		}
		for (unsigned g = 1; g <= N_FIELDS; g++)
			r->distance[f][g] = fieldmap_distance(map, FIELD_BIT(f), g);
	}
	return result_end(&r->base, engine_sound(fill_mostly(r, ix, err), ix, err), out, err);
}
