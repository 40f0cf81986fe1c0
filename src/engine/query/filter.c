/* engine/query/filter.c - see filter.h. */
#include "engine/query/understand.h"
#include "engine/query/filter.h"
#include <stdlib.h>
#include <string.h>
#include "corpus/document/date.h"
#include "engine/base/late.h"
#include "engine/query/class_rows.h"
#include "engine/query/embedded.h"
#include "engine/query/lexical.h"
#include "engine/translate/lexicon.h"
#include "util/fail.h"

typedef struct condition {
	const tensen_filter *f;
	const uint8_t *applicant_ok; /* by applicant number, NULL: any */
	int not_applicant;           /* 1: those are left out */
	const uint8_t *class_ok;     /* by main group: begins as wanted; NULL: any */
	const uint8_t *class_out;    /* by main group: begins as one that is left out; NULL: none */
	const uint8_t *words_ok;     /* by row: it has every word wanted; NULL: any */
} condition;

/* Lower-case, width-folded form of a name, for comparing parts of names. */
static tensen_status
filter_folded(buf *out, span bytes, tensen_error *err)
{
	normalized n = NORMALIZED_INIT;
	tensen_status st = text_normalize(&n, bytes, err);

	buf_reset(out);
	buf_add(out, n.text.p, n.text.n);
	normalized_clear(&n);
	return st < 0 ? st : out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* "-ABC" leaves out what "ABC" would keep. */
static int
is_excluded(const char *str, size_t n)
{
	return n > 1 && str[0] == '-';
}

static tensen_status
match_applicants(condition *cond, tensen_searcher *searcher, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	uint8_t *ok = arena_calloc(&searcher->mem, r->n_applicants + (size_t)1);
	buf want = BUF_INIT, name = BUF_INIT;
	tensen_status st =
	    ok ? filter_folded(&want, span_of(cond->f->applicant), err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		cond->not_applicant = is_excluded(want.p, want.n);
	for (uint32_t i = 0; i < r->n_applicants && st == TENSEN_OK; i++) {
		span part = {want.p + cond->not_applicant, want.n - cond->not_applicant};
		st = filter_folded(&name, rows_applicant_name(r, i), err);
		ok[i] = st == TENSEN_OK && span_find((span){name.p, name.n}, part, 0) != (size_t)-1;
	}
	buf_clear(&want);
	buf_clear(&name);
	cond->applicant_ok = ok;
	return st;
}

/* Clear the rows of every class that shares `letters` letters with one of the query's. */
static tensen_status
leave_out_classes(
    uint64_t *allow, tensen_searcher *searcher, const query *q, size_t letters, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	class_cursor at = {.of = &q->doc};
	class_symbol sym;
	uint8_t *taken = arena_calloc(&searcher->mem, r->n_groups + (size_t)1);
	strtab seen;
	tensen_status st =
	    taken ? class_rows_ready(searcher->ix->class_rows, err) : tensen_fail_nomem(err);

	strtab_init(&seen);
	while (st == TENSEN_OK && class_next_symbol(&at, &sym)) {
		span prefix = {sym.subclass, letters};
		if (strtab_find(&seen, prefix) != STRTAB_NONE)
			continue;
		if (strtab_add(&seen, prefix) == STRTAB_NONE)
			st = tensen_fail_nomem(err);
		for (uint32_t k = 0; k < r->n_groups; k++)
			taken[k] |= span_starts(rows_group_name(r, k), prefix);
	}
	strtab_clear(&seen);
	if (st == TENSEN_OK)
		class_rows_clear(searcher->ix->class_rows, taken, allow);
	return st;
}

/* "f16f15" and "F16F 15/02" begin with the name of the main group "F16F 15", letter by letter. */
static int
group_begins(span group, const char *prefix, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		int c = prefix[i] >= 'a' && prefix[i] <= 'z' ? prefix[i] - 32 : prefix[i];
		while (at < group.n && group.p[at] == ' ')
			at++;
		if (c == '/')
			return at == group.n;
		if (at == group.n || group.p[at++] != c)
			return 0;
	}
	return n > 0;
}

/* Mark the main groups that begin with one of the wanted prefixes.  A blank within a symbol
 * ("F16F 15") differs from a blank between two symbols by the digit behind it. */
static tensen_status
want_classes(condition *cond, tensen_searcher *searcher, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	uint8_t *ok = arena_calloc(&searcher->mem, r->n_groups + (size_t)1);
	uint8_t *out = arena_calloc(&searcher->mem, r->n_groups + (size_t)1);
	int wanted = 0, unwanted = 0;
	char *list = arena_alloc(&searcher->mem, strlen(cond->f->classes) + 1);
	size_t n = 0;

	if (!ok || !out || !list)
		return tensen_fail_nomem(err);
	for (const char *p = cond->f->classes; *p; p++) /* blanks within symbols go */
		if (*p != ' ' || !(p[1] >= '0' && p[1] <= '9'))
			list[n++] = *p;
	list[n] = '\0';
	for (char *p = list; *(p += strspn(p, " ,;\t"));) {
		const size_t len = strcspn(p, " ,;\t"), at = (size_t)is_excluded(p, len);
		uint8_t *mark = at ? out : ok;
		*(at ? &unwanted : &wanted) = 1;
		for (uint32_t k = 0; k < r->n_groups; k++)
			mark[k] |= (uint8_t)group_begins(rows_group_name(r, k), p + at, len - at);
		p += len;
	}
	cond->class_ok = wanted || !unwanted ? ok : NULL;
	cond->class_out = unwanted ? out : NULL;
	return TENSEN_OK;
}

/* Mark the rows that have every word of the text: one pass over the list of each. */
static tensen_status
want_words(condition *cond, tensen_searcher *searcher, tensen_error *err)
{
	const store *st = searcher->ix->store;
	const uint32_t n = st->rows.n;
	uint8_t *ok = arena_alloc(&searcher->mem, n + (size_t)1);
	float *score = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *score);
	const int untranslated = searcher->untranslated;
	weighted_term *terms;
	uint32_t n_terms;
	document d;
	query words;
	tensen_status rc;

	if (!ok || !score)
		return tensen_fail_nomem(err);
	document_init(&d, &searcher->mem);
	d.abstract = span_of(cond->f->must);
	searcher->untranslated = 1;
	rc = query_words_of_document(&words, searcher, &d, err);
	searcher->untranslated = untranslated;
	if (rc < 0 || (rc = lexical_query(&terms, &n_terms, searcher, &words, err)) < 0)
		return rc;
	memset(ok, n_terms > 0, n); /* no word that the index knows: no document has it */
	for (uint32_t i = 0; i < n_terms; i++) {
		const lex_query one = {.terms = &terms[i], .n_terms = 1};
		if ((rc = postings_score_all(st->lexical, searcher->lexical, &one, score, err)) < 0)
			return rc;
		for (uint32_t row = 0; row < n; row++)
			ok[row] &= score[row] > 0;
	}
	cond->words_ok = ok;
	return TENSEN_OK;
}

