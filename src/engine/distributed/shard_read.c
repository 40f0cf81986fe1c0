/* engine/distributed/shard_read.c - every rank reads a share of the bytes and gives each record to
 * the rank that its id belongs to.
 *
 * A licence record belongs to the patent that it names, whose number may be any of several.
 * Licence records are few, so all ranks get all of them: each looks for their numbers among the
 * patents that it read and says which rank these go to. */
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "corpus/reader.h"
#include "engine/distributed/shard.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/threads/sort.h"

/* Records on their way: u64 number of the record, u32 bytes, u32 stage_rule, the document's binary
 * form. */
#define HEAD 16

typedef struct record_exchange {
	shard *s;
	spool **records, **got_records; /* by rank: to it, from it */
	spool *licences, *numbers; /* of this rank; numbers of patents, with the rank of each */
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

/* A number of a patent, and the rank that the patent goes to, + 1. */
static tensen_status
keep_number(record_exchange *rex, span number, span id, tensen_error *err)
{
	buf_reset(&rex->head);
	buf_u32(&rex->head, (uint32_t)number.n);
	buf_u32(&rex->head, shard_home(rex->s, id) + 1);
	buf_span(&rex->head, number);
	if (rex->head.failed)
		return tensen_fail_nomem(err);
	return spool_add(rex->numbers, rex->head.p, rex->head.n, err);
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
		st = keep_number(r, doc->numbers.v[i], doc->id, err);
	return st < 0
		   ? st
		   : send_record(r, licence ? r->licences : r->records[shard_home(r->s, doc->id)],
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
	    (st = spool_new(&rex->licences, target, err)) < 0)
		return st;
	return spool_new(&rex->numbers, target, err);
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
		st = spool_finish(rex->records[i], err);
	if (st == TENSEN_OK)
		st = spool_finish(rex->licences, err);
	return st == TENSEN_OK ? spool_finish(rex->numbers, err) : st;
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

/* rex->got_records of all ranks; those that were sent are freed. */
static tensen_status
exchange_records(record_exchange *rex, tensen_error *err)
{
	team *t = &rex->s->team;
	tensen_status st = team_spools(t, rex->s->b.path, &rex->got_records, err);

	if (st == TENSEN_OK)
		st = team_exchange_spools(t, rex->records, rex->got_records, err);
	team_spools_free(t, rex->records);
	rex->records = NULL;
	for (unsigned i = 0; i < t->size && st == TENSEN_OK; i++)
		st = spool_finish(rex->got_records[i], err);
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
	spool **all; /* the licence records of all ranks, by rank */
	strtab numbers;
	uint32_t *home; /* by number: the rank of the patent that it means, + 1; 0: none has it */
	strtab licences;
	buf home_of; /* uint32_t by licence, the same */
	spool *kept; /* the records of this rank */
	arena mem;
} licensing;

typedef tensen_status (*licence_fn)(
    licensing *l, const record *r, const document *d, tensen_error *err);

static tensen_status
each_licence(licensing *terms, licence_fn fn, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (unsigned i = 0; i < terms->r->s->team.size && st == TENSEN_OK; i++) {
		spool_cursor c = {.s = terms->all[i]};
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
licence_asks(licensing *terms, const record *rec, const document *doc, tensen_error *err)
{
	(void)rec;
	for (uint32_t i = 0; i < doc->numbers.n; i++)
		if (strtab_add(&terms->numbers, doc->numbers.v[i]) == STRTAB_NONE)
			return tensen_fail_nomem(err);
	return TENSEN_OK;
}

/* Among the patents that this rank read, the first with a number is meant by it, as in a stage. */
static tensen_status
look_among_own(licensing *terms, tensen_error *err)
{
	spool_cursor c = {.s = terms->r->numbers};
	tensen_status st = TENSEN_OK;
	const char *p;

	while ((p = spool_next(&c, 8, &st, err)) != NULL) {
		uint32_t n = le32(p), home = le32(p + 4), at;
		if (!(p = spool_next(&c, n, &st, err)))
			break;
		at = strtab_find(&terms->numbers, (span){p, n});
		if (at != STRTAB_NONE && !terms->home[at])
			terms->home[at] = home;
	}
	spool_cursor_clear(&c);
	return st;
}

/* Of the ranks that found a number the first one counts: its records come first. */
static tensen_status
look_among_all(licensing *terms, tensen_error *err)
{
	team *t = &terms->r->s->team;
	const size_t bytes = terms->numbers.n * sizeof *terms->home;
	buf *found = team_bufs(t);
	tensen_status st;

	terms->home = calloc(1, bytes + 1);
	st = found && terms->home ? look_among_own(terms, err) : tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = team_gather(t, (span){(const char *)terms->home, bytes}, found, err);
	for (unsigned r = t->size; st == TENSEN_OK && r-- > 0;)
		for (uint32_t i = 0; i < terms->numbers.n; i++) {
			uint32_t home = ((const uint32_t *)(const void *)found[r].p)[i];
			terms->home[i] = home ? home : terms->home[i];
		}
	team_bufs_free(t, found);
	return st;
}

/* The first of its numbers that a patent has, in the order of its records. */
static tensen_status
find_home(licensing *terms, const record *rec, const document *doc, tensen_error *err)
{
	uint32_t before = terms->licences.n, licence = strtab_add(&terms->licences, doc->id), *home;

	(void)rec;
	if (licence == before)
		buf_u32(&terms->home_of, 0);
	if (licence == STRTAB_NONE || terms->home_of.failed)
		return tensen_fail_nomem(err);
	home = (uint32_t *)(void *)terms->home_of.p + licence;
	for (uint32_t i = 0; i < doc->numbers.n && !*home; i++)
		*home = terms->home[strtab_find(&terms->numbers, doc->numbers.v[i])];
	return TENSEN_OK;
}

static tensen_status
keep_own(licensing *terms, const record *rec, const document *doc, tensen_error *err)
{
	const shard *s = terms->r->s;
	uint32_t home = ((const uint32_t *)(const void *)
			     terms->home_of.p)[strtab_find(&terms->licences, doc->id)];

	if (!home) /* of no patent here: beside the other records of its id */
		home = shard_home(s, doc->id) + 1;
	return home == s->team.rank + 1 ? send_record(terms->r, terms->kept, rec, err) : TENSEN_OK;
}

/* terms->all, of what each rank read. */
static tensen_status
share_licences(licensing *terms, tensen_error *err)
{
	team *t = &terms->r->s->team;
	spool **same = calloc(t->size, sizeof *same);
	tensen_status st =
	    same ? team_spools(t, terms->r->s->b.path, &terms->all, err) : tensen_fail_nomem(err);

	for (unsigned i = 0; same && i < t->size; i++)
		same[i] = terms->r->licences;
	if (st == TENSEN_OK)
		st = team_exchange_spools(t, same, terms->all, err);
	free(same);
	for (unsigned i = 0; i < t->size && st == TENSEN_OK; i++)
		st = spool_finish(terms->all[i], err);
	return st;
}

/* rex->licences becomes the licence records whose patents are on this rank. */
static tensen_status
place_licences(record_exchange *rex, tensen_error *err)
{
	licensing l = {.r = rex};
	tensen_status st;

	if ((st = share_licences(&l, err)) == TENSEN_OK &&
	    (st = each_licence(&l, licence_asks, err)) == TENSEN_OK &&
	    (st = look_among_all(&l, err)) == TENSEN_OK &&
	    (st = each_licence(&l, find_home, err)) == TENSEN_OK &&
	    (st = spool_new(&l.kept, rex->s->b.path, err)) == TENSEN_OK &&
	    (st = each_licence(&l, keep_own, err)) == TENSEN_OK)
		st = spool_finish(l.kept, err);
	spool_free(rex->licences);
	rex->licences = l.kept;
	team_spools_free(&rex->s->team, l.all);
	strtab_clear(&l.numbers);
	strtab_clear(&l.licences);
	buf_clear(&l.home_of);
	free(l.home);
	arena_clear(&l.mem);
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
	arena mem = {NULL, 0};
	size_t n;
	place *p;
	tensen_status st = stage_new(&s->b.stage, s->b.path, err);

	for (unsigned i = 0; i < s->team.size && st == TENSEN_OK; i++)
		st = find_places(&places, rex->got_records[i], rex->base[i], err);
	if (st == TENSEN_OK)
		st = find_places(&places, rex->licences, 0, err);
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
	bufs_clear(&places, &bytes);
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
		st = exchange_records(&r, err);
	if (st == TENSEN_OK && r.n_licences)
		st = place_licences(&r, err);
	if (st == TENSEN_OK)
		st = stage_all(&r, err);
	team_spools_free(&of->team, r.records);
	team_spools_free(&of->team, r.got_records);
	spool_free(r.licences);
	spool_free(r.numbers);
	free(r.base);
	bufs_clear(&r.binary, &r.bad, &r.head);
	return st;
}
