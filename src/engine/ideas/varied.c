/* engine/ideas/varied.c - see varied.h. */
#include "engine/ideas/varied.h"
#include <string.h>
#include "engine/base/searcher.h"
#include "engine/query/own.h"
#include "engine/query/rank.h"
#include "engine/base/document_ref.h"
#include "engine/query/understand.h"
#include "engine/query/variety.h"
#include "engine/translate/synonyms.h"
#include "text/utf8.h"
#include "util/fail.h"
#include "util/threads/sort.h"

#define TEN 10
/* Of each ten; chosen, not tuned. */
#define OF_GROUP 2
#define OF_SUBCLASS 3
#define OF_HEAD 1

/* The nearest documents that are left out: so many, at most one in so many of the index.  On
 * shared/judged (US) 2+ of what was judged rises from .09 to .115 with both rules, without class
 * symbols from .08 to .14, the own family falls from .02 to 0; 5 and 20 nearest are alike. */
#define NEAREST 10
#define NEAREST_OF 500

/* Fields that are nearer to the query's own are the same product area for whoever reads the list:
 * on 32 patents twice as many of these documents were its own family, and half as many good
 * (bench/ideas/read-24.md, which also says that good ones were no more on others). */
#define NEAR_FIELD 0.3f

/* What a statement of a person or a model brought comes first, in the order of its list: the first
 * document there is worth a look twice as often as the second, whether its text or its field is known
 * or not (bench/ideas/read-24.md).  Then what tables say of other trades brought, titles first, and
 * what is like the whole in the trades that these tables name, then what is known of the rest, the
 * most first: the order of their shares of good ones on 72 patents. */
enum {
	KNOWN_ASKED,
	KNOWN_TRADE_TITLE,
	KNOWN_WHOLE_OF_TRADE,
	KNOWN_TRADE_TEXT,
	KNOWN_TEXT,
	KNOWN_TITLE,
	KNOWN_NO_FIELD,
	N_KNOWN
};

typedef struct traits {
	uint32_t place; /* in the list */
	int guessed;    /* 1: its field was guessed */
	uint32_t group; /* number of the first main group, UINT32_MAX: none */
	span subclass;
	title_head head;
} traits;

static traits
traits_of(const rows *rows_of, const triage *grades, uint32_t place)
{
	const uint32_t row = grades->v[place].row;
	uint32_t n;
	const uint32_t *g = rows_groups(rows_of, row, &n);

	return (traits){place, 0, n ? g[0] : UINT32_MAX, row_subclass(rows_of, row),
	    title_head_of(rows_title(rows_of, row))};
}

/* Whether a document may stand behind those that were picked. */
static int
may_follow(const void *list, uint32_t i, const uint32_t *picked, uint32_t n)
{
	const traits *v = list, *x = &v[i];
	const uint32_t tens = 1 + n / TEN;
	uint32_t group = 0, subclass = 0, head = 0;

	for (uint32_t k = 0; k < n; k++) {
		const traits *y = &v[picked[k]];
		group += x->group != UINT32_MAX && y->group == x->group;
		subclass += x->subclass.n && span_eq(x->subclass, y->subclass);
		head += title_heads_match(x->head, y->head);
	}
	return group < OF_GROUP * tens && subclass < OF_SUBCLASS * tens && head < OF_HEAD * tens;
}

/* Hiragana as katakana (はがき, ハガキ), in searcher->mem. */
static tensen_status
in_katakana(span *out, tensen_searcher *searcher, span hiragana, tensen_error *err)
{
	char *bytes = arena_alloc(&searcher->mem, hiragana.n + 1);

	/* U+3041..U+3096 are U+30A1..U+30F6: .. 81 81 -> .. 82 A1, .. 82 96 -> .. 83 B6 */
	if (!bytes)
		return tensen_fail_nomem(err);
	memcpy(bytes, hiragana.p, hiragana.n);
	for (size_t at = 0; at + 2 < hiragana.n; at += 3) {
		const unsigned low = ((unsigned char)bytes[at + 1] & 0x3fu) << 6 |
				     ((unsigned char)bytes[at + 2] & 0x3fu);
		bytes[at + 1] = (char)(0x80 | (low + 0x60) >> 6);
		bytes[at + 2] = (char)(0x80 | ((low + 0x60) & 0x3f));
	}
	*out = (span){bytes, hiragana.n};
	return TENSEN_OK;
}

