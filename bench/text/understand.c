/* bench/text/understand.c - reading files and understanding them (normalize, MeCab, terms,
 * functions) against bare `mecab -Owakati` on the same text, in one run.
 *
 *   understand FILE [threads [rounds]]
 *
 * FILE has any format of the readers, or is a folder.  Each round runs all contestants one after
 * another, ours with the reading, which has one thread; printed are medians and ratios, of wall
 * time and of processor time: on a busy machine only processor time is reliable (two threads are at
 * best 2 / (cpu ratio) times one mecab). mecab is given the text of the documents as a file and
 * writes to /dev/null.  It needs Debian's `mecab`, the command, which no other program here
 * needs. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "corpus/reader.h"
#include "text/analyzer.h"
#include "util/buf.h"
#include "util/clock.h"
#include "util/threads/threads.h"
#include "util/threads/sort.h"

#define DICTIONARY "/var/lib/mecab/dic/ipadic-utf8"
#define PIECE ((size_t)64 * 1024)
#define MAX_ROUNDS 21
#define MAX_THREADS 64

typedef struct cost {
	double wall, cpu;
} cost;

static cost
now(void)
{
	return (cost){clock_seconds(CLOCK_MONOTONIC), clock_seconds(CLOCK_PROCESS_CPUTIME_ID)};
}

static cost
since(cost t)
{
	cost u = now();

	return (cost){u.wall - t.wall, u.cpu - t.cpu};
}

static cost
bare(const char *path)
{
	cost t = now();
	struct rusage use;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);
		dup2(null, 1);
		dup2(null, 2);
		execlp("mecab", "mecab", "-Owakati", "-d", DICTIONARY, path, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &use) < 0 || status != 0)
		errx(1, "mecab did not run");
	t = since(t);
	t.cpu = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
		1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
	return t;
}

typedef struct job {
	const char *path;
	buf read; /* texts of the documents, one after another */
	span text;
	size_t *cuts; /* pieces, cut at line ends */
	size_t n;
	analysis *w[MAX_THREADS];
	uint64_t terms[MAX_THREADS];
} job;

static void
work(void *ctx, size_t piece, unsigned worker)
{
	job *j = ctx;
	span s = span_sub(j->text, j->cuts[piece], j->cuts[piece + 1]);

	while (s.n) {
		const char *end = memchr(s.p, '\n', s.n);
		size_t line = end ? (size_t)(end - s.p) + 1 : s.n, n;
		const term *t;
		tensen_error err;
		if (analysis_run(j->w[worker], (span){s.p, line}, &t, &n, &err) < 0)
			errx(1, "analysis: %s", err.message);
		j->terms[worker] += n;
		s = span_sub(s, line, s.n);
	}
}

static void
cut(job *j)
{
	size_t at = 0;

	free(j->cuts);
	j->cuts = malloc((j->text.n / PIECE + 3) * sizeof *j->cuts);
	for (j->n = 0; at < j->text.n; j->n++) {
		size_t to = at + PIECE < j->text.n ? at + PIECE : j->text.n;
		while (to < j->text.n && j->text.p[to - 1] != '\n')
			to++;
		j->cuts[j->n] = at;
		at = to;
	}
	j->cuts[j->n] = at;
}

static tensen_status
on_document(void *payload, const document *d, tensen_error *err)
{
	buf *b = payload;
	const span texts[] = {
	    d->title, d->abstract, d->problem, d->means, d->effect, d->products, d->description};

	(void)err;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		buf_span(b, texts[i]);
		buf_str(b, texts[i].n ? "\n" : "");
	}
	for (uint32_t i = 0; i < d->claims.n; i++) {
		buf_span(b, d->claims.v[i]);
		buf_char(b, '\n');
	}
	return TENSEN_OK;
}

