/* util/threads/team.c - see team.h.
 *
 * COST    A sum of n numbers sends 2 (size - 1) / size n numbers a rank, the least possible: each
 *         rank adds up one part and sends it to all. */
#include "util/threads/team.h"
#include <stdlib.h>
#include <string.h>
#include "util/clock.h"
#include "util/fail.h"

/* Bytes that one round of team_exchange_spools() sends: few rounds, little memory. */
#define ROUND_BYTES ((size_t)32 << 20)
#define LEAST_CHUNK ((size_t)64 << 10) /* for one rank */

void
team_init(team *t, const tensen_team *link)
{
	*t = (team){.link = link, .rank = link->rank, .size = link->size};
}

void
team_step(team *t, const char *name)
{
	double now = clock_now(), processor = clock_process();

	if (t->n_steps) {
		tensen_shard_step *s = &t->steps[t->n_steps - 1];
		s->seconds = now - t->began;
		s->processor = processor - t->processor;
		s->sent = t->sent - t->sent_before;
	}
	t->began = now;
	t->processor = processor;
	t->sent_before = t->sent;
	if (name && t->n_steps < TENSEN_SHARD_STEPS)
		t->steps[t->n_steps++] = (tensen_shard_step){.name = name};
}

/* One exchange.  Arrays have an entry for each rank; this rank's own bytes are copied. */
static tensen_status
exchange(team *t, const void **send, size_t *send_n, void **recv, size_t *recv_n, tensen_error *err)
{
	if (recv_n[t->rank])
		memmove(recv[t->rank], send[t->rank], recv_n[t->rank]);
	send_n[t->rank] = recv_n[t->rank] = 0;
	for (unsigned r = 0; r < t->size; r++)
		t->sent += send_n[r];
	if (t->size > 1 && t->link->exchange(t->link->payload, send, send_n, recv, recv_n) != 0)
		return tensen_fail(err, TENSEN_E_IO, "rank %u cannot reach the others", t->rank);
	return TENSEN_OK;
}

/* Entries of one exchange. */
typedef struct parcel {
	const void **send;
	void **recv;
	size_t *send_n, *recv_n;
	uint64_t *to, *from; /* sizes on their way */
} parcel;

static tensen_status
parcel_new(parcel *p, const team *t, tensen_error *err)
{
	char *all = calloc(t->size, 6 * 8);

	*p = (parcel){.send = (const void **)(void *)all};
	if (!all)
		return tensen_fail_nomem(err);
	p->recv = (void **)(void *)(all + 8 * (size_t)t->size);
	p->send_n = (size_t *)(void *)(all + 16 * (size_t)t->size);
	p->recv_n = (size_t *)(void *)(all + 24 * (size_t)t->size);
	p->to = (uint64_t *)(void *)(all + 32 * (size_t)t->size);
	p->from = (uint64_t *)(void *)(all + 40 * (size_t)t->size);
	return TENSEN_OK;
}

static void
parcel_free(parcel *p)
{
	free(p->send);
}

/* p->from gets the bytes that the other ranks have in their p->to. */
static tensen_status
exchange_sizes(team *t, parcel *p, tensen_error *err)
{
	for (unsigned r = 0; r < t->size; r++) {
		p->send[r] = &p->to[r];
		p->recv[r] = &p->from[r];
		p->send_n[r] = p->recv_n[r] = sizeof(uint64_t);
	}
	return exchange(t, p->send, p->send_n, p->recv, p->recv_n, err);
}

/* Receive p->from[r] bytes of every rank at the end of recv[r]. */
static tensen_status
exchange_bytes(team *t, parcel *p, buf *recv, tensen_error *err)
{
	for (unsigned r = 0; r < t->size; r++) {
		p->send_n[r] = (size_t)p->to[r];
		p->recv_n[r] = (size_t)p->from[r];
		p->recv[r] = buf_more(&recv[r], p->recv_n[r]);
		if (recv[r].failed)
			return tensen_fail_nomem(err);
	}
	return exchange(t, p->send, p->send_n, p->recv, p->recv_n, err);
}

static tensen_status
send_spans(team *t, const span *send, buf *recv, tensen_error *err)
{
	parcel p;
	tensen_status st = parcel_new(&p, t, err);

	for (unsigned r = 0; r < t->size && st == TENSEN_OK; r++)
		p.to[r] = send[r].n;
	if (st == TENSEN_OK)
		st = exchange_sizes(t, &p, err);
	for (unsigned r = 0; r < t->size && st == TENSEN_OK; r++) {
		p.send[r] = send[r].p;
		buf_reset(&recv[r]);
	}
	if (st == TENSEN_OK)
		st = exchange_bytes(t, &p, recv, err);
	parcel_free(&p);
	return st;
}

tensen_status
team_exchange(team *t, const buf *send, buf *recv, tensen_error *err)
{
	span *s = calloc(t->size, sizeof *s);
	tensen_status st = TENSEN_OK;

	for (unsigned r = 0; s && r < t->size; r++) {
		s[r] = (span){send[r].p, send[r].n};
		if (send[r].failed)
			st = TENSEN_E_NOMEM;
	}
	st = s && st == TENSEN_OK ? send_spans(t, s, recv, err) : tensen_fail_nomem(err);
	free(s);
	return st;
}

