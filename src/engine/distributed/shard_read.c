/* engine/distributed/shard_read.c - every rank reads a share of the bytes and gives each record to
 * the rank that its id belongs to.
 *
 * A licence record belongs to the patent that it names, whose number may be any of several.  So
 * the numbers of patents are spread over the ranks by their hash, licence records first go to the
 * rank of their licence number, and that rank asks where the patent is. */
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "corpus/reader.h"
#include "engine/distributed/shard_bad.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/threads/sort.h"

/* Records on their way: u64 number of the record, u32 bytes, u32 stage_rule, the document's binary
 * form. */
#define HEAD 16

typedef struct record_exchange {
	shard *s;
	spool **records, **licences, **numbers; /* by rank: to it */
	spool **got_records, **got_licences;    /* by rank: from it */
	uint64_t n, refused, n_licences;
	uint64_t *base;  /* by rank: records of the ranks before it */
	stage_rule rule; /* of the file that is read */
	buf bad;         /* bad files of this rank, as shard_note_bad() writes them */
	buf binary, head;
} record_exchange;

typedef struct record {
	uint64_t number;
	span binary;
	uint32_t rule; /* stage_rule */
} record;

static unsigned
shard_home(const shard *of, span key)
{
	return (unsigned)(XXH3_64bits(key.p, key.n) % of->team.size);
}

static tensen_status
send_record(record_exchange *rex, spool *to, const record *sent, tensen_error *err)
{
	tensen_status st;

	buf_reset(&rex->head);
	buf_u64(&rex->head, sent->number);
	buf_u32(&rex->head, (uint32_t)sent->binary.n);
	buf_u32(&rex->head, sent->rule);
	if (rex->head.failed)
		return tensen_fail_nomem(err);
	st = spool_add(to, rex->head.p, rex->head.n, err);
	return st < 0 ? st : spool_add(to, sent->binary.p, sent->binary.n, err);
}

/* Number and id to the rank of the number. */
static tensen_status
send_number(record_exchange *rex, span number, span id, tensen_error *err)
{
	buf_reset(&rex->head);
	buf_u32(&rex->head, (uint32_t)number.n);
	buf_u32(&rex->head, (uint32_t)id.n);
	buf_span(&rex->head, number);
	buf_span(&rex->head, id);
	if (rex->head.failed)
		return tensen_fail_nomem(err);
	return spool_add(rex->numbers[shard_home(rex->s, number)], rex->head.p, rex->head.n, err);
}

static tensen_status
on_document(void *payload, const document *doc, tensen_error *err)
{
	record_exchange *r = payload;
	int licence = document_is_licence(doc);
	span binary = doc->binary;
	tensen_status st = TENSEN_OK;

	if (!binary.n) {
		buf_reset(&r->binary);
		document_write(&r->binary, doc);
		if (r->binary.failed)
			return tensen_fail_nomem(err);
		binary = (span){r->binary.p, r->binary.n};
	}
	r->n_licences += (uint64_t)licence;
	for (uint32_t i = 0; i < doc->numbers.n && !licence && st == TENSEN_OK; i++)
		st = send_number(r, doc->numbers.v[i], doc->id, err);
	return st < 0
		   ? st
		   : send_record(r, (licence ? r->licences : r->records)[shard_home(r->s, doc->id)],
			 &(record){r->n++, binary, r->rule}, err);
}

static void
on_file_begin(void *payload, const file_account *acct)
{
	record_exchange *r = payload;

	build_stage_rule(&r->s->b, acct->format, &r->rule, NULL);
}

static void
on_file_done(void *payload, const file_account *acct)
{
	record_exchange *r = payload;

	r->refused += acct->refused;
	build_add_file(&r->s->b, acct);
	shard_note_bad(&r->bad, acct);
}

static tensen_status
open_spools(record_exchange *rex, tensen_error *err)
{
	const team *t = &rex->s->team;
	const char *target = rex->s->b.path;
	tensen_status st;

	rex->base = calloc(t->size, sizeof *rex->base);
	if (!rex->base)
		return tensen_fail_nomem(err);
	if ((st = team_spools(t, target, &rex->records, err)) < 0 ||
	    (st = team_spools(t, target, &rex->licences, err)) < 0 ||
	    (st = team_spools(t, target, &rex->numbers, err)) < 0)
		return st;
	return TENSEN_OK;
}

