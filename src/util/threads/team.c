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
team_init(team *threads, const tensen_team *link)
{
	*threads = (team){.link = link, .rank = link->rank, .size = link->size};
}

void
team_step(team *threads, const char *name)
{
	double now = clock_now(), processor = clock_process();

	if (threads->n_steps) {
		tensen_shard_step *s = &threads->steps[threads->n_steps - 1];
		s->seconds = now - threads->began;
		s->processor = processor - threads->processor;
		s->sent = threads->sent - threads->sent_before;
	}
	threads->began = now;
	threads->processor = processor;
	threads->sent_before = threads->sent;
	if (name && threads->n_steps < TENSEN_SHARD_STEPS)
		threads->steps[threads->n_steps++] = (tensen_shard_step){.name = name};
}

/* One exchange.  Arrays have an entry for each rank; this rank's own bytes are copied. */
static tensen_status
threads_team_exchange(team *threads, const void **send, size_t *send_n, void **recv, size_t *recv_n,
    tensen_error *err)
{
	if (recv_n[threads->rank])
		memmove(recv[threads->rank], send[threads->rank], recv_n[threads->rank]);
	send_n[threads->rank] = recv_n[threads->rank] = 0;
	for (unsigned r = 0; r < threads->size; r++)
		threads->sent += send_n[r];
	if (threads->size > 1 &&
	    threads->link->exchange(threads->link->payload, send, send_n, recv, recv_n) != 0)
		return tensen_fail(err, TENSEN_E_IO, SAY_RANK_CANNOT_REACH, threads->rank);
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
parcel_new(parcel *packed, const team *threads, tensen_error *err)
{
	char *all = calloc(threads->size, 6 * 8);

	*packed = (parcel){.send = (const void **)(void *)all};
	if (!all)
		return tensen_fail_nomem(err);
	packed->recv = (void **)(void *)(all + 8 * (size_t)threads->size);
	packed->send_n = (size_t *)(void *)(all + 16 * (size_t)threads->size);
	packed->recv_n = (size_t *)(void *)(all + 24 * (size_t)threads->size);
	packed->to = (uint64_t *)(void *)(all + 32 * (size_t)threads->size);
	packed->from = (uint64_t *)(void *)(all + 40 * (size_t)threads->size);
	return TENSEN_OK;
}

static void
parcel_free(parcel *packed)
{
	free(packed->send);
}

/* packed->from gets the bytes that the other ranks have in their packed->to. */
static tensen_status
exchange_sizes(team *threads, parcel *packed, tensen_error *err)
{
	for (unsigned r = 0; r < threads->size; r++) {
		packed->send[r] = &packed->to[r];
		packed->recv[r] = &packed->from[r];
		packed->send_n[r] = packed->recv_n[r] = sizeof(uint64_t);
	}
	return threads_team_exchange(
	    threads, packed->send, packed->send_n, packed->recv, packed->recv_n, err);
}

/* Receive packed->from[r] bytes of every rank at the end of recv[r]. */
static tensen_status
exchange_bytes(team *threads, parcel *packed, buf *recv, tensen_error *err)
{
	for (unsigned r = 0; r < threads->size; r++) {
		packed->send_n[r] = (size_t)packed->to[r];
		packed->recv_n[r] = (size_t)packed->from[r];
		packed->recv[r] = buf_more(&recv[r], packed->recv_n[r]);
		if (recv[r].failed)
			return tensen_fail_nomem(err);
	}
	return threads_team_exchange(
	    threads, packed->send, packed->send_n, packed->recv, packed->recv_n, err);
}

static tensen_status
send_spans(team *threads, const span *send, buf *recv, tensen_error *err)
{
	parcel p;
	tensen_status st = parcel_new(&p, threads, err);

	for (unsigned r = 0; r < threads->size && st == TENSEN_OK; r++)
		p.to[r] = send[r].n;
	if (st == TENSEN_OK)
		st = exchange_sizes(threads, &p, err);
	for (unsigned r = 0; r < threads->size && st == TENSEN_OK; r++) {
		p.send[r] = send[r].p;
		buf_reset(&recv[r]);
	}
	if (st == TENSEN_OK)
		st = exchange_bytes(threads, &p, recv, err);
	parcel_free(&p);
	return st;
}

tensen_status
team_exchange(team *threads, const buf *send, buf *recv, tensen_error *err)
{
	span *s = calloc(threads->size, sizeof *s);
	tensen_status st = TENSEN_OK;

	for (unsigned r = 0; s && r < threads->size; r++) {
		s[r] = (span){send[r].p, send[r].n};
		if (send[r].failed)
			st = TENSEN_E_NOMEM;
	}
	st = s && st == TENSEN_OK ? send_spans(threads, s, recv, err) : tensen_fail_nomem(err);
	free(s);
	return st;
}

tensen_status
team_gather(team *threads, span mine, buf *all, tensen_error *err)
{
	span *s = calloc(threads->size, sizeof *s);
	tensen_status st;

	for (unsigned r = 0; s && r < threads->size; r++)
		s[r] = mine;
	st = s ? send_spans(threads, s, all, err) : tensen_fail_nomem(err);
	free(s);
	return st;
}

tensen_status
team_share(team *threads, void *ctx, size_t n, tensen_error *err)
{
	parcel x;
	tensen_status st = parcel_new(&x, threads, err);

	for (unsigned r = 0; st == TENSEN_OK && r < threads->size; r++) {
		x.send[r] = ctx;
		x.send_n[r] = threads->rank == 0 && r != 0 ? n : 0;
	}
	if (st == TENSEN_OK && threads->rank != 0) {
		x.recv[0] = ctx;
		x.recv_n[0] = n;
	}
	if (st == TENSEN_OK)
		st = threads_team_exchange(threads, x.send, x.send_n, x.recv, x.recv_n, err);
	parcel_free(&x);
	return st;
}

tensen_status
team_wait(team *threads, tensen_error *err)
{
	uint64_t zero = 0;

	return team_sum_u64(threads, &zero, 1, err);
}

/* ---- spools ---- */

/* Exchange the bytes from `at` on, at most `chunk` for each rank. */
static tensen_status
one_round(team *threads, parcel *packed, spool *const *send, uint64_t at, size_t chunk, buf *out,
    buf *in, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (unsigned r = 0; r < threads->size && st == TENSEN_OK; r++) {
		uint64_t size = spool_size(send[r]), left = size > at ? size - at : 0;
		packed->to[r] = left < chunk ? left : chunk;
		buf_reset(&out[r]);
		buf_reset(&in[r]);
		if (packed->to[r] && !buf_more(&out[r], (size_t)packed->to[r]))
			st = tensen_fail_nomem(err);
		else if (packed->to[r])
			st = spool_read(send[r], at, out[r].p, (size_t)packed->to[r], err);
	}
	if (st == TENSEN_OK)
		st = exchange_sizes(threads, packed, err);
	for (unsigned r = 0; r < threads->size && st == TENSEN_OK; r++)
		packed->send[r] = out[r].p;
	return st == TENSEN_OK ? exchange_bytes(threads, packed, in, err) : st;
}

tensen_status
team_exchange_spools(team *threads, spool *const *send, spool *const *recv, tensen_error *err)
{
	size_t chunk =
	    ROUND_BYTES / threads->size > LEAST_CHUNK ? ROUND_BYTES / threads->size : LEAST_CHUNK;
	buf *out = team_bufs(threads), *in = team_bufs(threads);
	uint64_t most = 0;
	parcel p;
	tensen_status st = parcel_new(&p, threads, err);

	if (st == TENSEN_OK)
		st = out && in ? TENSEN_OK : tensen_fail_nomem(err);
	for (unsigned r = 0; r < threads->size; r++)
		most = spool_size(send[r]) > most ? spool_size(send[r]) : most;
	if (st == TENSEN_OK)
		st = team_max_u64(threads, &most, 1, err);
	for (uint64_t at = 0; at < most && st == TENSEN_OK; at += chunk) {
		st = one_round(threads, &p, send, at, chunk, out, in, err);
		for (unsigned r = 0; r < threads->size && st == TENSEN_OK; r++)
			st = spool_add(recv[r], in[r].p, in[r].n, err);
	}
	team_bufs_free(threads, out);
	team_bufs_free(threads, in);
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
ADD(max_u64, uint64_t, a[i] > b[i] ? a[i] : b[i])

size_t
team_first(const team *threads, unsigned r, size_t n)
{
	return (size_t)((unsigned __int128)n * r / threads->size);
}

/* This rank's items of the sum of str[n], `type` bytes each. */
static tensen_status
sum_part(
    team *threads, const char *str, size_t n, size_t type, add_fn add, char *out, tensen_error *err)
{
	size_t mine =
	    team_first(threads, threads->rank + 1, n) - team_first(threads, threads->rank, n);
	char *room = malloc(mine * type * threads->size + 1);
	parcel p;
	tensen_status st = parcel_new(&p, threads, err);

	if (st == TENSEN_OK && !room)
		st = tensen_fail_nomem(err);
	for (unsigned r = 0; r < threads->size && st == TENSEN_OK; r++) {
		size_t first = team_first(threads, r, n);
		p.send[r] = str + first * type;
		p.send_n[r] = (team_first(threads, r + 1, n) - first) * type;
		p.recv[r] = room + r * mine * type;
		p.recv_n[r] = mine * type;
	}
	if (st == TENSEN_OK)
		st = threads_team_exchange(threads, p.send, p.send_n, p.recv, p.recv_n, err);
	if (st == TENSEN_OK)
		memcpy(out, room, mine * type);
	for (unsigned r = 1; r < threads->size && st == TENSEN_OK; r++)
		add(out, room + r * mine * type, mine);
	parcel_free(&p);
	free(room);
	return st;
}

/* `part` may lie in x where it belongs. */
tensen_status
team_join(
    team *threads, const void *part, const size_t *first, size_t width, void *x, tensen_error *err)
{
	size_t mine = (first[threads->rank + 1] - first[threads->rank]) * width;
	parcel p;
	tensen_status st = parcel_new(&p, threads, err);

	for (unsigned r = 0; r < threads->size && st == TENSEN_OK; r++) {
		p.send[r] = part;
		p.send_n[r] = mine;
		p.recv[r] = (char *)x + first[r] * width;
		p.recv_n[r] = (first[r + 1] - first[r]) * width;
	}
	if (st == TENSEN_OK)
		st = threads_team_exchange(threads, p.send, p.send_n, p.recv, p.recv_n, err);
	parcel_free(&p);
	return st;
}

/* Items divided evenly: first[size + 1], malloc'ed. */
static size_t *
even_parts(const team *threads, size_t n)
{
	size_t *first = malloc((threads->size + (size_t)1) * sizeof *first);

	for (unsigned r = 0; first && r <= threads->size; r++)
		first[r] = team_first(threads, r, n);
	return first;
}

/* Cells are divided among the ranks; each adds up its own over all rows. */
tensen_status
team_sum_rows(team *threads, const double *parts, const size_t *first, size_t n, double *sum,
    tensen_error *err)
{
	size_t *cells = even_parts(threads, n),
	       rows = first[threads->rank + 1] - first[threads->rank];
	buf *send = team_bufs(threads), *came = team_bufs(threads);
	double *mine = sum + team_first(threads, threads->rank, n);
	tensen_status st = cells && send && came ? TENSEN_OK : tensen_fail_nomem(err);

	for (unsigned r = 0; st == TENSEN_OK && r < threads->size; r++)
		for (size_t i = 0; i < rows; i++)
			buf_add(&send[r], parts + i * n + cells[r],
			    (cells[r + 1] - cells[r]) * sizeof *parts);
	if (st == TENSEN_OK)
		st = team_exchange(threads, send, came, err);
	if (st == TENSEN_OK) {
		size_t width = cells[threads->rank + 1] - cells[threads->rank];
		memset(mine, 0, width * sizeof *mine);
		for (unsigned r = 0; r < threads->size; r++)
			for (size_t i = 0; i < first[r + 1] - first[r]; i++)
				add_f64(mine, came[r].p + i * width * sizeof *mine, width);
		st = team_join(threads, mine, cells, sizeof *sum, sum, err);
	}
	free(cells);
	team_bufs_free(threads, send);
	team_bufs_free(threads, came);
	return st;
}

static tensen_status
team_sum(team *threads, void *x, size_t n, size_t type, add_fn add, tensen_error *err)
{
	size_t *first = even_parts(threads, n);
	char *mine = (char *)x + team_first(threads, threads->rank, n) * type;
	tensen_status st = first ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK && threads->size > 1 &&
	    (st = sum_part(threads, x, n, type, add, mine, err)) == TENSEN_OK)
		st = team_join(threads, mine, first, type, x, err);
	free(first);
	return st;
}

tensen_status
team_sum_u64(team *threads, uint64_t *bits, size_t n, tensen_error *err)
{
	return team_sum(threads, bits, n, sizeof *bits, add_u64, err);
}

tensen_status
team_sum_f64(team *threads, double *x, size_t n, tensen_error *err)
{
	return team_sum(threads, x, n, sizeof *x, add_f64, err);
}

tensen_status
team_max_u64(team *threads, uint64_t *x, size_t n, tensen_error *err)
{
	return team_sum(threads, x, n, sizeof *x, max_u64, err);
}

/* ---- arrays of one for each rank ---- */

buf *
team_bufs(const team *threads)
{
	return calloc(threads->size, sizeof(buf));
}

void
team_bufs_free(const team *threads, buf *out)
{
	for (unsigned r = 0; out && r < threads->size; r++)
		buf_clear(&out[r]);
	free(out);
}

tensen_status
team_spools(const team *threads, const char *target, spool ***out, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*out = calloc(threads->size, sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	for (unsigned r = 0; r < threads->size && st == TENSEN_OK; r++)
		st = spool_new(&(*out)[r], target, err);
	return st;
}

void
team_spools_free(const team *threads, spool **spooled)
{
	for (unsigned r = 0; spooled && r < threads->size; r++)
		spool_free(spooled[r]);
	free(spooled);
}