static int
any_marked(const uint8_t *mark, const uint32_t *ids, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (mark[ids[i]])
			return 1;
	return 0;
}

static int
may_be_in_force(const tensen_filter *filter, uint8_t status)
{
	return !filter->alive || status == DOC_ALIVE ||
	       (filter->alive == 2 && status == DOC_UNKNOWN);
}

static int
filter_passes(const condition *cond, const rows *rows_of, uint32_t row)
{
	const tensen_filter *f = cond->f;
	const uint32_t *v;
	uint32_t n;

	if ((f->open && !(rows_of->flags[row] & ROW_OPEN)) ||
	    !may_be_in_force(f, rows_of->status[row]) ||
	    (f->field && !(rows_of->mask[row] & f->field)) ||
	    (f->since && rows_of->date[row] < f->since) ||
	    (f->until && (rows_of->date[row] == 0 || rows_of->date[row] > f->until)))
		return 0;
	v = rows_applicants(rows_of, row, &n);
	if (cond->applicant_ok && any_marked(cond->applicant_ok, v, n) == cond->not_applicant)
		return 0;
	v = rows_groups(rows_of, row, &n);
	return (!cond->class_ok || any_marked(cond->class_ok, v, n)) &&
	       (!cond->class_out || !any_marked(cond->class_out, v, n)) &&
	       (!cond->words_ok || cond->words_ok[row]);
}

