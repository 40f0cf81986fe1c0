/* bench/vectors/ann.c - raw vectors: our scan beside a float32 scan and the packaged peers.
 *
 * usage: ann --base F --fields F --queries F --dim 256 --k 10
 *            [--n ROWS] [--nq QUERIES] [--threads T] [--rounds R] [--save F | --load F]
 *            [--reach DEVIATIONS] [--huge 1]
 *            [--peers [--cache DIR] [--hnsw-n ROWS] [--hnsw-build EF]]
 *
 * --reach looks at more or fewer clusters than the set itself would, --huge 1 lays the set
 * on huge pages.
 *
 * --peers runs bench/vectors/ann_peers.cc (`make bench-peers` compiles it beside this program) on
 * the same files and ends with one table of all.
 *
 * Everything is timed in this one run; where a ratio is printed both sides were
 * measured in turn, R rounds, medians.  Exact answers come from the float rows. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include "ann_float.h"
#include "ann_part.h"
#include "index/vectors/vecset_impl.h"
#include "util/clock.h"
#include "util/files/file.h"
#include "util/threads/threads.h"
#include "util/memory.h"
#include "util/threads/sort.h"
#include "../../tests/in_memory.h"

typedef struct options {
	const char *base, *fields, *queries, *save, *load, *cache, *hnsw_n, *hnsw_build;
	uint32_t dim, k, n, nq, rounds;
	unsigned threads;
	int peers;
	int huge;    /* --huge 1: the set lies on huge pages */
	float reach; /* 0: the set's own */
} options;

/* Time of this thread alone: other work on the machine is not ours (it still takes its
 * share of memory bandwidth, from both sides of each ratio). */
static double
busy(void)
{
	return clock_thread();
}

static filemap
must_map(const char *path)
{
	filemap m;
	tensen_error err;

	if (!path)
		errx(2, "usage: --base --fields --queries are needed");
	if (filemap_open(&m, path, &err) < 0)
		errx(2, "%s: %s", path, err.message);
	return m;
}

static options
parse(int argc, char **argv)
{
	options o = {.dim = 256, .k = 10, .nq = 200, .rounds = 5, .threads = threads_cores()};

	for (int i = 1; i < argc; i += 2) {
		const char *a = argv[i], *v = i + 1 < argc ? argv[i + 1] : "";
		if (!strcmp(a, "--peers"))
			o.peers = 1, i--;
		else if (!strcmp(a, "--cache"))
			o.cache = v;
		else if (!strcmp(a, "--hnsw-n"))
			o.hnsw_n = v;
		else if (!strcmp(a, "--hnsw-build"))
			o.hnsw_build = v;
		else if (!strcmp(a, "--base"))
			o.base = v;
		else if (!strcmp(a, "--fields"))
			o.fields = v;
		else if (!strcmp(a, "--queries"))
			o.queries = v;
		else if (!strcmp(a, "--save"))
			o.save = v;
		else if (!strcmp(a, "--load"))
			o.load = v;
		else if (!strcmp(a, "--dim"))
			o.dim = (uint32_t)atoi(v);
		else if (!strcmp(a, "--reach"))
			o.reach = strtof(v, NULL);
		else if (!strcmp(a, "--huge"))
			o.huge = atoi(v);
		else if (!strcmp(a, "--k"))
			o.k = (uint32_t)atoi(v);
		else if (!strcmp(a, "--n"))
			o.n = (uint32_t)atoi(v);
		else if (!strcmp(a, "--nq"))
			o.nq = (uint32_t)atoi(v);
		else if (!strcmp(a, "--rounds"))
			o.rounds = (uint32_t)atoi(v);
		else if (!strcmp(a, "--threads"))
			o.threads = (unsigned)atoi(v);
		else
			errx(2, "%s: unknown option", a);
	}
	return o;
}

typedef struct bench {
	options o;
	filemap base, fields, queries;
	const float *rows, *q;
	const uint8_t *field;
	uint32_t n, nq;
	ann_truth truth;
	vecset *v;
	vecset_scratch *s;
	filemap loaded;
	void *mem;
	hit *hits;
	double recall, p50; /* for the table */
} bench;

