/* assist/embed/documents.c - embed_documents(): which texts are wanted, asking for them, and giving the
 * index its vectors. */
#include <math.h>
#include <stdlib.h>
#include "assist/embed/embed_impl.h"
#include "assist/failure.h"

#define TOGETHER 256 /* requests that are prepared together; then the answers are synced */
#define TOKENS_OF 3  /* bytes of UTF-8 of one token, about */

typedef struct collecting {
	embed *e;
	tensen_index *ix;
	tensen_searcher *s;
	uint64_t *keys; /* [rows]; 0: the row has a vector or no text */
	uint64_t wanted, asked, bytes;
	gate *gate;
	double began;
} collecting;

/* The keys of all texts that are wanted; those that the file has are not asked again. */
static tensen_status
collect(collecting *c, tensen_error *err)
{
	uint32_t n = tensen_index_count(c->ix);
	tensen_status st = TENSEN_OK;

	if (!(c->keys = calloc(n + (size_t)1, sizeof *c->keys)))
		return failure_nomem(err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		tensen_text t;
		if (tensen_index_has_vector(c->ix, i))
			continue;
		st = tensen_vector_text(&t, c->s, i, c->e->o.characters, err);
		if (st == TENSEN_OK && t.n) {
			c->keys[i] = kept_key(t.p, t.n);
			if (kept_find(c->e->documents, c->keys[i]) == KEPT_NONE) {
				c->wanted++;
				c->bytes += t.n;
			}
		}
		tensen_text_free(&t);
	}
	return st;
}

static int
is_in(const batch *v, size_t n, uint64_t key)
{
	/* equal texts are most often neighbours */
	for (size_t b = n > 1 ? n - 2 : 0; b < n; b++)
		for (uint32_t i = 0; i < v[b].n; i++)
			if (v[b].v[i].key == key)
				return 1;
	return 0;
}

static tensen_status
add_text(collecting *c, batch *v, size_t *n, uint32_t row, tensen_error *err)
{
	tensen_text t;
	batch *b;
	tensen_status st;

	if (!c->keys[row] || kept_find(c->e->documents, c->keys[row]) != KEPT_NONE ||
	    is_in(v, *n, c->keys[row]))
		return TENSEN_OK;
	if ((st = tensen_vector_text(&t, c->s, row, c->e->o.characters, err)) < 0)
		return st;
	if (*n == 0 || v[*n - 1].n == BATCH)
		v[(*n)++] = (batch){.to = c->e->documents};
	b = &v[*n - 1];
	b->v[b->n++] = (text){t.p, t.n, c->keys[row]};
	return TENSEN_OK;
}

static void
clear_batches(batch *v, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		for (uint32_t k = 0; k < v[i].n; k++)
			free(v[i].v[k].p);
	*n = 0;
}

/* Ask for the batches so far; what was answered stays even if others were not. */
static tensen_status
send(collecting *c, batch *v, size_t *n, tensen_error *err)
{
	tensen_error why;
	tensen_status st = embed_ask(c->e, v, *n, c->gate, c->e->o.seconds, TRIES, err), synced;

	for (size_t i = 0; i < *n; i++)
		c->asked += v[i].n;
	clear_batches(v, n);
	synced = kept_sync(c->e->documents, &why);
	if (st == TENSEN_OK && synced < 0)
		*err = why;
	st = st == TENSEN_OK ? synced : st;
	if (st == TENSEN_OK && c->e->o.progress &&
	    c->e->o.progress("embed", c->asked, c->wanted, c->e->o.progress_payload))
		st = failure(err, TENSEN_E_CANCELLED, "", SAY_STOPPED_VECTORS_SO);
	return st;
}

static void
say_estimate(const collecting *c)
{
	embed_report(c->e,
	    "%s に %llu 件の文章を送る（一件 %u 字まで、合わせて約 %llu 万トークン、要求 %llu 回）",
	    "to %s go %llu texts of at most %u characters, about %llu0,000 tokens in %llu requests",
	    c->e->to.shown, (unsigned long long)c->wanted, c->e->o.characters,
	    (unsigned long long)(c->bytes / TOKENS_OF / 10000 + 1),
	    (unsigned long long)(c->wanted + BATCH - 1) / BATCH);
}

