/* text/lattice.c - see lattice.h.
 *
 * ORDER   Of paths of equal cost the first one found wins, so the order in which
 *         neighbours are compared is libmecab's: of the words that end at a place those
 *         that begin last come first, and of those that begin together, in the
 *         order in which they were found.
 * KINDS   The cost between two words depends on the right id of one and the left id of
 *         the other only.  So of the words that end at a place and have one right id only
 *         the cheapest is compared (settle_left), and for the words that begin there
 *         the comparison is made once for each left id (best_for). */
#include "text/lattice.h"
#include <stdlib.h>
#include "text/utf8.h"
#include "util/fail.h"

#define GROUP_MAX 24     /* characters of an unknown word by its category: MeCab's default */
#define PREFIXES_MAX 512 /* words of one beginning that MeCab looks at */
#define NONE UINT32_MAX

typedef struct node {
	int64_t cost; /* of the best path up to its end */
	const char *feature;
	uint32_t prev, next;  /* before it on that path; of those that end where it ends */
	uint32_t at, n;       /* surface */
	uint32_t to;          /* where it ends */
	uint16_t left, right; /* places in the matrix */
	int16_t own;          /* cost of the word itself */
	uint8_t gap, unknown;
} node;

/* The cheapest of the words of one right id that end at a place. */
typedef struct left_word {
	int64_t cost;
	uint32_t node;
	uint16_t right;
} left_word;

/* By place in the matrix: valid when `place` is the place being worked on. */
typedef struct mark {
	int64_t cost;
	uint32_t place, node;
} mark;

struct lattice {
	const dictionary *d;
	buf nodes; /* node[] */
	buf ends;  /* uint32_t by place: the first node that ends there */
	buf lefts; /* left_word[] */
	buf words; /* cut_word[] */
	mark *by_right, *by_left;
	uint32_t place; /* +1: 0 is never valid */
	span text;
};

tensen_status
lattice_new(lattice **out, const dictionary *d, tensen_error *err)
{
	lattice *l = calloc(1, sizeof *l);

	*out = NULL;
	if (l) {
		l->d = d;
		l->by_right = calloc(d->n_right, sizeof *l->by_right);
		l->by_left = calloc(d->n_left, sizeof *l->by_left);
	}
	if (!l || !l->by_right || !l->by_left) {
		lattice_free(l);
		return tensen_fail_nomem(err);
	}
	*out = l;
	return TENSEN_OK;
}

void
lattice_free(lattice *l)
{
	if (!l)
		return;
	free(l->by_right);
	free(l->by_left);
	buf_clear(&l->nodes);
	buf_clear(&l->ends);
	buf_clear(&l->lefts);
	buf_clear(&l->words);
	free(l);
}

static node *
nodes(const lattice *l)
{
	return (node *)(void *)l->nodes.p;
}

static uint32_t
n_nodes(const lattice *l)
{
	return (uint32_t)(l->nodes.n / sizeof(node));
}

/* --- candidates ---------------------------------------------------------------- */

/* All readings of [at, to), which a word list has as `value`. */
static void
add_words(lattice *l, const dic_words *w, uint32_t value, uint32_t from, uint32_t at, uint32_t to,
    int unknown)
{
	uint32_t first = word_first(value), n = word_tokens(value);
	node *v;

	if ((uint64_t)first + n > w->n_tokens || buf_reserve(&l->nodes, n * sizeof *v) < 0)
		return;
	v = nodes(l) + n_nodes(l);
	for (uint32_t i = 0; i < n; i++) {
		const dic_token *t = &w->tokens[first + i];
		v[i] = (node){0, w->features + t->feature, NONE, NONE, at, to - at, to,
		    l->d->left_place[t->left], l->d->right_place[t->right], t->cost, at > from,
		    (uint8_t)unknown};
	}
	l->nodes.n += n * sizeof *v;
}

/* The place in the double array behind the character at p, 0: no word begins with it;
 * *i is moved behind the character. */
static inline uint32_t
behind_first(const dic_words *w, const unsigned char *p, size_t left, uint32_t *i)
{
	if (left < 3 || (p[0] & 0xf0) != 0xe0)
		return (uint32_t)w->units[0].base;
	*i += 3;
	return w->behind[(p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u)];
}

/* The word list lies all over its 11 MB: fetch what the next character will ask for. */
static inline void
fetch_ahead(const dic_words *w, const unsigned char *p, size_t left)
{
	uint32_t i = 0, place = left > 3 ? behind_first(w, p, left, &i) : 0;

	if (place && (uint64_t)place + 256 < w->n_units) {
		__builtin_prefetch(&w->units[place]);
		__builtin_prefetch(&w->units[place + p[i] + 1]);
	}
}

