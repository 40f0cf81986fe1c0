/* text/lattice.c - see lattice.h.
 *
 * PASSES  First the characters and their categories, then the words that begin at each character,
 *         then the best paths.  All words are looked up in one pass because the word list is
 *         spread over 16 MB: the processor waits for several cache misses at a time.
 * ORDER   libmecab takes the first one found of several paths of equal cost.  It compares the words
 *         that end at a place in this order: those that begin last come first, and those that begin
 *         at one place in the order in which they were found.  Here nodes are made in the reverse
 *         order, and a path is one number: its cost in the high bits, the number of nodes still
 *         possible in the low bits.  The least number is libmecab's path.
 * KINDS   The cost between two words depends only on the right id of the first and the left id
 *         of the second.  So only the best of the words that end at a place with one right id is
 *         compared (settle).  An unknown word has the same dictionary entries wherever it ends, so
 *         their nodes are made once for all its ends. */
#include "text/lattice.h"
#include "text/utf8.h"
#include "util/fail.h"
#include "util/memory.h"

#define GROUP_MAX 24 /* characters of a grouped unknown word: MeCab's max-grouping-size */
#define NODE_BITS 24 /* low bits of a path */
#define NODES_MAX (1 << NODE_BITS) /* of one text */
#define NONE UINT32_MAX

/* The beginning of a character, or the end of the text. */
typedef struct place {
	uint32_t at;      /* byte */
	uint32_t three;   /* the character if it has three bytes, else 0 */
	uint32_t kind;    /* packed */
	uint32_t kind_to; /* place behind the following characters, each sharing a category with the
			     next */
	uint32_t begins;  /* the last found of the words that begin here */
	uint32_t ends;    /* the first of the words that end here */
} place;

/* A word of a dictionary, found in the text. */
typedef struct found_word {
	const dic_words *list;
	uint32_t token, n; /* its entries */
	uint32_t to;       /* place */
	uint32_t next;     /* the word found before it */
} found_word;

/* A search in the double array: the text from place `from` up to byte `at` leads to `unit`; the
 * next place is `to`. */
typedef struct walk {
	uint32_t from, to, at, unit;
} walk;

/* A word that follows the words ending at `from`. */
typedef struct word {
	const dic_words *list;
	uint32_t token, n;
	uint32_t node;     /* of its last entry; the nodes of the other entries follow, backwards */
	uint32_t from, at; /* places: blanks may lie between */
	uint32_t next;     /* the next word with the same end */
} word;

typedef struct node {
	int64_t path;        /* the best one up to its end */
	uint32_t prev, word; /* the node before it on that path; the word it belongs to */
	uint16_t right;      /* place in the matrix */
} node;

/* By place in the matrix: the index in left_path[], valid if `turn` is the current one. */
typedef struct mark {
	uint32_t turn, i;
} mark;

struct lattice {
	const dictionary *d;
	span text;
	uint32_t n;                             /* characters */
	buf places, walks, found, words, nodes; /* place[n + 1], found_word[], word[], node[] */
	buf cut;                                /* cut_word[] */
	uint32_t turn;                          /* 0 is never valid */
	mark *by_right;
	/* The best word of each right id among those that end at the current place. */
	int64_t *left_path;
	uint16_t *left_right;
	uint32_t n_left;
};

tensen_status
lattice_new(lattice **out, const dictionary *dict, tensen_error *err)
{
	lattice *l = *out = calloc(1, sizeof *l);
	tensen_status st = TENSEN_OK;

	if (l) {
		l->d = dict;
		l->by_right = calloc(dict->n_right, sizeof *l->by_right);
		l->left_path = calloc(dict->n_right, sizeof *l->left_path);
		l->left_right = calloc(dict->n_right, sizeof *l->left_right);
	}
	if (!l || !l->by_right || !l->left_path || !l->left_right)
		st = tensen_fail_nomem(err);
	return KEEP_OR_FREE(st, out, lattice_free);
}

void
lattice_free(lattice *l)
{
	if (!l)
		return;
	free_all(l->by_right, l->left_path, l->left_right);
	bufs_clear(&l->places, &l->found, &l->walks, &l->words, &l->nodes, &l->cut);
	free(l);
}

