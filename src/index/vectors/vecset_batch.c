/* index/vectors/vecset_batch.c - many queries: groups of them share each pass over the codes.
 *
 * WHAT    A search by field scans a fifth of all rows, so about a dozen queries of a group
 *         of 64 scan each cluster.  Its centroid and codes are read from memory once, the
 *         nibbles are unpacked once, and each query scans them in the first-level cache.
 *         Final scores are computed field by field: the fine codes of a field stay cached.
 *         A search of all rows for few hits scans a thousandth of them, so two queries
 *         rarely share a cluster and each runs alone.
 * RULES   A query scans its clusters in the same order and with the same thresholds as
 *         alone, so its answer has the same bits.
 * SEE     FORMAT-vectors.md, "Many queries". */
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_pass.h"
#include "util/fail.h"
#include "util/threads.h"

/* Searches of all rows share from so many hits on: speed 0.91 times at 100 hits, 1.2 at 200. */
#define SHARE_K 150

static_assert(VECSET_GROUP == 64, "one bit of a word for each query");

/* The state of one thread. */
typedef struct group {
	vecset_scratch *scratch[VECSET_GROUP]; /* NULL until a group has so many queries */
	uint64_t *wanted;                      /* [n_clusters] queries that have it listed */
	uint32_t *list;                        /* [n_clusters] clusters listed by any query */
	uint8_t *unpacked;                     /* a cluster of at most SCAN_CHUNK rows */
	pass p[VECSET_GROUP];
	uint32_t of[VECSET_GROUP]; /* number of the query in the call */
	uint32_t n, n_list;
} group;

struct vecset_batch {
	const vecset *v;
	unsigned threads;
	group *groups;        /* [threads] */
	tensen_error *errors; /* [threads] */
	/* the current call */
	const vecset_query *queries;
	const vec_answer *answers;
	uint32_t n, piece; /* queries; queries of a group */
	int by_field;
};

static tensen_status
group_init(group *g, const vecset *v, tensen_error *err)
{
	size_t room = SCAN_CHUNK / VEC_BLOCK * vec_unpacked_bytes(v->h.n_bytes);

	g->wanted = calloc((size_t)v->h.n_clusters + 1, sizeof *g->wanted);
	g->unpacked = aligned_alloc(64, room);
	g->list = malloc(((size_t)v->h.n_clusters + 1) * sizeof *g->list);
	return g->wanted && g->unpacked && g->list ? vecset_scratch_new(&g->scratch[0], v, err)
						   : tensen_fail_nomem(err);
}

static tensen_status
init(vecset_batch *b, const vecset *v, unsigned threads, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	b->v = v;
	b->threads = threads ? threads : 1;
	b->groups = calloc(b->threads, sizeof *b->groups);
	b->errors = calloc(b->threads, sizeof *b->errors);
	if (!b->groups || !b->errors)
		return tensen_fail_nomem(err);
	for (unsigned i = 0; i < b->threads && st == TENSEN_OK; i++)
		st = group_init(&b->groups[i], v, err);
	return st;
}

tensen_status
vecset_batch_new(vecset_batch **out, const vecset *v, unsigned threads, tensen_error *err)
{
	vecset_batch *b = *out = calloc(1, sizeof *b);
	tensen_status st = b ? init(b, v, threads, err) : tensen_fail_nomem(err);

	if (st < 0) {
		vecset_batch_free(b);
		*out = NULL;
	}
	return st;
}

void
vecset_batch_free(vecset_batch *b)
{
	if (!b)
		return;
	for (unsigned i = 0; b->groups && i < b->threads; i++) {
		for (uint32_t j = 0; j < VECSET_GROUP; j++)
			vecset_scratch_free(b->groups[i].scratch[j]);
		free(b->groups[i].wanted);
		free(b->groups[i].list);
		free(b->groups[i].unpacked);
	}
	free(b->groups);
	free(b->errors);
	free(b);
}

/* Make the list of every query, then the union of the lists. */
static void
list_wanted(group *g, const vecset *v, int round)
{
	for (uint32_t i = 0; i < g->n; i++) {
		pass_list(&g->p[i], round);
		for (uint32_t j = 0; j < g->p[i].n_list; j++)
			g->wanted[g->p[i].s->list[j]] |= 1ull << i;
	}
	g->n_list = 0;
	for (uint32_t c = 0; c < v->h.n_clusters; c++) {
		g->list[g->n_list] = c;
		g->n_list += g->wanted[c] != 0;
	}
}