/* Other ways to write the name of a product (葉書: はがき, ハガキ). */
static tensen_status
other_names(span out[2 * SYNONYMS_MAX], uint32_t *n, tensen_searcher *searcher, span name,
    tensen_error *err)
{
	synonym other[SYNONYMS_MAX];
	uint32_t found = 0;
	tensen_status st =
	    name.n ? synonyms_find(other, &found, searcher, name, SPAN_LIT(""), err) : TENSEN_OK;

	*n = 0;
	for (uint32_t k = 0; k < found && st == TENSEN_OK; k++) {
		span other_name = vocab_term(&searcher->ix->store->vocab, other[k].term);
		out[(*n)++] = other_name;
		if (utf8_all(other_name, is_hiragana))
			st = in_katakana(&out[(*n)++], searcher, other_name, err);
	}
	return st;
}

/* The Japanese words of the query's title, written in every way: what is like the whole and has one of
 * them in its title is of the same product (圧着葉書用紙 for 隠蔽はがき). */
typedef struct own_words {
	span *v;
	uint32_t n;
} own_words;

static tensen_status
own_title_words(own_words *out, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	const vocab *words = &searcher->ix->store->vocab;
	tensen_status st = TENSEN_OK;

	*out = (own_words){.v = arena_alloc(&searcher->mem,
			       (q->n_terms + (size_t)1) * (2 * SYNONYMS_MAX + 1) * sizeof *out->v)};
	if (!out->v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < q->n_terms && st == TENSEN_OK; i++) {
		const span word = vocab_term(words, q->terms[i].term);
		uint32_t n;
		if (!q->terms[i].in[SEC_TITLE] || words->kind[q->terms[i].term] != TERM_WORD ||
		    !has_japanese(word))
			continue;
		out->v[out->n++] = word;
		st = other_names(out->v + out->n, &n, searcher, word, err);
		out->n += n;
	}
	return st;
}

static int
has_own_word(const own_words *own, span title)
{
	for (uint32_t i = 0; i < own->n; i++)
		if (title_names(title, (title_head){.text = own->v[i]}))
			return 1;
	return 0;
}

/* ---- what is known of a document ---- */

/* Whether a statement of a person or a model brought the document. */
static int
was_asked_for(const triage *grades, const triage_doc *doc)
{
	return aspect_was_given(&grades->aspects.v[doc->aspect]);
}

static unsigned
known_of(const triage *grades, const triage_doc *doc, const own_words *own, const rows *rows_of)
{
	const aspect *by = &grades->aspects.v[doc->aspect];
	const int title = row_is_title_alone(rows_of, doc->row);

	if (was_asked_for(grades, doc))
		return KNOWN_ASKED;
	if (by->kind == TENSEN_ASPECT_ELSEWHERE)
		return title ? KNOWN_TRADE_TITLE : KNOWN_TRADE_TEXT;
	if (by->kind == TENSEN_ASPECT_WHOLE && aspect_is_of_trade(by, rows_of, doc->row) &&
	    !has_own_word(own, rows_title(rows_of, doc->row)))
		return KNOWN_WHOLE_OF_TRADE;
	if (!rows_of->mask[doc->row])
		return KNOWN_NO_FIELD;
	return title ? KNOWN_TITLE : KNOWN_TEXT;
}

/* Places of the list, what is known best first, in *out. */
static tensen_status
known_first(uint32_t **out, tensen_searcher *searcher, const query *q, const triage *grades,
    tensen_error *err)
{
	const size_t room = grades->n + (size_t)1;
	uint32_t *keys = arena_alloc(&searcher->mem, room * sizeof *keys);
	uint32_t *places = arena_alloc(&searcher->mem, room * sizeof *places);
	own_words own;
	tensen_status st = own_title_words(&own, searcher, q, err);

	if (st < 0 || !keys || !places)
		return st < 0 ? st : tensen_fail_nomem(err);
	for (uint32_t i = 0; i < grades->n; i++) {
		keys[i] = known_of(grades, &grades->v[i], &own, &searcher->ix->store->rows);
		places[i] = i;
	}
	*out = sort_by_keys(places, sizeof *places, keys, grades->n, &searcher->mem);
	return *out ? TENSEN_OK : tensen_fail_nomem(err);
}

