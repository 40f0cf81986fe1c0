/* engine/build/stage.c - see stage.h. */
#include "engine/build/stage.h"
#include "util/fail.h"
#include "util/files/spill.h"
#include "util/strtab.h"
#include "util/memory.h"

#define NONE UINT32_MAX

struct stage {
	spill *records;
	buf next;            /* uint32_t by record: the next one of its document */
	strtab ids;          /* id -> document, before licences are linked */
	buf first, last;     /* uint32_t by document: its chain of records */
	buf hash;            /* uint64_t by document: of its last record */
	buf arrived;         /* uint32_t by document: number of its first record of all added */
	uint32_t added;      /* records, with those that were dropped */
	strtab numbers;      /* further numbers of patents */
	buf number_doc;      /* uint32_t by number: the patent */
	buf licence_doc;     /* uint32_t: documents that are licence records */
	buf licence_numbers; /* uint32_t pairs: place in licence_doc, number in `wanted` */
	strtab wanted;       /* numbers that licence records name */
	buf kept;            /* uint32_t: documents left after linking */
	buf scratch;
};

tensen_status
stage_new(stage **out, const char *target, tensen_error *err)
{
	stage *s = *out = calloc(1, sizeof *s);
	tensen_status st = s ? spill_new(&s->records, target, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, stage_free);
}

void
stage_free(stage *s)
{
	if (!s)
		return;
	spill_free(s->records);
	strtab_clear(&s->ids);
	strtab_clear(&s->numbers);
	strtab_clear(&s->wanted);
	bufs_clear(&s->next, &s->first, &s->last, &s->hash, &s->arrived, &s->number_doc,
	    &s->licence_doc, &s->licence_numbers, &s->kept, &s->scratch);
	free(s);
}

static uint32_t *
stage_u32s(const buf *out)
{
	return (uint32_t *)(void *)out->p;
}

static int
note_numbers(stage *build_stage, const document *record_doc, uint32_t doc)
{
	uint32_t place = (uint32_t)(build_stage->licence_doc.n / 4);

	if (document_is_licence(record_doc))
		buf_u32(&build_stage->licence_doc, doc);
	for (uint32_t i = 0; i < record_doc->numbers.n; i++) {
		uint32_t before = build_stage->numbers.n, n;
		n = strtab_add(
		    document_is_licence(record_doc) ? &build_stage->wanted : &build_stage->numbers,
		    record_doc->numbers.v[i]);
		if (n == STRTAB_NONE)
			return -1;
		if (document_is_licence(record_doc)) {
			buf_u32(&build_stage->licence_numbers, place);
			buf_u32(&build_stage->licence_numbers, n);
		} else if (n == before) {
			buf_u32(&build_stage->number_doc, doc);
		}
	}
	return 0;
}

static void
stage_chain(stage *build_stage, uint32_t doc, uint32_t record)
{
	stage_u32s(&build_stage->next)[stage_u32s(&build_stage->last)[doc]] = record;
	stage_u32s(&build_stage->last)[doc] = record;
}

static int
has_failed(const stage *build_stage)
{
	return build_stage->next.failed || build_stage->first.failed || build_stage->last.failed ||
	       build_stage->hash.failed || build_stage->arrived.failed ||
	       build_stage->number_doc.failed || build_stage->licence_doc.failed ||
	       build_stage->licence_numbers.failed;
}

/* Record `record` of document doc, which earlier records have. */
static void
add_again(stage *build_stage, uint32_t doc, uint32_t record, stage_rule rule, uint64_t hash)
{
	if (rule == STAGE_LAST)
		stage_u32s(&build_stage->first)[doc] = stage_u32s(&build_stage->last)[doc] = record;
	else
		stage_chain(build_stage, doc, record);
	memcpy(build_stage->hash.p + doc * sizeof hash, &hash, sizeof hash);
}