/* Lines of this rank's first file that other ranks read. */
static tensen_status
count_lines(
    shard *of, const char *const *inputs, size_t n_inputs, corpus_opts *opts, tensen_error *err)
{
	corpus_cut mine[2], cut;
	buf *all = team_bufs(&of->team);
	uint32_t n;
	tensen_status st =
	    all ? corpus_cuts(inputs, n_inputs, opts, mine, &n, err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = team_gather(&of->team, (span){(const char *)mine, n * sizeof *mine}, all, err);
	for (unsigned i = 0; st == TENSEN_OK && i < of->team.rank; i++)
		for (size_t at = 0; at < all[i].n && n && mine[0].front; at += sizeof cut) {
			memcpy(&cut, all[i].p + at, sizeof cut);
			opts->lines_before += cut.file == mine[0].file ? cut.lines : 0;
		}
	team_bufs_free(&of->team, all);
	return st;
}

static tensen_status
read_share(record_exchange *rex, const char *const *inputs, size_t n_inputs, tensen_error *err)
{
	corpus_sink sink = {on_document, NULL, on_file_done, rex, NULL, on_file_begin};
	corpus_opts o;
	tensen_status st = build_corpus_options(&o, &rex->s->b, err);

	o.share = rex->s->team.rank;
	o.shares = rex->s->team.size;
	if (st == TENSEN_OK && o.shares > 1)
		st = count_lines(rex->s, inputs, n_inputs, &o, err);
	if (st == TENSEN_OK &&
	    (st = corpus_read(inputs, n_inputs, &o, &sink, err)) == TENSEN_E_INPUT && rex->bad.n)
		st = TENSEN_OK; /* all ranks fail together, with the bad files of all */
	if (st == TENSEN_OK)
		st = shard_share_bad(rex->s, &rex->bad, err);
	for (unsigned i = 0; i < rex->s->team.size && st == TENSEN_OK; i++)
		if ((st = spool_finish(rex->records[i], err)) == TENSEN_OK &&
		    (st = spool_finish(rex->licences[i], err)) == TENSEN_OK)
			st = spool_finish(rex->numbers[i], err);
	return st;
}

/* base, and the totals of all ranks. */
static tensen_status
count_records(record_exchange *rex, tensen_error *err)
{
	shard *s = rex->s;
	uint64_t sums[2] = {rex->refused, rex->n_licences}, *of = rex->base;
	tensen_status st;

	of[s->team.rank] = rex->n;
	if ((st = team_sum_u64(&s->team, of, s->team.size, err)) < 0 ||
	    (st = team_sum_u64(&s->team, sums, 2, err)) < 0)
		return st;
	for (unsigned i = 0; i < s->team.size; i++) {
		uint64_t n = of[i];
		of[i] = s->records;
		s->records += n;
	}
	s->refused = sums[0];
	rex->n_licences = sums[1];
	if (s->records == 0)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_NO_RECORD_COULD);
	return TENSEN_OK;
}

/* Exchange spools and free those that were sent; *out gets what came. */
static tensen_status
shard_exchange(shard *of, spool ***sent, spool ***out, tensen_error *err)
{
	tensen_status st = team_spools(&of->team, of->b.path, out, err);

	if (st == TENSEN_OK)
		st = team_exchange_spools(&of->team, *sent, *out, err);
	team_spools_free(&of->team, *sent);
	*sent = NULL;
	for (unsigned i = 0; i < of->team.size && st == TENSEN_OK; i++)
		st = spool_finish((*out)[i], err);
	return st;
}

/* ---- records one after another ---- */

/* 1: the next record of a spool, valid until the next call; 0: its end; negative: status. */
static int
next_record(spool_cursor *cur, record *out, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	const char *p = spool_next(cur, HEAD, &st, err);
	uint32_t n;

	if (!p)
		return st;
	out->number = le64(p);
	n = le32(p + 8);
	out->rule = le32(p + 12);
	p = n ? spool_next(cur, n, &st, err) : "";
	if (!p)
		return st < 0 ? st : tensen_fail(err, TENSEN_E_IO, SAY_RECORD_CUT_SHORT);
	out->binary = (span){p, n};
	return 1;
}