/* ---- picking ---- */

/* One picking: documents in order, and which of them may not be picked. */
typedef struct picking {
	const triage *of;
	traits *v;
	uint8_t *left_out, *taken;
	uint32_t n;
} picking;

/* places: of the list, in the order of picking, n of them. */
static tensen_status
picking_make(picking *out, tensen_searcher *searcher, const triage *grades, const uint32_t *places,
    uint32_t n, tensen_error *err)
{
	out->of = grades;
	out->n = n;
	out->v = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *out->v);
	out->left_out = arena_alloc(&searcher->mem, n + (size_t)1);
	out->taken = arena_alloc(&searcher->mem, n + (size_t)1);
	if (!out->v || !out->left_out || !out->taken)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++) {
		const triage_doc *doc = &grades->v[places[i]];
		out->v[i] = traits_of(&searcher->ix->store->rows, grades, places[i]);
		out->left_out[i] = doc->judgement != NULL || doc->shelf == TENSEN_OWN_FAMILY;
	}
	return TENSEN_OK;
}

/* Places in the list of at most `want` documents, in *out, which has room for all. */
static uint32_t
pick_varied(uint32_t *out, const picking *from, uint32_t want)
{
	uint32_t n;

	memcpy(from->taken, from->left_out, from->n);
	n = variety_pick(out, want, from->taken, from->n, may_follow, from->v);
	for (uint32_t i = 0; i < n; i++)
		out[i] = from->v[out[i]].place;
	return n;
}

/* What a person or a model asked for is of no field that anybody chose for them. */
static void
leave_out_near_fields(picking *from, const rows *rows_of)
{
	for (uint32_t i = 0; i < from->n; i++) {
		const triage_doc *doc = &from->of->v[from->v[i].place];
		from->left_out[i] |=
		    (uint8_t)(rows_of->mask[doc->row] && doc->distance < NEAR_FIELD &&
			      !was_asked_for(from->of, doc));
	}
}

/* What shares the title's noun, or names its product, where the title is nothing else. */
static tensen_status
leave_out_noun(picking *from, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	const title_product product = title_product_of(query_title(q, searcher));
	span names[2 * SYNONYMS_MAX];
	uint32_t n;
	tensen_status st = other_names(names, &n, searcher, product.bare, err);

	for (uint32_t i = 0; i < from->n && st == TENSEN_OK; i++) {
		const span one =
		    rows_title(&searcher->ix->store->rows, from->of->v[from->v[i].place].row);
		int own = title_products_match(product, title_product_of(one));
		for (uint32_t k = 0; k < n && !own; k++)
			own = title_names(one, (title_head){.text = names[k]});
		from->left_out[i] |= (uint8_t)own;
	}
	return st;
}

static tensen_status
leave_out_nearest(picking *from, const triage *grades, tensen_searcher *searcher, const query *q,
    tensen_error *err)
{
	const uint32_t share = searcher->ix->store->rows.n / NEAREST_OF;
	const uint32_t most = share < NEAREST ? share : NEAREST;
	const filter_set all = {.self = q->row};
	candidates near = {NULL, 0};
	query words =
	    *q; /* by words alone: the same list in half the time (bench/ideas/judged.txt) */
	tensen_status st = TENSEN_OK;

	words.norm = 0;
	if (most && q->n_terms)
		st = rank_neighbours(&near, searcher, &words, &all, most, err);
	for (uint32_t k = 0; st == TENSEN_OK && k < near.n && k < most; k++)
		for (uint32_t i = 0; i < from->n; i++)
			from->left_out[i] |= grades->v[from->v[i].place].row == near.v[k].hit.row;
	return st;
}

/* 1: the nearest of a document without a class symbol are of one of the query's own fields. */
static tensen_status
guess_is_own(
    int *out, tensen_searcher *searcher, const triage *grades, uint32_t row, tensen_error *err)
{
	query q;
	own_classes guess = {.fields = 0};
	tensen_status st = query_of_next_row(&q, searcher, row, err);

	if (st == TENSEN_OK)
		st = own_classes_of(&guess, searcher, &q, err);
	*out = st == TENSEN_OK && (guess.fields & grades->own.fields) != 0;
	return st;
}

/* Those of the picked that stand without a class symbol in a field of the query's own are left
 * out, and *again is 1.  Asked of what was picked alone: each is a search. */