static place *
lattice_places(const lattice *graph)
{
	return (place *)(void *)graph->places.p;
}

static word *
lattice_words(const lattice *graph)
{
	return (word *)(void *)graph->words.p;
}

static node *
lattice_nodes(const lattice *graph)
{
	return (node *)(void *)graph->nodes.p;
}

/* --- characters ---------------------------------------------------------------- */

static int
read_characters(lattice *graph)
{
	const char *p = graph->text.p, *end = p + graph->text.n;
	place *v;
	uint32_t n = 0;
	size_t bytes;

	buf_reset(&graph->places);
	if (buf_reserve(&graph->places, (graph->text.n + 1) * sizeof *v) < 0)
		return -1;
	v = lattice_places(graph);
	for (; p < end; p += bytes) {
		uint32_t c = utf8_get(p, end, &bytes);
		if (bytes == 1 && c >= 0x80) /* not UTF-8 */
			c = 0;
		v[n++] = (place){(uint32_t)(p - graph->text.p), bytes == 3 ? c : 0,
		    dictionary_kind(graph->d, c), 0, NONE, NONE};
	}
	v[n] = (place){(uint32_t)graph->text.n, 0, dictionary_kind(graph->d, 0), n, NONE, NONE};
	for (uint32_t i = n, to = n, types = 0; i-- > 0;) {
		to = kind_types(v[i].kind & types) ? to : i + 1;
		types = v[i].kind;
		v[i].kind_to = to;
	}
	graph->n = n;
	return 0;
}

/* --- words of the lists ----------------------------------------------------------- */

static void
add_found(lattice *graph, const dic_words *words, uint32_t value, uint32_t from, uint32_t to)
{
	uint32_t *begins = &lattice_places(graph)[from].begins;
	uint32_t token = word_first(value), n = word_tokens(value);
	found_word *f;

	if (n == 0 || (uint64_t)token + n > words->n_tokens ||
	    !(f = buf_more(&graph->found, sizeof *f)))
		return;
	*f = (found_word){words, token, n, to, *begins};
	*begins = (uint32_t)(graph->found.n / sizeof *f) - 1;
	__builtin_prefetch(words->entries + token);
}

/* Prefetches the units that walk_on() will read. */
static inline void
lattice_fetch(const lattice *graph, const dic_words *words, const walk *way)
{
	if ((uint64_t)way->unit + 256 >= words->n_units)
		return;
	if (way->at < graph->text.n)
		__builtin_prefetch(
		    &words->units[way->unit + (unsigned char)graph->text.p[way->at] + 1]);
	if (way->at == lattice_places(graph)[way->to].at)
		__builtin_prefetch(&words->units[way->unit]);
}

/* Begins a search at each place. */
static uint32_t
start_walks(lattice *graph, const dic_words *words)
{
	const place *v = lattice_places(graph);
	walk *out = (walk *)(void *)graph->walks.p;
	uint32_t n = 0;

	for (uint32_t i = 0; i < graph->n; i++) {
		walk k = {i, i + 1, v[i].at, (uint32_t)words->units[0].base};
		if (v[i].three) {
			k.unit = words->behind[v[i].three];
			k.at += 3;
			if (k.unit == 0)
				continue;
		}
		lattice_fetch(graph, words, &k);
		out[n++] = k;
	}
	return n;
}

/* Moves each of n searches one byte further.  Returns how many continue. */
static uint32_t
walk_on(lattice *graph, const dic_words *words, uint32_t n)
{
	const place *v = lattice_places(graph);
	walk *out = (walk *)(void *)graph->walks.p;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++) {
		walk k = out[i];
		if (k.at == v[k.to].at) {
			uint32_t value = dic_value(words, k.unit);
			if (value)
				add_found(graph, words, value, k.from, k.to);
			if (k.to++ == graph->n)
				continue;
		}
		if (dic_step(words, &k.unit, (unsigned char)graph->text.p[k.at])) {
			k.at++;
			lattice_fetch(graph, words, &k);
			out[kept++] = k;
		}
	}
	return kept;
}