tensen_status
stage_add(stage *build_stage, const document *record_doc, stage_rule rule, stage_found *found,
    tensen_error *err)
{
	uint32_t before = build_stage->ids.n, doc,
		 record = (uint32_t)spill_count(build_stage->records);
	span binary = record_doc->binary;
	uint64_t hash;

	if (build_stage->added >= NONE - 1)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_MORE_THAN_RECORDS, NONE - 1);
	buf_reset(&build_stage->scratch);
	if (!binary.n) {
		document_write(&build_stage->scratch, record_doc);
		binary = (span){build_stage->scratch.p, build_stage->scratch.n};
	}
	doc = strtab_add(&build_stage->ids, record_doc->id);
	if (build_stage->scratch.failed || doc == STRTAB_NONE)
		return tensen_fail_nomem(err);
	hash = document_hash(binary);
	*found = (stage_found){doc < before, 0};
	if (found->again && rule != STAGE_MERGE)
		found->differs =
		    memcmp(build_stage->hash.p + doc * sizeof hash, &hash, sizeof hash) != 0;
	build_stage->added++;
	if (found->again && rule == STAGE_FIRST)
		return note_numbers(build_stage, record_doc, doc) < 0 ? tensen_fail_nomem(err)
								      : TENSEN_OK;
	buf_u32(&build_stage->next, NONE);
	if (found->again) {
		add_again(build_stage, doc, record, rule, hash);
	} else {
		buf_u32(&build_stage->first, record);
		buf_u32(&build_stage->last, record);
		buf_add(&build_stage->hash, &hash, sizeof hash);
		buf_u32(&build_stage->arrived, build_stage->added - 1);
	}
	if (note_numbers(build_stage, record_doc, doc) < 0 || has_failed(build_stage))
		return tensen_fail_nomem(err);
	return spill_add(build_stage->records, binary.p, binary.n, err);
}

/* Append the chain of licence document `from` to patent `to`. */
static void
link_to(stage *build_stage, uint32_t from, uint32_t to)
{
	stage_chain(build_stage, to, stage_u32s(&build_stage->first)[from]);
	stage_u32s(&build_stage->last)[to] = stage_u32s(&build_stage->last)[from];
	stage_u32s(&build_stage->first)[from] = NONE;
}

static uint64_t
link_licences(stage *build_stage)
{
	uint64_t linked = 0;

	for (size_t i = 0; i + 1 < build_stage->licence_numbers.n / 4; i += 2) {
		uint32_t doc = stage_u32s(
		    &build_stage->licence_doc)[stage_u32s(&build_stage->licence_numbers)[i]];
		span number = strtab_get(
		    &build_stage->wanted, stage_u32s(&build_stage->licence_numbers)[i + 1]);
		uint32_t at = strtab_find(&build_stage->numbers, number);
		uint32_t to = at == STRTAB_NONE ? NONE : stage_u32s(&build_stage->number_doc)[at];
		if (to == NONE || to == doc || stage_u32s(&build_stage->first)[doc] == NONE)
			continue;
		link_to(build_stage, doc, to);
		linked++;
	}
	return linked;
}

tensen_status
stage_finish(stage *build_stage, uint64_t *linked, tensen_error *err)
{
	*linked = link_licences(build_stage);
	for (uint32_t i = 0; i < build_stage->ids.n; i++)
		if (stage_u32s(&build_stage->first)[i] != NONE)
			buf_u32(&build_stage->kept, i);
	if (build_stage->kept.failed)
		return tensen_fail_nomem(err);
	return spill_finish(build_stage->records, err);
}

uint32_t
stage_count(const stage *build_stage)
{
	return (uint32_t)(build_stage->kept.n / 4);
}

uint32_t
stage_record(const stage *build_stage, uint32_t i)
{
	return stage_u32s(&build_stage->arrived)[stage_u32s(&build_stage->kept)[i]];
}

span
stage_id(const stage *build_stage, uint32_t i)
{
	return strtab_get(&build_stage->ids, stage_u32s(&build_stage->kept)[i]);
}

static tensen_status
read_record(const stage *build_stage, uint32_t r, document *doc, arena *mem, tensen_error *err)
{
	span record;
	tensen_status st = spill_get(build_stage->records, r, mem, &record, err);

	return st < 0 ? st : document_read(doc, mem, record, err);
}

tensen_status
stage_get(const stage *build_stage, uint32_t i, document *doc, arena *mem, int *differs,
    tensen_error *err)
{
	uint32_t r = stage_u32s(&build_stage->first)[stage_u32s(&build_stage->kept)[i]];
	tensen_status st = read_record(build_stage, r, doc, mem, err);

	if (differs)
		*differs = 0;
	while (st == TENSEN_OK && (r = stage_u32s(&build_stage->next)[r]) != NONE) {
		document other;
		int differ = 0;
		st = read_record(build_stage, r, &other, mem, err);
		if (st == TENSEN_OK)
			st = document_merge(doc, &other, &differ);
		if (differs)
			*differs |= differ;
	}
	return st;
}