static tensen_status
leave_out_guessed(picking *from, int *again, tensen_searcher *searcher, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*again = 0;
	for (uint32_t i = 0; i < from->n && st == TENSEN_OK; i++) {
		const triage_doc *doc = &from->of->v[from->v[i].place];
		int own = 0;
		if (!from->taken[i] || from->left_out[i] || from->v[i].guessed ||
		    searcher->ix->store->rows.mask[doc->row] || was_asked_for(from->of, doc))
			continue;
		from->v[i].guessed = 1;
		st = guess_is_own(&own, searcher, from->of, doc->row, err);
		from->left_out[i] = (uint8_t)own;
		*again |= own;
	}
	return st;
}

/* Documents of the fields near the query's own are left out unless there are no others. */
static tensen_status
pick_far(uint32_t *out, uint32_t *n, picking *from, uint32_t want, tensen_searcher *searcher,
    tensen_error *err)
{
	uint8_t *near_too = arena_alloc(&searcher->mem, from->n + (size_t)1);
	tensen_status st = TENSEN_OK;
	int again = 1;

	if (!near_too)
		return tensen_fail_nomem(err);
	memcpy(near_too, from->left_out, from->n);
	leave_out_near_fields(from, &searcher->ix->store->rows);
	while (st == TENSEN_OK && again) {
		*n = pick_varied(out, from, want);
		st = leave_out_guessed(from, &again, searcher, err);
	}
	if (st == TENSEN_OK && *n == 0) {
		from->left_out = near_too;
		*n = pick_varied(out, from, want);
	}
	return st;
}

/* Deeper documents than five times as many would come forward only because they are different. */
static uint32_t
picking_depth(const triage *grades, uint32_t want)
{
	return grades->n < 5 * want ? grades->n : 5 * want;
}

tensen_status
varied_pick(uint32_t **out, uint32_t *n, tensen_searcher *searcher, const query *q,
    const triage *grades, uint32_t want, tensen_error *err)
{
	picking from;
	uint32_t *places;
	tensen_status st = known_first(&places, searcher, q, grades, err);

	if (st < 0 || (st = picking_make(
			   &from, searcher, grades, places, picking_depth(grades, want), err)) < 0)
		return st;
	if ((st = leave_out_nearest(&from, grades, searcher, q, err)) < 0 ||
	    (st = leave_out_noun(&from, searcher, q, err)) < 0)
		return st;
	*out = arena_alloc(&searcher->mem, (from.n + (size_t)1) * sizeof **out);
	return *out ? pick_far(*out, n, &from, want, searcher, err) : tensen_fail_nomem(err);
}

/* Judged documents that stand before all others keep their places, then come the picked ones. */
static void
put_in_order(triage_doc *to, const triage *grades, const uint32_t *picked, uint32_t n)
{
	uint32_t k = 0, first = 0;

	while (first < grades->n && grades->v[first].judgement)
		to[k++] = grades->v[first++];
	for (uint32_t i = 0; i < n; i++)
		to[k++] = grades->v[picked[i]];
	for (uint32_t i = first; i < grades->n; i++) {
		uint32_t at = 0;
		while (at < n && picked[at] != i)
			at++;
		if (at == n)
			to[k++] = grades->v[i];
	}
}

tensen_status
varied_triage(triage *grades, tensen_searcher *searcher, uint32_t want, tensen_error *err)
{
	const uint32_t depth = picking_depth(grades, want);
	uint32_t *picked = arena_alloc(&searcher->mem, (depth + (size_t)1) * sizeof *picked), n;
	uint32_t *places = arena_alloc(&searcher->mem, (depth + (size_t)1) * sizeof *places);
	picking from;
	triage_doc *v;
	tensen_status st;

	if (grades->n_judged == 0)
		return TENSEN_OK;
	if (!picked || !places)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < depth; i++)
		places[i] = i;
	if ((st = picking_make(&from, searcher, grades, places, depth, err)) < 0)
		return st;
	n = pick_varied(picked, &from, want);
	if (!(v = arena_alloc(&searcher->mem, (grades->n + (size_t)1) * sizeof *v)))
		return tensen_fail_nomem(err);
	put_in_order(v, grades, picked, n);
	grades->v = v;
	return TENSEN_OK;
}