/* Every word of the list that begins at `at`, shortest first.  Words end between
 * characters, so only there is asked whether one does.  Their tokens lie far apart:
 * all are fetched before the first is read. */
static void
add_prefixes(lattice *l, const dic_words *w, uint32_t from, uint32_t at)
{
	const unsigned char *text = (const unsigned char *)l->text.p;
	uint32_t i = at, end = (uint32_t)l->text.n, place, n = 0;
	uint32_t value[PREFIXES_MAX], to[PREFIXES_MAX];

	if (w->n_units == 0 || at == end || (place = behind_first(w, text + at, end - at, &i)) == 0)
		return;
	if (i < end)
		fetch_ahead(w, text + i, end - i);
	for (;; i++) {
		uint64_t p;
		if (place >= w->n_units)
			break;
		if (i > at && (i == end || (text[i] & 0xc0) != 0x80) &&
		    w->units[place].check == place && w->units[place].base < 0 &&
		    n < PREFIXES_MAX) {
			value[n] = ~(uint32_t)w->units[place].base;
			__builtin_prefetch(w->tokens + word_first(value[n]));
			to[n++] = i;
		}
		if (i == end)
			break;
		p = (uint64_t)place + text[i] + 1;
		if (p >= w->n_units || w->units[p].check != place || w->units[p].base < 0)
			break;
		place = (uint32_t)w->units[p].base;
	}
	for (i = 0; i < n; i++)
		add_words(l, w, value[i], from, at, to[i], 0);
}

/* From p over characters that share a category with the one before each; `kind` is that
 * of the character before p.  Returns where it stopped, *bytes and *stop of the
 * character there. */
static const char *
over_kind(const lattice *l, const char *p, char_kind kind, uint32_t *chars, uint32_t *bytes,
    char_kind *stop)
{
	const char *end = l->text.p + l->text.n;

	for (*chars = 0; p < end; ++*chars) {
		*stop = dictionary_char(l->d, p, end, bytes);
		if (!(kind.types & stop->types))
			break;
		p += *bytes;
		kind = *stop;
	}
	return p;
}

static void
add_unknown(lattice *l, char_kind kind, uint32_t from, uint32_t at, const char *to)
{
	add_words(l, &l->d->unknown, l->d->unknown_value[kind.main], from, at,
	    (uint32_t)(to - l->text.p), 1);
}

/* What begins with the character at `at` and no word list has: all characters of its
 * kind together, and the first 1, 2 ... of them, as char.bin says of the kind. */
static void
add_unknowns(
    lattice *l, char_kind kind, uint32_t bytes, uint32_t from, uint32_t at, uint32_t before)
{
	const char *end = l->text.p + l->text.n, *p = l->text.p + at + bytes, *group = NULL;

	if (p > end) {
		add_unknown(l, kind, from, at, p);
		return;
	}
	if (kind.group) {
		char_kind stop;
		uint32_t chars, unused = 0;
		group = over_kind(l, p, kind, &chars, &unused, &stop);
		if (chars <= GROUP_MAX)
			add_unknown(l, kind, from, at, group);
	}
	for (uint32_t i = 1; i <= kind.length && p <= end && p != group; i++) {
		char_kind next;
		add_unknown(l, kind, from, at, p);
		next = dictionary_char(l->d, p, end, &bytes);
		if (!(kind.types & next.types))
			break;
		p += bytes;
	}
	if (n_nodes(l) == before)
		add_unknown(l, kind, from, at, p);
}

/* Candidates that begin at `from`, or behind the blanks there. */
static void
add_candidates(lattice *l, uint32_t from)
{
	uint32_t before = n_nodes(l), bytes = 0, chars, at;
	char_kind kind = l->d->space;

	at = (uint32_t)(over_kind(l, l->text.p + from, l->d->space, &chars, &bytes, &kind) -
			l->text.p);
	for (unsigned i = 0; i < l->d->n_words; i++)
		add_prefixes(l, &l->d->words[i], from, at);
	if (n_nodes(l) == before || kind.invoke)
		add_unknowns(l, kind, bytes, from, at, before);
}

/* --- the best path ---------------------------------------------------------------- */

/* The words that end at `place`, of each right id the cheapest, in their order. */
static size_t
settle_left(lattice *l, uint32_t first)
{
	const node *v = nodes(l);
	left_word *out;
	size_t n = 0;

	for (uint32_t i = first; i != NONE; i = v[i].next) {
		mark *m = &l->by_right[v[i].right];
		if (m->place != l->place || v[i].cost < m->cost)
			*m = (mark){v[i].cost, l->place, i};
		n++;
	}
	buf_reset(&l->lefts);
	if (buf_reserve(&l->lefts, n * sizeof *out) < 0)
		return 0;
	out = (left_word *)(void *)l->lefts.p;
	n = 0;
	for (uint32_t i = first; i != NONE; i = v[i].next)
		if (l->by_right[v[i].right].node == i)
			out[n++] = (left_word){v[i].cost, i, v[i].right};
	return n;
}