tensen_status
team_gather(team *t, span mine, buf *all, tensen_error *err)
{
	span *s = calloc(t->size, sizeof *s);
	tensen_status st;

	for (unsigned r = 0; s && r < t->size; r++)
		s[r] = mine;
	st = s ? send_spans(t, s, all, err) : tensen_fail_nomem(err);
	free(s);
	return st;
}

tensen_status
team_share(team *t, void *p, size_t n, tensen_error *err)
{
	parcel x;
	tensen_status st = parcel_new(&x, t, err);

	for (unsigned r = 0; st == TENSEN_OK && r < t->size; r++) {
		x.send[r] = p;
		x.send_n[r] = t->rank == 0 && r != 0 ? n : 0;
	}
	if (st == TENSEN_OK && t->rank != 0) {
		x.recv[0] = p;
		x.recv_n[0] = n;
	}
	if (st == TENSEN_OK)
		st = exchange(t, x.send, x.send_n, x.recv, x.recv_n, err);
	parcel_free(&x);
	return st;
}

tensen_status
team_wait(team *t, tensen_error *err)
{
	uint64_t zero = 0;

	return team_sum_u64(t, &zero, 1, err);
}

/* ---- spools ---- */

/* Exchange the bytes from `at` on, at most `chunk` for each rank. */
static tensen_status
one_round(team *t, parcel *p, spool *const *send, uint64_t at, size_t chunk, buf *out, buf *in,
    tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (unsigned r = 0; r < t->size && st == TENSEN_OK; r++) {
		uint64_t size = spool_size(send[r]), left = size > at ? size - at : 0;
		p->to[r] = left < chunk ? left : chunk;
		buf_reset(&out[r]);
		buf_reset(&in[r]);
		if (p->to[r] && !buf_more(&out[r], (size_t)p->to[r]))
			st = tensen_fail_nomem(err);
		else if (p->to[r])
			st = spool_read(send[r], at, out[r].p, (size_t)p->to[r], err);
	}
	if (st == TENSEN_OK)
		st = exchange_sizes(t, p, err);
	for (unsigned r = 0; r < t->size && st == TENSEN_OK; r++)
		p->send[r] = out[r].p;
	return st == TENSEN_OK ? exchange_bytes(t, p, in, err) : st;
}

/* The size of the largest spool that any rank sends. */
static tensen_status
longest(team *t, spool *const *send, uint64_t *out, tensen_error *err)
{
	float most = 0;
	tensen_status st;

	for (unsigned r = 0; r < t->size; r++)
		if ((float)spool_size(send[r]) > most)
			most = (float)spool_size(send[r]);
	st = team_max_f32(t, &most, 1, err);
	*out = (uint64_t)((double)most * (1 + 1e-6)) + 1; /* a float rounds by less than 1e-7 */
	return st;
}

tensen_status
team_exchange_spools(team *t, spool *const *send, spool *const *recv, tensen_error *err)
{
	size_t chunk = ROUND_BYTES / t->size > LEAST_CHUNK ? ROUND_BYTES / t->size : LEAST_CHUNK;
	buf *out = team_bufs(t), *in = team_bufs(t);
	uint64_t most = 0;
	parcel p;
	tensen_status st = parcel_new(&p, t, err);

	if (st == TENSEN_OK)
		st = out && in ? longest(t, send, &most, err) : tensen_fail_nomem(err);
	for (uint64_t at = 0; at < most && st == TENSEN_OK; at += chunk) {
		st = one_round(t, &p, send, at, chunk, out, in, err);
		for (unsigned r = 0; r < t->size && st == TENSEN_OK; r++)
			st = spool_add(recv[r], in[r].p, in[r].n, err);
	}
	team_bufs_free(t, out);
	team_bufs_free(t, in);
	parcel_free(&p);
	return st;
}

/* ---- sums ---- */

typedef void (*add_fn)(void *to, const void *from, size_t n);

#define ADD(name, type, what)                                                                      \
	static void name(void *to, const void *from, size_t n)                                     \
	{                                                                                          \
		type *a = to;                                                                      \
		const type *b = from;                                                              \
		for (size_t i = 0; i < n; i++)                                                     \
			a[i] = what;                                                               \
	}
ADD(add_u64, uint64_t, a[i] + b[i])
ADD(add_f64, double, a[i] + b[i])
ADD(max_f32, float, a[i] > b[i] ? a[i] : b[i])

size_t
team_first(const team *t, unsigned r, size_t n)
{
	return (size_t)((unsigned __int128)n * r / t->size);
}