/* ---- licences ---- */

typedef struct licensing {
	record_exchange *r;
	strtab numbers, ids;    /* of patents, on the rank of the number */
	buf id_of;              /* uint32_t by number: the patent */
	buf *requests, *came;   /* numbers to the other ranks, and from them */
	buf *answers, *replies; /* ids for the other ranks, and from them */
	cursor *at;             /* in replies */
	strtab licences, targets;
	buf target_of; /* uint32_t by licence: in targets; STRTAB_NONE: unknown */
	arena mem;
} licensing;

/* The first document with a number is meant by it, as in a stage. */
static tensen_status
take_numbers(licensing *terms, spool *spooled, tensen_error *err)
{
	spool_cursor c = {.s = spooled};
	tensen_status st = TENSEN_OK;
	const char *p;

	while ((p = spool_next(&c, 8, &st, err)) != NULL) {
		uint32_t n = le32(p), m = le32(p + 4), before = terms->numbers.n, number, id;
		if (!(p = spool_next(&c, (size_t)n + m, &st, err)))
			break;
		number = strtab_add(&terms->numbers, (span){p, n});
		if (number == STRTAB_NONE)
			st = tensen_fail_nomem(err);
		else if (number == before) {
			id = strtab_add(&terms->ids, (span){p + n, m});
			buf_u32(&terms->id_of, id);
			if (id == STRTAB_NONE || terms->id_of.failed)
				st = tensen_fail_nomem(err);
		}
		if (st < 0)
			break;
	}
	spool_cursor_clear(&c);
	return st;
}

typedef tensen_status (*licence_fn)(
    licensing *l, const record *r, const document *d, tensen_error *err);

static tensen_status
each_licence(licensing *terms, licence_fn fn, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (unsigned i = 0; i < terms->r->s->team.size && st == TENSEN_OK; i++) {
		spool_cursor c = {.s = terms->r->got_licences[i]};
		record rec;
		document d;
		int more = 1;
		while (st == TENSEN_OK && (more = next_record(&c, &rec, err)) > 0) {
			rec.number += terms->r->base[i];
			arena_reset(&terms->mem);
			if ((st = document_read(&d, &terms->mem, rec.binary, err)) == TENSEN_OK)
				st = fn(terms, &rec, &d, err);
		}
		if (more < 0)
			st = (tensen_status)more;
		spool_cursor_clear(&c);
	}
	return st;
}

static tensen_status
shard_ask(licensing *terms, const record *rec, const document *doc, tensen_error *err)
{
	(void)rec;
	for (uint32_t i = 0; i < doc->numbers.n; i++) {
		buf *to = &terms->requests[shard_home(terms->r->s, doc->numbers.v[i])];
		buf_varint(to, doc->numbers.v[i].n);
		buf_span(to, doc->numbers.v[i]);
		if (to->failed)
			return tensen_fail_nomem(err);
	}
	return TENSEN_OK;
}

static void
shard_answer(const licensing *terms, const buf *questions, buf *out)
{
	cursor c = cursor_of(questions->p, questions->n);

	while (cursor_left(&c) > 0 && !c.failed) {
		uint32_t at = strtab_find(&terms->numbers, cursor_span(&c));
		span id = {"", 0};
		if (at != STRTAB_NONE)
			id = strtab_get(
			    &terms->ids, ((const uint32_t *)(const void *)terms->id_of.p)[at]);
		buf_varint(out, id.n);
		buf_span(out, id);
	}
}

/* Read the answers in the order of the questions: the first patent found is the target. */
static tensen_status
take_licence(licensing *terms, const record *rec, const document *doc, tensen_error *err)
{
	uint32_t before = terms->licences.n, licence = strtab_add(&terms->licences, doc->id);

	(void)rec;
	if (licence == before)
		buf_u32(&terms->target_of, STRTAB_NONE);
	if (licence == STRTAB_NONE || terms->target_of.failed)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < doc->numbers.n; i++) {
		span id = cursor_span(&terms->at[shard_home(terms->r->s, doc->numbers.v[i])]);
		uint32_t *target = (uint32_t *)(void *)terms->target_of.p + licence;
		if (*target != STRTAB_NONE || id.n == 0)
			continue;
		if ((*target = strtab_add(&terms->targets, id)) == STRTAB_NONE)
			return tensen_fail_nomem(err);
	}
	return TENSEN_OK;
}

