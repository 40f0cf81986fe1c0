/* engine/build/stage.c - see stage.h. */
#include "engine/build/stage.h"
#include <stdlib.h>
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
u32s(const buf *b)
{
	return (uint32_t *)(void *)b->p;
}

static void
push(buf *b, uint32_t v)
{
	buf_add(b, &v, sizeof v);
}

/* The id of a licence record is its licence number. */
static int
is_licence(const document *d)
{
	return d->license_id.n > 0 && span_eq(d->id, d->license_id);
}

static int
note_numbers(stage *s, const document *d, uint32_t doc)
{
	uint32_t place = (uint32_t)(s->licence_doc.n / 4);

	if (is_licence(d))
		push(&s->licence_doc, doc);
	for (uint32_t i = 0; i < d->numbers.n; i++) {
		uint32_t before = s->numbers.n, n;
		n = strtab_add(is_licence(d) ? &s->wanted : &s->numbers, d->numbers.v[i]);
		if (n == STRTAB_NONE)
			return -1;
		if (is_licence(d)) {
			push(&s->licence_numbers, place);
			push(&s->licence_numbers, n);
		} else if (n == before) {
			push(&s->number_doc, doc);
		}
	}
	return 0;
}

static void
chain(stage *s, uint32_t doc, uint32_t record)
{
	u32s(&s->next)[u32s(&s->last)[doc]] = record;
	u32s(&s->last)[doc] = record;
}

static int
has_failed(const stage *s)
{
	return s->next.failed || s->first.failed || s->last.failed || s->hash.failed ||
	       s->arrived.failed || s->number_doc.failed || s->licence_doc.failed ||
	       s->licence_numbers.failed;
}

/* Record `record` of document doc, which earlier records have. */
static void
add_again(stage *s, uint32_t doc, uint32_t record, stage_rule rule, uint64_t hash)
{
	if (rule == STAGE_LAST)
		u32s(&s->first)[doc] = u32s(&s->last)[doc] = record;
	else
		chain(s, doc, record);
	memcpy(s->hash.p + doc * sizeof hash, &hash, sizeof hash);
}

tensen_status
stage_add(stage *s, const document *d, stage_rule rule, stage_found *found, tensen_error *err)
{
	uint32_t before = s->ids.n, doc, record = (uint32_t)spill_count(s->records);
	span binary = d->binary;
	uint64_t hash;

	if (s->added >= NONE - 1)
		return tensen_fail(err, TENSEN_E_INPUT, "more than %u records", NONE - 1);
	buf_reset(&s->scratch);
	if (!binary.n) {
		document_write(&s->scratch, d);
		binary = (span){s->scratch.p, s->scratch.n};
	}
	doc = strtab_add(&s->ids, d->id);
	if (s->scratch.failed || doc == STRTAB_NONE)
		return tensen_fail_nomem(err);
	hash = document_hash(binary);
	*found = (stage_found){doc < before, 0};
	if (found->again && rule != STAGE_MERGE)
		found->differs = memcmp(s->hash.p + doc * sizeof hash, &hash, sizeof hash) != 0;
	s->added++;
	if (found->again && rule == STAGE_FIRST)
		return note_numbers(s, d, doc) < 0 ? tensen_fail_nomem(err) : TENSEN_OK;
	push(&s->next, NONE);
	if (found->again) {
		add_again(s, doc, record, rule, hash);
	} else {
		push(&s->first, record);
		push(&s->last, record);
		buf_add(&s->hash, &hash, sizeof hash);
		push(&s->arrived, s->added - 1);
	}
	if (note_numbers(s, d, doc) < 0 || has_failed(s))
		return tensen_fail_nomem(err);
	return spill_add(s->records, binary.p, binary.n, err);
}

/* Append the chain of licence document `from` to patent `to`. */
static void
link_to(stage *s, uint32_t from, uint32_t to)
{
	chain(s, to, u32s(&s->first)[from]);
	u32s(&s->last)[to] = u32s(&s->last)[from];
	u32s(&s->first)[from] = NONE;
}

static uint64_t
link_licences(stage *s)
{
	uint64_t linked = 0;

	for (size_t i = 0; i + 1 < s->licence_numbers.n / 4; i += 2) {
		uint32_t doc = u32s(&s->licence_doc)[u32s(&s->licence_numbers)[i]];
		span number = strtab_get(&s->wanted, u32s(&s->licence_numbers)[i + 1]);
		uint32_t at = strtab_find(&s->numbers, number);
		uint32_t to = at == STRTAB_NONE ? NONE : u32s(&s->number_doc)[at];
		if (to == NONE || to == doc || u32s(&s->first)[doc] == NONE)
			continue;
		link_to(s, doc, to);
		linked++;
	}
	return linked;
}

tensen_status
stage_finish(stage *s, uint64_t *linked, tensen_error *err)
{
	*linked = link_licences(s);
	for (uint32_t i = 0; i < s->ids.n; i++)
		if (u32s(&s->first)[i] != NONE)
			push(&s->kept, i);
	if (s->kept.failed)
		return tensen_fail_nomem(err);
	return spill_finish(s->records, err);
}

uint32_t
stage_count(const stage *s)
{
	return (uint32_t)(s->kept.n / 4);
}

uint32_t
stage_record(const stage *s, uint32_t i)
{
	return u32s(&s->arrived)[u32s(&s->kept)[i]];
}

span
stage_id(const stage *s, uint32_t i)
{
	return strtab_get(&s->ids, u32s(&s->kept)[i]);
}

static tensen_status
read_record(const stage *s, uint32_t r, document *d, arena *mem, tensen_error *err)
{
	span record;
	tensen_status st = spill_get(s->records, r, mem, &record, err);

	return st < 0 ? st : document_read(d, mem, record, err);
}

tensen_status
stage_get(const stage *s, uint32_t i, document *d, arena *mem, int *differs, tensen_error *err)
{
	uint32_t r = u32s(&s->first)[u32s(&s->kept)[i]];
	tensen_status st = read_record(s, r, d, mem, err);

	if (differs)
		*differs = 0;
	while (st == TENSEN_OK && (r = u32s(&s->next)[r]) != NONE) {
		document other;
		int differ = 0;
		st = read_record(s, r, &other, mem, err);
		if (st == TENSEN_OK)
			st = document_merge(d, &other, &differ);
		if (differs)
			*differs |= differ;
	}
	return st;
}