static void
load_data(bench *b)
{
	b->base = must_map(b->o.base);
	b->fields = must_map(b->o.fields);
	b->queries = must_map(b->o.queries);
	b->rows = (const void *)b->base.p;
	b->q = (const void *)b->queries.p;
	b->field = b->fields.p;
	b->n = (uint32_t)(b->base.n / (4 * b->o.dim));
	if (b->o.n && b->o.n < b->n)
		b->n = b->o.n;
	if (b->fields.n < b->n)
		b->n = (uint32_t)b->fields.n;
	b->nq = (uint32_t)(b->queries.n / (4 * b->o.dim));
	if (b->o.nq < b->nq)
		b->nq = b->o.nq;
	printf("base %u x %u, %u queries\n", b->n, b->o.dim, b->nq);
}

static void
open_set(bench *b, const void *p, size_t n)
{
	tensen_error err;

	if (vecset_open(&b->v, p, n, &err) < 0 || vecset_scratch_new(&b->s, b->v, &err) < 0)
		errx(2, "open: %s", err.message);
}

static void
build_set(bench *b)
{
	uint64_t *masks = malloc(b->n * sizeof *masks);
	buf out = BUF_INIT;
	tensen_error err;
	double t = clock_now();

	for (uint32_t i = 0; i < b->n; i++)
		masks[i] = 1ull << b->field[i];
	if (vecset_build(&out, b->rows, masks, NULL, b->n,
		&(vecset_build_opts){.dim = b->o.dim, .seed = 1, .threads = b->o.threads},
		&err) < 0)
		errx(2, "build: %s", err.message);
	printf("build %.1f s on %u threads\n", clock_now() - t, b->o.threads);
	free(masks);
	if (b->o.save) {
		filewriter *f;
		if (filewriter_open(&f, b->o.save, &err) < 0)
			errx(2, "%s: %s", b->o.save, err.message);
		filewriter_add(f, out.p, out.n);
		if (filewriter_commit(f, &err) < 0)
			errx(2, "%s: %s", b->o.save, err.message);
	}
	b->mem = aligned_alloc(1 << 21, (out.n + (1 << 21) - 1) >> 21 << 21);
	if (b->o.huge)
		madvise(b->mem, out.n, MADV_HUGEPAGE);
	memcpy(b->mem, out.p, out.n);
	open_set(b, b->mem, out.n);
	buf_clear(&out);
}

static void
get_set(bench *b)
{
	if (b->o.load) {
		b->loaded = must_map(b->o.load);
		if (b->o.huge) {
			size_t room = (b->loaded.n + (1 << 21) - 1) >> 21 << 21;
			b->mem = aligned_alloc(1 << 21, room);
			madvise(b->mem, room, MADV_HUGEPAGE);
			memcpy(b->mem, b->loaded.p, b->loaded.n);
			open_set(b, b->mem, b->loaded.n);
			return;
		}
		madvise((void *)(uintptr_t)b->loaded.p, b->loaded.n, MADV_WILLNEED);
		open_set(b, b->loaded.p, b->loaded.n);
	} else {
		build_set(b);
	}
	printf("vecset: %.1f bytes a row, %u clusters, kernels %s\n", vecset_bytes_per_row(b->v),
	    b->v->h.n_clusters, b->v->k->name);
}

static double
quantile(double *x, uint32_t n, double p)
{
	/* cppcheck-suppress uninitvar ; every caller fills the n values first */
	qsort(x, n, sizeof *x, sort_double);
	return x[(uint32_t)(p * (n - 1))];
}

double
ann_median(double *x, uint32_t n)
{
	return quantile(x, n, 0.5);
}

/* ---- recall ---- */

static uint32_t
common(const hit *hits, uint32_t n, const uint32_t *truth, uint32_t k)
{
	uint32_t c = 0;

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < k; j++)
			c += hits[i].row == truth[j];
	return c;
}

static void
measure_recall(bench *b)
{
	double right = 0, rows = 0, scored = 0, bytes = 0;
	uint32_t n, k = b->o.k;
	vec_stats st;

	for (uint32_t i = 0; i < b->nq; i++) {
		vecset_query q = {.q = b->q + (size_t)i * b->o.dim, .k = k, .reach = b->o.reach};
		vecset_search(b->v, b->s, &q, b->hits, &n, NULL);
		vecset_scratch_stats(b->s, &st);
		rows += st.rows, scored += st.scored, bytes += (double)st.bytes;
		right += common(b->hits, n, ann_truth_of(&b->truth, i), k);
	}
	b->recall = right / b->nq / k;
	printf("recall %.4f; %.2f %% of rows, %.0f scored, %.2f MB a query\n", right / b->nq / k,
	    100 * rows / b->nq / b->n, scored / b->nq, bytes / b->nq / 1e6);
}