static int
is_given(const char *str)
{
	return str && str[0];
}

/* 1 if a condition needs more of a row than its number. */
static int
looks_at_rows(const tensen_filter *filter)
{
	return filter->field || filter->open || filter->alive || filter->since || filter->until ||
	       is_given(filter->applicant) || is_given(filter->classes) || is_given(filter->must);
}

/* Set the bit of every row that passes the conditions on rows. */
static tensen_status
allow_rows(
    uint64_t *allow, tensen_searcher *searcher, const tensen_filter *filter, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	condition c = {.f = filter};
	tensen_status st;

	if (!looks_at_rows(filter)) {
		memset(allow, 0xff, r->n / 64 * sizeof *allow);
		allow[r->n / 64] = ((uint64_t)1 << (r->n % 64)) - 1;
		return TENSEN_OK;
	}
	if ((is_given(filter->applicant) && (st = match_applicants(&c, searcher, err)) < 0) ||
	    (is_given(filter->classes) && (st = want_classes(&c, searcher, err)) < 0) ||
	    (is_given(filter->must) && (st = want_words(&c, searcher, err)) < 0))
		return st;
	for (uint32_t row = 0; row < r->n; row++)
		if (filter_passes(&c, r, row))
			allow[row / 64] |= (uint64_t)1 << (row % 64);
	return TENSEN_OK;
}

static void
leave_out(uint64_t *allow, uint32_t row)
{
	allow[row / 64] &= ~((uint64_t)1 << (row % 64));
}

/* ---- an index in both languages ---- */

static tensen_lang
language_of_query(const tensen_searcher *searcher, const query *q)
{
	const vocab *v = &searcher->ix->store->vocab;
	uint32_t words = 0, japanese = 0;

	if (q->row != ROW_NONE)
		return lexicon_language_of(searcher->ix->lexicon, q->row);
	for (uint32_t i = 0; i < q->n_terms; i++) {
		uint32_t id = q->terms[i].term;
		words += v->kind[id] == TERM_WORD;
		japanese +=
		    v->kind[id] == TERM_WORD && (unsigned char)vocab_term(v, id).p[0] >= 0x80;
	}
	return 4 * japanese >= words ? TENSEN_JA : TENSEN_EN; /* symbols in Japanese are Latin */
}

/* 1 if neither a translation nor a model searches the documents in the other language. */
static int
is_untranslated(const tensen_searcher *searcher, const query *q)
{
	return searcher->ix->lexicon && lexicon_rows(searcher->ix->lexicon, TENSEN_EN) &&
	       !q->other && q->n_terms && !embedded_may_ask(searcher, q, TENSEN_FUSED);
}

/* Documents in the other language stay only if they have a word of the query (TiO2).  The others
 * share nothing with the query and would stand at the end of a list by chance. */
static tensen_status
leave_out_foreign(uint64_t *allow, tensen_searcher *searcher, const query *asked, tensen_error *err)
{
	const uint32_t n = searcher->ix->store->rows.n;
	const uint64_t *own =
	    lexicon_rows(searcher->ix->lexicon, language_of_query(searcher, asked));
	float *score = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *score);
	lex_query q;
	tensen_status st;

	if (!score)
		return tensen_fail_nomem(err);
	if ((st = lexical_words(&q, searcher, asked, TENSEN_FUSED, err)) < 0 ||
	    (st = postings_score_all(
		 searcher->ix->store->lexical, searcher->lexical, &q, score, err)) < 0)
		return st;
	for (uint32_t row = 0; row < n; row++)
		if (score[row] <= 0 && !(own[row / 64] >> (row % 64) & 1))
			leave_out(allow, row);
	return TENSEN_OK;
}