static int
find_words(lattice *graph)
{
	buf_reset(&graph->found);
	buf_reset(&graph->walks);
	if (buf_reserve(&graph->walks, graph->n * sizeof(walk)) < 0)
		return -1;
	for (unsigned i = 0; i < graph->d->n_words; i++) {
		const dic_words *w = &graph->d->words[i];
		uint32_t n = w->n_units ? start_walks(graph, w) : 0;
		while (n)
			n = walk_on(graph, w, n);
	}
	return graph->found.failed ? -1 : 0;
}

/* --- the best path -------------------------------------------------------------- */

static inline int64_t
path_to(int64_t cost, uint32_t last)
{
	return cost * NODES_MAX + (NODES_MAX - 1 - (int64_t)last);
}

static inline int64_t
cost_of(int64_t path)
{
	return path >> NODE_BITS;
}

static inline uint32_t
node_of(int64_t path)
{
	return NODES_MAX - 1 - (uint32_t)(path & (NODES_MAX - 1));
}

/* Collects the best word of each right id among the words that end at place i. */
static void
lattice_settle(lattice *graph, uint32_t i)
{
	uint32_t n = 0, turn = ++graph->turn;

	for (uint32_t k = lattice_places(graph)[i].ends; k != NONE;
	     k = lattice_words(graph)[k].next) {
		const node *v = lattice_nodes(graph) + lattice_words(graph)[k].node,
			   *end = v + lattice_words(graph)[k].n;
		for (; v < end; v++) {
			mark *m = &graph->by_right[v->right];
			uint32_t at = m->turn == turn ? m->i : n;
			int64_t known = m->turn == turn ? graph->left_path[at] : INT64_MAX;
			*m = (mark){turn, at};
			graph->left_path[at] = v->path < known ? v->path : known;
			graph->left_right[at] = v->right;
			n += at == n;
		}
	}
	graph->n_left = n;
}

static inline int64_t
best_for(const lattice *graph, uint16_t left)
{
	const int16_t *row = graph->d->matrix + (size_t)graph->d->n_right * left;
	const int64_t *path = graph->left_path;
	const uint16_t *right = graph->left_right;
	int64_t best = INT64_MAX;

	for (uint32_t i = 0, n = graph->n_left; i < n; i++) {
		int64_t p = path[i] + (int64_t)row[right[i]] * NODES_MAX;
		best = p < best ? p : best;
	}
	return best;
}

/* Makes the nodes of a word's entries; end_word() sets their end. */
static word
add_word(lattice *graph, const found_word *one, uint32_t from, uint32_t at)
{
	uint32_t first = (uint32_t)(graph->nodes.n / sizeof(node));
	const dic_entry *t = one->list->entries + one->token;
	word w = {one->list, one->token, one->n, first, from, at, NONE};
	node *v;

	if (first + one->n > NODES_MAX)
		graph->nodes.failed = 1;
	if (buf_reserve(&graph->nodes, one->n * sizeof *v) < 0)
		return w;
	v = lattice_nodes(graph) + first;
	for (uint32_t i = 0, k = one->n; k-- > 0; i++) {
		int64_t best = best_for(graph, t[k].left);
		v[i] = (node){path_to(cost_of(best) + t[k].cost, first + i), node_of(best),
		    (uint32_t)(graph->words.n / sizeof w), t[k].right};
	}
	graph->nodes.n += one->n * sizeof *v;
	return w;
}

static inline void
end_word(lattice *graph, const word *one_word, uint32_t to)
{
	uint32_t *ends = &lattice_places(graph)[to].ends;
	word *new = buf_more(&graph->words, sizeof *one_word);

	if (!new)
		return;
	*new = *one_word;
	new->next = *ends;
	*ends = (uint32_t)(graph->words.n / sizeof *one_word) - 1;
}

/* The unknown words at `at`: all following characters of one category together, and the first 1, 2
 * ... of them, as char.bin has it for the category. */