static void
say_rate(const collecting *c)
{
	double s = gate_now() - c->began;

	embed_report(c->e, "毎秒 %.0f 件、あと約 %.0f 分", "%.0f texts/s, about %.0f minutes left",
	    (double)c->asked / s, ceil(s * (double)(c->wanted - c->asked) / (double)c->asked / 60));
}

static tensen_status
ask_all(collecting *c, tensen_error *err)
{
	/* the first requests are few: the rate that they show is told */
	size_t n = 0, most = 2 * (size_t)c->e->o.parallel;
	const gate_limits limits = {.parallel = c->e->o.parallel, .calls = c->e->o.calls};
	batch *v = calloc(TOGETHER + 1, sizeof *v);
	tensen_status st = v && (c->gate = gate_new(&limits)) ? TENSEN_OK : failure_nomem(err);

	say_estimate(c);
	for (uint32_t i = 0; st == TENSEN_OK && i < tensen_index_count(c->ix); i++) {
		st = add_text(c, v, &n, i, err);
		if (st == TENSEN_OK && n == most && v[n - 1].n == BATCH) {
			st = send(c, v, &n, err);
			if (st == TENSEN_OK && most < TOGETHER && c->asked < c->wanted)
				say_rate(c);
			most = TOGETHER;
		}
	}
	if (st == TENSEN_OK && n)
		st = send(c, v, &n, err);
	clear_batches(v, &n);
	free(v);
	return st;
}

/* ---- what the index gets ---- */

typedef struct giving {
	const collecting *c;
	uint32_t *rows;
} giving;

static const char *
id_of(void *payload, uint64_t i)
{
	const giving *g = payload;

	return tensen_index_id(g->c->ix, g->rows[i]);
}

static void
vector_of(void *payload, uint64_t i, float *out)
{
	const giving *g = payload;
	const kept *k = g->c->e->documents;

	/* a record that cannot be read now leaves NaN, which the library refuses */
	out[0] = NAN;
	if (!kept_read(k, kept_find(k, g->c->keys[g->rows[i]]), out))
		out[0] = NAN;
}

static tensen_status
give(const collecting *c, tensen_error *err)
{
	const embed *e = c->e;
	uint32_t n = tensen_index_count(c->ix);
	giving g = {c, malloc((n + (size_t)1) * sizeof *g.rows)};
	tensen_vectors v = TENSEN_VECTORS_INIT;
	tensen_vectors_kept got;
	tensen_status st = TENSEN_OK;

	if (!g.rows)
		return failure_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		if (c->keys[i])
			g.rows[v.n++] = i;
	v.model = e->name;
	v.given = e->n_probe;
	v.dim = e->o.dim;
	v.id = id_of;
	v.get = vector_of;
	v.payload = &g;
	v.characters = e->o.characters;
	v.probe = e->probe;
	if (v.n && e->probe)
		st = tensen_put_vectors(&got, e->index, &v, err);
	if (st == TENSEN_OK)
		embed_report(e, "%s: %u 件の文献にベクトルを入れた（新しく問うた文章 %llu 件）",
		    "%s: vectors for %u documents, %llu texts asked now", e->index,
		    v.n ? got.documents : 0, (unsigned long long)c->asked);
	free(g.rows);
	return st;
}

tensen_status
embed_documents(embed *e, tensen_error *err)
{
	collecting c = {.e = e, .began = gate_now()};
	tensen_open_opts o = TENSEN_OPEN_OPTS_INIT;
	tensen_status st = embed_kept(&e->documents, e, "embeddings", err);

	o.readings = "";
	if (st == TENSEN_OK && (st = tensen_index_open(&c.ix, e->index, &o, err)) == TENSEN_OK &&
	    (st = tensen_searcher_new(&c.s, c.ix, err)) == TENSEN_OK &&
	    (st = collect(&c, err)) == TENSEN_OK && c.wanted &&
	    (st = embed_check(e, err)) == TENSEN_OK)
		st = ask_all(&c, err);
	if (st == TENSEN_OK)
		st = give(&c, err);
	tensen_searcher_free(c.s);
	tensen_index_free(c.ix);
	free(c.keys);
	gate_free(c.gate);
	return st;
}