tensen_status
filter_rows(filter_set *out, tensen_searcher *searcher, const query *q, uint64_t own,
    const tensen_filter *filter, tensen_error *err)
{
	size_t letters = filter->out_of_field == TENSEN_OUT_IPC3   ? 3
			 : filter->out_of_field == TENSEN_OUT_IPC4 ? 4
								   : 0;
	tensen_status st;

	*out = (filter_set){
	    .skip = filter->not_field | (filter->out_of_field == TENSEN_OUT_WIPO35 ? own : 0),
	    .self = q->row};
	if (!looks_at_rows(filter) && !letters && !is_untranslated(searcher, q))
		return TENSEN_OK;
	out->allow = arena_calloc(
	    &searcher->mem, (searcher->ix->store->rows.n / 64 + (size_t)1) * sizeof *out->allow);
	if (!out->allow)
		return tensen_fail_nomem(err);
	if ((st = allow_rows(out->allow, searcher, filter, err)) < 0 ||
	    (letters && (st = leave_out_classes(out->allow, searcher, q, letters, err)) < 0) ||
	    (is_untranslated(searcher, q) &&
		(st = leave_out_foreign(out->allow, searcher, q, err)) < 0))
		return st;
	if (q->row != ROW_NONE)
		leave_out(out->allow, q->row);
	return TENSEN_OK;
}

static void
query_filter_count(filter_counts *out, uint64_t mask)
{
	out->total++;
	if (!mask)
		out->per_field[0]++;
	for (; mask; mask &= mask - 1)
		out->per_field[__builtin_ctzll(mask) + 1]++;
}

/* Nothing is filtered: the sizes of the fields, less the query itself. */
static void
count_all(filter_counts *out, const tensen_searcher *searcher, uint32_t self)
{
	const rows *r = &searcher->ix->store->rows;
	const fieldmap *m = index_map(searcher->ix);
	uint64_t mask = self == ROW_NONE ? 0 : r->mask[self];

	out->total = r->n - (self != ROW_NONE);
	out->per_field[0] = r->n - m->n_docs - (self != ROW_NONE && !mask);
	for (unsigned f = 1; f <= N_FIELDS; f++)
		out->per_field[f] = m->size[f] - (mask >> (f - 1) & 1);
}

void
filter_count(filter_counts *out, const tensen_searcher *searcher, const filter_set *filter)
{
	const rows *r = &searcher->ix->store->rows;

	memset(out, 0, sizeof *out);
	if (!filter->allow && !filter->skip) {
		count_all(out, searcher, filter->self);
		return;
	}
	for (uint32_t row = 0; row < r->n; row++)
		if (filter_allows(filter, r, row))
			query_filter_count(out, r->mask[row]);
}

/* The first row at or after `from` that is stored under field `primary` or later. */
static uint32_t
stored_from(const rows *rows_of, uint32_t from, unsigned primary)
{
	uint32_t lo = from, hi = rows_of->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		/* rows without a field lie last */
		if (rows_of->primary[mid] && rows_of->primary[mid] < primary)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

uint32_t
filter_ranges(lex_range out[FILTER_RANGES], const filter_set *filter, const rows *rows_of)
{
	const uint64_t skip = filter->skip | (filter->stored ? ~filter->stored : 0);
	uint32_t n = 0, from = 0;

	if (!skip)
		return 0;
	for (unsigned p = 1; p <= N_FIELDS + 1; p++) {
		uint32_t to = p > N_FIELDS ? rows_of->n : stored_from(rows_of, from, p + 1);
		if (p > N_FIELDS || !(skip & FIELD_BIT(p))) {
			if (n && out[n - 1].to == from)
				out[n - 1].to = to;
			else
				out[n++] = (lex_range){from, to};
		}
		from = to;
	}
	return n;
}

int
tensen_date_parse(uint32_t *out, const char *str, int last)
{
	uint32_t day = date_bound(span_of(str), last);

	if (day)
		*out = day;
	return day != 0;
}

int
tensen_classes_possible(const char *symbols)
{
	static const char *const kinds[] = {"ABCDEFGHYabcdefghy", "0123456789", "0123456789",
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"};

	while (symbols && *symbols) {
		const char *p = symbols + strspn(symbols, " ,");
		p += *p == '-'; /* not of this class */
		for (size_t i = 0; i < 4 && *p && *p != ',' && (unsigned char)*p < 0x80; i++, p++)
			if (!strchr(kinds[i], *p))
				return 0;
		symbols = p + strcspn(p, ",");
	}
	return 1;
}