/* The text of all documents, in pieces. */
static void
read_text(job *j)
{
	corpus_sink sink = {.document = on_document, .payload = &j->read};
	corpus_opts opts = {.format = FORMAT_AUTO};
	tensen_error err = {0};

	buf_reset(&j->read);
	if (corpus_read(&j->path, 1, &opts, &sink, &err) < 0 || j->read.failed)
		errx(1, "reading: %s", err.message);
	j->text = (span){j->read.p, j->read.n};
	cut(j);
}

static cost
ours(job *j, const analyzer *a, unsigned threads, int report)
{
	cost t = now();
	uint64_t terms = 0;

	read_text(j);

	for (unsigned i = 0; i < threads; i++) {
		j->terms[i] = 0;
		if (analysis_new(&j->w[i], a, NULL) < 0)
			errx(1, "out of memory");
	}
	threads_run(threads, j->n, work, j);
	t = since(t);
	for (unsigned i = 0; i < threads; i++) {
		terms += j->terms[i];
		analysis_free(j->w[i]);
	}
	if (report)
		printf("  %llu terms\n", (unsigned long long)terms);
	return t;
}

static int
by_wall(const void *a, const void *b)
{
	const cost *x = a, *y = b;

	return ORDER(x->wall, y->wall);
}

static int
by_cpu(const void *a, const void *b)
{
	const cost *x = a, *y = b;

	return ORDER(x->cpu, y->cpu);
}

static cost
median(cost *v, size_t n)
{
	cost m;

	qsort(v, n, sizeof *v, by_wall);
	m.wall = v[n / 2].wall;
	qsort(v, n, sizeof *v, by_cpu);
	m.cpu = v[n / 2].cpu;
	return m;
}

static void
print(const char *what, double mb, cost c, cost mecab)
{
	printf("%-22s %6.2f s %6.2f MB/s  %.2f x mecab | cpu %6.2f s, %.2f of mecab's\n", what,
	    c.wall, mb / c.wall, mecab.wall / c.wall, c.cpu, c.cpu / mecab.cpu);
}

int
main(int argc, char **argv)
{
	unsigned threads = argc > 2 ? (unsigned)atoi(argv[2]) : 2;
	size_t rounds = argc > 3 ? (size_t)atoi(argv[3]) : 5;
	cost b[MAX_ROUNDS], one[MAX_ROUNDS], many[MAX_ROUNDS], mecab;
	double mb;
	models *m;
	analyzer *a;
	char path[] = "/tmp/understand-XXXXXX";
	int fd;
	job j = {.path = argv[1]};
	tensen_error err = {0};
	analyzer_opts opts = {0};

	if (argc < 2 || threads < 1 || threads > MAX_THREADS || rounds < 1 || rounds > MAX_ROUNDS)
		errx(2, "usage: understand FILE [threads [rounds]]");
	if (models_open(&m, NULL, &err) < 0)
		errx(1, "models: %s", err.message);
	opts.models = m;
	if (analyzer_new(&a, &opts, &err) < 0)
		errx(1, "analyzer: %s", err.message);
	read_text(&j);
	if ((fd = mkstemp(path)) < 0 || write(fd, j.text.p, j.text.n) != (ssize_t)j.text.n)
		errx(1, "%s: %s", path, strerror(errno));
	close(fd);
	mb = (double)j.text.n / 1e6;
	for (size_t r = 0; r < rounds; r++) {
		b[r] = bare(path);
		one[r] = ours(&j, a, 1, 0);
		many[r] = ours(&j, a, threads, r + 1 == rounds);
	}
	unlink(path);
	printf("%.1f MB of text, medians of %zu rounds\n", mb, rounds);
	mecab = median(b, rounds);
	print("mecab -Owakati", mb, mecab, mecab);
	print("ours, 1 thread", mb, median(one, rounds), mecab);
	print("ours, threads", mb, median(many, rounds), mecab);
	free(j.cuts);
	buf_clear(&j.read);
	analyzer_free(a);
	models_close(m);
	return 0;
}