static const mark *
best_for(lattice *l, uint16_t left, size_t n)
{
	mark *m = &l->by_left[left];
	const int16_t *row = l->d->matrix + (size_t)l->d->n_right * left;
	const left_word *v = (const left_word *)(const void *)l->lefts.p;

	if (m->place == l->place)
		return m;
	*m = (mark){INT64_MAX, l->place, NONE};
	for (size_t i = 0; i < n; i++) {
		int64_t cost = v[i].cost + row[v[i].right];
		if (cost < m->cost) {
			m->cost = cost;
			m->node = v[i].node;
		}
	}
	return m;
}

/* Every candidate from `first` on gets its best path; ends[] learns where they end. */
static void
connect(lattice *l, uint32_t first, size_t n_left)
{
	node *v = nodes(l);
	uint32_t *ends = (uint32_t *)(void *)l->ends.p;

	for (uint32_t i = n_nodes(l); i-- > first;) {
		const mark *m = best_for(l, v[i].left, n_left);
		v[i].cost = m->cost + v[i].own;
		v[i].prev = m->node;
		v[i].next = ends[v[i].to];
		ends[v[i].to] = i;
	}
}

/* The node before the end of the text on the best path. */
static uint32_t
last_node(lattice *l)
{
	const uint32_t *ends = (const uint32_t *)(const void *)l->ends.p;
	size_t at = l->text.n;

	while (ends[at] == NONE) /* blanks at the end */
		at--;
	l->place++;
	return best_for(l, l->d->left_place[0], settle_left(l, ends[at]))->node;
}

static int
begin(lattice *l, span s)
{
	static const node beginning;
	size_t room = (s.n + 8) * sizeof(uint32_t); /* a blank may end behind the text */

	l->text = s;
	buf_reset(&l->nodes);
	buf_reset(&l->ends);
	buf_reset(&l->words);
	if (l->place > UINT32_MAX - s.n - 8) { /* marks of long ago must not look valid */
		memset(l->by_right, 0, l->d->n_right * sizeof *l->by_right);
		memset(l->by_left, 0, l->d->n_left * sizeof *l->by_left);
		l->place = 0;
	}
	if (buf_reserve(&l->ends, room) < 0)
		return -1;
	memset(l->ends.p, 0xff, room);
	buf_add(&l->nodes, &beginning, sizeof beginning);
	if (l->nodes.failed)
		return -1;
	nodes(l)[0].next = NONE;
	nodes(l)[0].right = l->d->right_place[0];
	((uint32_t *)(void *)l->ends.p)[0] = 0;
	return 0;
}

/* The path backwards from `last`, put in order. */
static void
write_path(lattice *l, uint32_t last)
{
	const node *v = nodes(l);
	cut_word *out;
	size_t n = 0;

	for (uint32_t i = last; i != 0; i = v[i].prev)
		n++;
	if (buf_reserve(&l->words, n * sizeof *out) < 0)
		return;
	out = (cut_word *)(void *)l->words.p;
	l->words.n = n * sizeof *out;
	for (uint32_t i = last; i != 0; i = v[i].prev)
		out[--n] =
		    (cut_word){v[i].feature, {l->text.p + v[i].at, v[i].n}, v[i].gap, v[i].unknown};
}

int
lattice_cut(lattice *l, span s, const cut_word **words, size_t *n)
{
	const uint32_t *ends;
	uint32_t last;

	*n = 0;
	*words = NULL;
	if (s.n >= UINT32_MAX / 2 || begin(l, s) < 0)
		return -1;
	ends = (const uint32_t *)(const void *)l->ends.p;
	for (uint32_t at = 0; at < s.n; at++) {
		uint32_t first = n_nodes(l);
		size_t n_left;
		if (ends[at] == NONE)
			continue;
		add_candidates(l, at);
		l->place++;
		n_left = settle_left(l, ends[at]);
		if (l->nodes.failed || l->lefts.failed)
			return -1;
		connect(l, first, n_left);
	}
	last = last_node(l);
	if (l->lefts.failed)
		return -1;
	write_path(l, last);
	if (l->words.failed)
		return -1;
	*words = (const cut_word *)(const void *)l->words.p;
	*n = l->words.n / sizeof **words;
	return 0;
}