/* This rank's items of the sum of x[n], `type` bytes each. */
static tensen_status
sum_part(team *t, const char *x, size_t n, size_t type, add_fn add, char *out, tensen_error *err)
{
	size_t mine = team_first(t, t->rank + 1, n) - team_first(t, t->rank, n);
	char *room = malloc(mine * type * t->size + 1);
	parcel p;
	tensen_status st = parcel_new(&p, t, err);

	if (st == TENSEN_OK && !room)
		st = tensen_fail_nomem(err);
	for (unsigned r = 0; r < t->size && st == TENSEN_OK; r++) {
		size_t first = team_first(t, r, n);
		p.send[r] = x + first * type;
		p.send_n[r] = (team_first(t, r + 1, n) - first) * type;
		p.recv[r] = room + r * mine * type;
		p.recv_n[r] = mine * type;
	}
	if (st == TENSEN_OK)
		st = exchange(t, p.send, p.send_n, p.recv, p.recv_n, err);
	if (st == TENSEN_OK)
		memcpy(out, room, mine * type);
	for (unsigned r = 1; r < t->size && st == TENSEN_OK; r++)
		add(out, room + r * mine * type, mine);
	parcel_free(&p);
	free(room);
	return st;
}

/* `part` may lie in x where it belongs. */
tensen_status
team_join(team *t, const void *part, const size_t *first, size_t width, void *x, tensen_error *err)
{
	size_t mine = (first[t->rank + 1] - first[t->rank]) * width;
	parcel p;
	tensen_status st = parcel_new(&p, t, err);

	for (unsigned r = 0; r < t->size && st == TENSEN_OK; r++) {
		p.send[r] = part;
		p.send_n[r] = mine;
		p.recv[r] = (char *)x + first[r] * width;
		p.recv_n[r] = (first[r + 1] - first[r]) * width;
	}
	if (st == TENSEN_OK)
		st = exchange(t, p.send, p.send_n, p.recv, p.recv_n, err);
	parcel_free(&p);
	return st;
}

/* Items divided evenly: first[size + 1], malloc'ed. */
static size_t *
even_parts(const team *t, size_t n)
{
	size_t *first = malloc((t->size + (size_t)1) * sizeof *first);

	for (unsigned r = 0; first && r <= t->size; r++)
		first[r] = team_first(t, r, n);
	return first;
}

/* Cells are divided among the ranks; each adds up its own over all rows. */
tensen_status
team_sum_rows(
    team *t, const double *parts, const size_t *first, size_t n, double *sum, tensen_error *err)
{
	size_t *cells = even_parts(t, n), rows = first[t->rank + 1] - first[t->rank];
	buf *send = team_bufs(t), *came = team_bufs(t);
	double *mine = sum + team_first(t, t->rank, n);
	tensen_status st = cells && send && came ? TENSEN_OK : tensen_fail_nomem(err);

	for (unsigned r = 0; st == TENSEN_OK && r < t->size; r++)
		for (size_t i = 0; i < rows; i++)
			buf_add(&send[r], parts + i * n + cells[r],
			    (cells[r + 1] - cells[r]) * sizeof *parts);
	if (st == TENSEN_OK)
		st = team_exchange(t, send, came, err);
	if (st == TENSEN_OK) {
		size_t width = cells[t->rank + 1] - cells[t->rank];
		memset(mine, 0, width * sizeof *mine);
		for (unsigned r = 0; r < t->size; r++)
			for (size_t i = 0; i < first[r + 1] - first[r]; i++)
				add_f64(mine, came[r].p + i * width * sizeof *mine, width);
		st = team_join(t, mine, cells, sizeof *sum, sum, err);
	}
	free(cells);
	team_bufs_free(t, send);
	team_bufs_free(t, came);
	return st;
}

static tensen_status
sum(team *t, void *x, size_t n, size_t type, add_fn add, tensen_error *err)
{
	size_t *first = even_parts(t, n);
	char *mine = (char *)x + team_first(t, t->rank, n) * type;
	tensen_status st = first ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK && t->size > 1 &&
	    (st = sum_part(t, x, n, type, add, mine, err)) == TENSEN_OK)
		st = team_join(t, mine, first, type, x, err);
	free(first);
	return st;
}

tensen_status
team_sum_u64(team *t, uint64_t *x, size_t n, tensen_error *err)
{
	return sum(t, x, n, sizeof *x, add_u64, err);
}

tensen_status
team_sum_f64(team *t, double *x, size_t n, tensen_error *err)
{
	return sum(t, x, n, sizeof *x, add_f64, err);
}

tensen_status
team_max_f32(team *t, float *x, size_t n, tensen_error *err)
{
	return sum(t, x, n, sizeof *x, max_f32, err);
}

/* ---- arrays of one for each rank ---- */

buf *
team_bufs(const team *t)
{
	return calloc(t->size, sizeof(buf));
}

void
team_bufs_free(const team *t, buf *b)
{
	for (unsigned r = 0; b && r < t->size; r++)
		buf_clear(&b[r]);
	free(b);
}

tensen_status
team_spools(const team *t, const char *target, spool ***out, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*out = calloc(t->size, sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	for (unsigned r = 0; r < t->size && st == TENSEN_OK; r++)
		st = spool_new(&(*out)[r], target, err);
	return st;
}

void
team_spools_free(const team *t, spool **s)
{
	for (unsigned r = 0; s && r < t->size; r++)
		spool_free(s[r]);
	free(s);
}