static void
add_unknown(lattice *graph, uint32_t from, uint32_t at)
{
	const place *v = lattice_places(graph);
	char_kind kind = kind_unpack(v[at].kind);
	uint32_t value = graph->d->unknown_value[kind.main], to = at + 1, group = NONE;
	found_word f = {&graph->d->unknown, word_first(value), word_tokens(value), 0, NONE};
	word w = add_word(graph, &f, from, at);
	int ends = 0;

	if (kind.group) {
		group = v[at].kind_to;
		if (group - to <= GROUP_MAX) {
			end_word(graph, &w, group);
			ends = 1;
		}
	}
	for (uint32_t i = 1; i <= kind.length && to <= graph->n && to != group; i++, to++) {
		end_word(graph, &w, to);
		ends = 1;
		if (!(kind.types & v[to].kind))
			break;
	}
	if (!ends)
		end_word(graph, &w, to);
}

/* Makes the candidates that begin at place `from`, or behind the blanks there. */
static void
add_candidates(lattice *graph, uint32_t from)
{
	const place *v = lattice_places(graph);
	uint32_t at = v[from].kind & graph->d->space ? v[from].kind_to : from;
	const found_word *f = (const found_word *)(const void *)graph->found.p;

	if (at == graph->n)
		return;
	if (v[at].begins == NONE || kind_unpack(v[at].kind).invoke)
		add_unknown(graph, from, at);
	for (uint32_t i = v[at].begins; i != NONE; i = f[i].next) {
		word w = add_word(graph, &f[i], from, at);
		end_word(graph, &w, f[i].to);
	}
}

static int
lattice_connect(lattice *graph)
{
	static const node beginning;
	word w = {NULL, 0, 1, 0, 0, 0, NONE};

	buf_reset(&graph->words);
	buf_reset(&graph->nodes);
	buf_add(&graph->nodes, &beginning, sizeof beginning);
	if (graph->nodes.failed)
		return -1;
	lattice_nodes(graph)->path = path_to(0, 0);
	lattice_nodes(graph)->right = graph->d->right_place[0];
	end_word(graph, &w, 0);
	for (uint32_t i = 0; i < graph->n && !graph->nodes.failed && !graph->words.failed; i++)
		if (lattice_places(graph)[i].ends != NONE) {
			lattice_settle(graph, i);
			add_candidates(graph, i);
		}
	return graph->nodes.failed || graph->words.failed ? -1 : 0;
}

static int
lattice_begin(lattice *graph, span bytes)
{
	graph->text = bytes;
	if (graph->turn >
	    UINT32_MAX - bytes.n - 2) { /* the counter would wrap, and old marks would look valid */
		memset(graph->by_right, 0, graph->d->n_right * sizeof *graph->by_right);
		graph->turn = 0;
	}
	return read_characters(graph);
}

/* Follows the best path backwards from the end of the text and puts its words in order. */
static int
write_path(lattice *graph)
{
	const place *at = lattice_places(graph);
	const node *v = lattice_nodes(graph);
	uint32_t to = graph->n, last, n = 0;
	cut_word *out;

	while (at[to].ends == NONE) /* blanks at the end */
		to--;
	lattice_settle(graph, to);
	last = node_of(best_for(graph, graph->d->left_place[0]));
	for (uint32_t i = last; i != 0; i = v[i].prev)
		n++;
	buf_reset(&graph->cut);
	if (buf_reserve(&graph->cut, n * sizeof *out) < 0)
		return -1;
	out = (cut_word *)(void *)graph->cut.p;
	graph->cut.n = n * sizeof *out;
	for (uint32_t i = last; i != 0; i = v[i].prev) {
		const word *w = &lattice_words(graph)[v[i].word];
		uint32_t token = w->token + (w->node + w->n - 1 - i);
		out[--n] = (cut_word){w->list->features + w->list->entries[token].feature,
		    span_sub(graph->text, at[w->at].at, at[to].at), w->at > w->from,
		    w->list == &graph->d->unknown};
		to = w->from;
	}
	return 0;
}

int
lattice_cut(lattice *graph, span text, const cut_word **cut, size_t *n)
{
	*n = 0;
	*cut = NULL;
	if (text.n >= UINT32_MAX / 2 || lattice_begin(graph, text) < 0 || find_words(graph) < 0 ||
	    lattice_connect(graph) < 0 || write_path(graph) < 0)
		return -1;
	*cut = (const cut_word *)(const void *)graph->cut.p;
	*n = graph->cut.n / sizeof **cut;
	return 0;
}