/* Scan cluster c for the queries that have it listed. */
static void
visit_shared(group *g, const vecset *v, uint32_t c, vec_prefetch *prefetch)
{
	const uint8_t *unpacked = NULL;
	uint64_t want = g->wanted[c];

	g->wanted[c] = 0;
	if (v->k->unpack && (want & (want - 1)) && v->a.cluster[c].n <= SCAN_CHUNK) {
		vec_run run = vec_run_of(v, c, 0, 0, prefetch);

		v->k->unpack(&run, v->h.n_bytes, g->unpacked);
		unpacked = g->unpacked;
		prefetch = NULL;
	}
	for (; want; want &= want - 1) {
		pass_visit(&g->p[__builtin_ctzll(want)], prefetch, unpacked);
		prefetch = NULL; /* only the first has to wait for memory */
	}
}

/* Each round visits the listed clusters once, in the order of the file. */
static void
run_group(group *g, const vecset *v)
{
	vec_prefetch prefetch;

	for (int round = 0; round < VEC_ROUNDS; round++) {
		list_wanted(g, v, round);
		vec_prefetch_start(&prefetch, v, g->list, g->n_list);
		for (uint32_t i = 0; i < g->n_list; i++)
			visit_shared(g, v, g->list[i], &prefetch);
	}
}

static int
shares(const vecset_batch *b, uint32_t i)
{
	return b->by_field || b->queries[i].k >= SHARE_K;
}

/* Begin query i as the next of the group, or answer it alone. */
static void
take(const vecset_batch *b, group *g, uint32_t i, tensen_error *err)
{
	vecset_scratch **s = &g->scratch[g->n];
	const vec_answer *to = &b->answers[i];

	memset(to->counts, 0, (b->by_field ? VEC_FIELDS : 1) * sizeof(uint32_t));
	if (!*s && vecset_scratch_new(s, b->v, err) < 0)
		return;
	if (!shares(b, i))
		vecset_search(b->v, *s, &b->queries[i], to->hits, to->counts, err);
	else if (pass_begin(&g->p[g->n], b->v, *s, &b->queries[i], b->by_field, err) > 0)
		g->of[g->n++] = i;
}

static void
batch_piece(void *ctx, size_t piece, unsigned worker)
{
	vecset_batch *b = ctx;
	group *g = &b->groups[worker];
	uint32_t first = (uint32_t)piece * b->piece;

	g->n = 0;
	for (uint32_t i = first; i < b->n && i < first + b->piece; i++)
		take(b, g, i, &b->errors[worker]);
	if (g->n)
		run_group(g, b->v);
	for (uint32_t f = 0; f <= VEC_FIELDS; f++)
		for (uint32_t i = 0; i < g->n; i++)
			if (pass_finish(&g->p[i], f, &b->answers[g->of[i]]) < 0)
				tensen_fail_nomem(&b->errors[worker]);
}

/* The size of a group: as large as possible, with the same number of groups for every thread. */
static uint32_t
piece_size(const vecset_batch *b)
{
	uint64_t rounds = ((uint64_t)b->n + (uint64_t)b->threads * VECSET_GROUP - 1) /
			  ((uint64_t)b->threads * VECSET_GROUP);
	uint64_t pieces = rounds * b->threads;

	for (uint32_t i = 0; i < b->n; i++)
		if (shares(b, i))
			return (uint32_t)((b->n + pieces - 1) / pieces);
	return 1;
}

tensen_status
vecset_search_batch(vecset_batch *b, const vecset_query *queries, const vec_answer *answers,
    uint32_t n, int by_field, tensen_error *err)
{
	b->queries = queries;
	b->answers = answers;
	b->n = n;
	b->by_field = by_field;
	b->piece = piece_size(b);
	memset(b->errors, 0, b->threads * sizeof *b->errors);
	threads_run(b->threads, ((size_t)n + b->piece - 1) / b->piece, batch_piece, b);
	return tensen_fail_first(err, b->errors, b->threads);
}