static tensen_status
shard_forward(licensing *terms, const record *rec, const document *doc, tensen_error *err)
{
	uint32_t licence = strtab_find(&terms->licences, doc->id), target;
	span key = doc->id;

	target = ((const uint32_t *)(const void *)terms->target_of.p)[licence];
	if (target != STRTAB_NONE)
		key = strtab_get(&terms->targets, target);
	return send_record(terms->r, terms->r->licences[shard_home(terms->r->s, key)], rec, err);
}

static tensen_status
find_targets(licensing *terms, tensen_error *err)
{
	team *t = &terms->r->s->team;
	tensen_status st = each_licence(terms, shard_ask, err);

	if (st == TENSEN_OK)
		st = team_exchange(t, terms->requests, terms->came, err);
	for (unsigned i = 0; i < t->size && st == TENSEN_OK; i++)
		shard_answer(terms, &terms->came[i], &terms->answers[i]);
	if (st == TENSEN_OK)
		st = team_exchange(t, terms->answers, terms->replies, err);
	for (unsigned i = 0; i < t->size && st == TENSEN_OK; i++)
		terms->at[i] = cursor_of(terms->replies[i].p, terms->replies[i].n);
	return st == TENSEN_OK ? each_licence(terms, take_licence, err) : st;
}

static void
licensing_clear(licensing *terms)
{
	const team *t = &terms->r->s->team;

	strtab_clear(&terms->numbers);
	strtab_clear(&terms->ids);
	strtab_clear(&terms->licences);
	strtab_clear(&terms->targets);
	buf_clear(&terms->id_of);
	buf_clear(&terms->target_of);
	team_bufs_free(t, terms->requests);
	team_bufs_free(t, terms->came);
	team_bufs_free(t, terms->answers);
	team_bufs_free(t, terms->replies);
	free(terms->at);
	arena_clear(&terms->mem);
}

static tensen_status
licensing_init(licensing *terms, record_exchange *rex, tensen_error *err)
{
	const team *t = &rex->s->team;

	*terms = (licensing){.r = rex};
	arena_init(&terms->mem);
	terms->requests = team_bufs(t);
	terms->came = team_bufs(t);
	terms->answers = team_bufs(t);
	terms->replies = team_bufs(t);
	terms->at = calloc(t->size, sizeof *terms->at);
	return terms->requests && terms->came && terms->answers && terms->replies && terms->at
		   ? TENSEN_OK
		   : tensen_fail_nomem(err);
}

/* rex->got_licences becomes the licence records whose patents are on this rank. */
static tensen_status
place_licences(record_exchange *rex, tensen_error *err)
{
	team *t = &rex->s->team;
	spool **numbers = NULL;
	licensing l;
	tensen_status st = licensing_init(&l, rex, err);

	if (st == TENSEN_OK)
		st = shard_exchange(rex->s, &rex->numbers, &numbers, err);
	for (unsigned i = 0; i < t->size && st == TENSEN_OK; i++)
		st = take_numbers(&l, numbers[i], err);
	team_spools_free(t, numbers);
	if (st == TENSEN_OK)
		st = find_targets(&l, err);
	if (st == TENSEN_OK)
		st = team_spools(t, rex->s->b.path, &rex->licences, err);
	if (st == TENSEN_OK)
		st = each_licence(&l, shard_forward, err);
	for (unsigned i = 0; i < t->size && st == TENSEN_OK; i++)
		st = spool_finish(rex->licences[i], err);
	team_spools_free(t, rex->got_licences);
	rex->got_licences = NULL;
	if (st == TENSEN_OK)
		st = shard_exchange(rex->s, &rex->licences, &rex->got_licences, err);
	licensing_clear(&l);
	return st;
}

/* ---- to the stage, in the order of one process ---- */