/* ---- time ---- */

static void
time_queries(bench *b, double *each)
{
	uint32_t n;

	for (uint32_t i = 0; i < b->nq; i++) {
		vecset_query q = {
		    .q = b->q + (size_t)i * b->o.dim, .k = b->o.k, .reach = b->o.reach};
		double t = busy();
		vecset_search(b->v, b->s, &q, b->hits, &n, NULL);
		each[i] = busy() - t;
	}
}

static void
report(double *x, uint32_t n, double scan)
{
	double mean = 0, p50, p95;

	for (uint32_t i = 0; i < n; i++)
		mean += x[i] / n;
	p95 = quantile(x, n, 0.95);
	p50 = quantile(x, n, 0.5);
	printf("search: mean %.3f ms, p50 %.3f, p95 %.3f, p99 %.3f; 1/%.1f of the float32 scan "
	       "(medians)\n",
	    mean * 1e3, p50 * 1e3, p95 * 1e3, quantile(x, n, 0.99) * 1e3, scan / p50);
}

static void
time_all(bench *b)
{
	uint32_t r = b->o.rounds;
	double *scan = malloc(r * sizeof *scan), *read = malloc(r * sizeof *read);
	double *search = malloc((size_t)r * b->nq * sizeof *search);
	double bytes = 4.0 * b->n * b->o.dim, scan_t, read_t;
	const ann_part part = {
	    b->v, b->q, b->nq, b->o.dim, b->o.k, r, b->o.reach, b->o.threads, b->rows, b->n};

	for (uint32_t i = 0; i < r; i++) {
		double t = busy();
		ann_scan(b->rows, b->n, b->o.dim, b->q);
		scan[i] = busy() - t;
		t = busy();
		ann_read(b->rows, (size_t)b->n * b->o.dim * 4);
		read[i] = busy() - t;
		time_queries(b, search + (size_t)i * b->nq);
	}
	scan_t = quantile(scan, r, 0.5);
	read_t = quantile(read, r, 0.5);
	printf("float32 scan %.1f ms (fastest %.1f), bandwidth %.1f GB/s (best %.1f)\n",
	    scan_t * 1e3, scan[0] * 1e3, bytes / read_t / 1e9, bytes / read[0] / 1e9);
	report(search, r * b->nq, scan_t);
	b->p50 = quantile(search, r * b->nq, 0.5);
	ann_time_scan(&part);
	free_all(scan, read, search);
}

/* One table: ours, then the lines of the peers.  They are the program of the same name plus
 * "_peers". */
static void
run_peers(const bench *b, const char *self)
{
	char path[4096], dim[16], k[16], n[16], nq[16];

	printf("\n%-34s %8s %10s %8s\n", "index", "recall", "p50 ms", "bytes/row");
	printf("%-34s %8.4f %10.3f %8.0f\n", "tensen", b->recall, b->p50 * 1e3,
	    vecset_bytes_per_row(b->v));
	snprintf(path, sizeof path, "%s_peers", self);
	snprintf(dim, sizeof dim, "%u", b->o.dim);
	snprintf(k, sizeof k, "%u", b->o.k);
	snprintf(n, sizeof n, "%u", b->n);
	snprintf(nq, sizeof nq, "%u", b->nq);
	execl(path, path, "--base", b->o.base, "--queries", b->o.queries, "--dim", dim, "--k", k,
	    "--n", n, "--nq", nq, "--hnsw-n", b->o.hnsw_n ? b->o.hnsw_n : "200000", "--hnsw-build",
	    b->o.hnsw_build ? b->o.hnsw_build : "100", "--cache", b->o.cache ? b->o.cache : "",
	    (char *)NULL);
	err(2, "%s", path);
}

int
main(int argc, char **argv)
{
	bench b = {.o = parse(argc, argv)};

	setvbuf(stdout, NULL, _IOLBF, 0);
	load_data(&b);
	b.hits = malloc(b.o.k * sizeof *b.hits);
	get_set(&b);
	ann_truth_make(&b.truth, b.rows, b.n, b.o.dim, b.q, b.nq, b.o.k, b.o.threads);
	measure_recall(&b);
	time_all(&b);
	if (b.o.peers)
		run_peers(&b, argv[0]);
	return 0;
}