typedef struct place {
	uint64_t number, at; /* of the record; its bytes in: */
	const spool *from;
	uint32_t n, rule;
} place;

COMPARE(place_order, place, UP(number))

static tensen_status
find_places(buf *out, const spool *spooled, uint64_t base, tensen_error *err)
{
	spool_cursor c = {.s = spooled};
	uint64_t at = 0;
	record r;
	int more;

	while ((more = next_record(&c, &r, err)) > 0) {
		place p = {base + r.number, at + HEAD, spooled, (uint32_t)r.binary.n, r.rule};
		buf_add(out, &p, sizeof p);
		at += HEAD + r.binary.n;
	}
	spool_cursor_clear(&c);
	if (more < 0)
		return (tensen_status)more;
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
stage_one(shard *of, const place *where, buf *bytes, arena *mem, tensen_error *err)
{
	document d;
	stage_found found;
	tensen_status st;

	buf_reset(bytes);
	arena_reset(mem);
	if (!buf_more(bytes, where->n + (size_t)1))
		return tensen_fail_nomem(err);
	if ((st = spool_read(where->from, where->at, bytes->p, where->n, err)) < 0 ||
	    (st = document_read(&d, mem, (span){bytes->p, where->n}, err)) < 0)
		return st;
	return stage_add(of->b.stage, &d, (stage_rule)where->rule, &found, err);
}

static tensen_status
note_arrival(shard *of, const place *at, tensen_error *err)
{
	uint32_t n = stage_count(of->b.stage);

	of->arrival = malloc((n + (size_t)1) * sizeof *of->arrival);
	if (!of->arrival)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		of->arrival[i] = at[stage_record(of->b.stage, i)].number;
	return TENSEN_OK;
}

static tensen_status
stage_all(record_exchange *rex, tensen_error *err)
{
	shard *s = rex->s;
	buf places = BUF_INIT, bytes = BUF_INIT;
	arena mem;
	size_t n;
	place *p;
	tensen_status st = stage_new(&s->b.stage, s->b.path, err);

	arena_init(&mem);
	for (unsigned i = 0; i < s->team.size && st == TENSEN_OK; i++)
		st = find_places(&places, rex->got_records[i], rex->base[i], err);
	for (unsigned i = 0; i < s->team.size && rex->got_licences && st == TENSEN_OK; i++)
		st = find_places(&places, rex->got_licences[i], 0, err);
	n = places.n / sizeof *p;
	p = (place *)(void *)places.p;
	if (n)
		qsort(p, n, sizeof *p, place_order);
	for (size_t i = 0; i < n && st == TENSEN_OK; i++)
		st = stage_one(s, &p[i], &bytes, &mem, err);
	if (st == TENSEN_OK)
		st = stage_finish(s->b.stage, &s->b.account->linked, err);
	if (st == TENSEN_OK)
		st = note_arrival(s, p, err);
	buf_clear(&places);
	buf_clear(&bytes);
	arena_clear(&mem);
	return st;
}

tensen_status
shard_read(shard *of, const char *const *inputs, size_t n_inputs, tensen_error *err)
{
	record_exchange r = {.s = of};
	tensen_status st = open_spools(&r, err);

	if (st == TENSEN_OK)
		st = read_share(&r, inputs, n_inputs, err);
	team_step(&of->team, "exchange");
	if (st == TENSEN_OK)
		st = count_records(&r, err);
	if (st == TENSEN_OK)
		st = shard_exchange(of, &r.records, &r.got_records, err);
	if (st == TENSEN_OK && r.n_licences &&
	    (st = shard_exchange(of, &r.licences, &r.got_licences, err)) == TENSEN_OK)
		st = place_licences(&r, err);
	if (st == TENSEN_OK)
		st = stage_all(&r, err);
	team_spools_free(&of->team, r.records);
	team_spools_free(&of->team, r.licences);
	team_spools_free(&of->team, r.numbers);
	team_spools_free(&of->team, r.got_records);
	team_spools_free(&of->team, r.got_licences);
	free(r.base);
	buf_clear(&r.binary);
	buf_clear(&r.bad);
	buf_clear(&r.head);
	return st;
}
