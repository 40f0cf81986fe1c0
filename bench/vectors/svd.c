/* bench/vectors/svd.c - our SVD on a matrix file (bench/vectors/svd_matrix.py).
 *
 * usage: svd MATRIX [--rank 256] [--tolerance 0] [--blocks 0] [--threads T] [--save BASIS]
 *
 * Prints "ours SECONDS ENERGY" and, on stderr, the steps.  The basis saved is judged by
 * bench/vectors/svd_peers.py with the same rule as the peers'. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model/lsa.h"
#include "util/clock.h"
#include "util/files/file.h"
#include "util/threads/threads.h"

/* The matrix, used in place: the file is laid out as csr wants it. */
static csr
view(const filemap *m, const char *path)
{
	const uint64_t *head = (const void *)m->p;
	uint64_t need = 24;
	csr a;

	if (m->n < need)
		errx(2, "%s: shorter than its header", path);
	a = (csr){(uint32_t)head[0], (uint32_t)head[1], head + 3, NULL, NULL};
	if (m->n != need + (head[0] + 1) * 8 + head[2] * 8)
		errx(2, "%s: not a matrix file", path);
	a.col = (const void *)(a.start + head[0] + 1);
	a.val = (const void *)(a.col + head[2]);
	return a;
}

static void
save(const lsa *l, const char *path)
{
	uint64_t head[2] = {l->n_terms, l->rank};
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(head, sizeof head, 1, f) != 1 ||
	    fwrite(l->basis, sizeof *l->basis, (size_t)l->n_terms * l->rank, f) !=
		(size_t)l->n_terms * l->rank ||
	    fclose(f) != 0)
		err(2, "%s", path);
}

int
main(int argc, char **argv)
{
	lsa_opts o = {.rank = 256, .seed = 1, .threads = threads_cores()};
	const char *basis = NULL;
	tensen_error err;
	filemap m;
	double t, norm2 = 0;
	csr a;
	lsa l;

	if (argc < 2 || argc % 2 != 0)
		errx(2, "usage: svd MATRIX [--rank K] [--tolerance E] [--blocks B] [--threads T] "
			"[--save BASIS]");
	for (int i = 2; i < argc; i += 2) {
		if (strcmp(argv[i], "--rank") == 0)
			o.rank = (uint32_t)strtoul(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--tolerance") == 0)
			o.tolerance = strtod(argv[i + 1], NULL);
		else if (strcmp(argv[i], "--blocks") == 0)
			o.max_blocks = (uint32_t)strtoul(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--threads") == 0)
			o.threads = (unsigned)strtoul(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--save") == 0)
			basis = argv[i + 1];
		else
			errx(2, "unknown option: %s", argv[i]);
	}
	if (filemap_open(&m, argv[1], &err) < 0)
		errx(2, "%s: %s", argv[1], err.message);
	a = view(&m, argv[1]);
	for (uint64_t i = 0; i < a.start[a.n_rows]; i++)
		norm2 += (double)a.val[i] * (double)a.val[i];
	t = clock_now();
	if (lsa_train(&l, &a, &o, &err) < 0)
		errx(2, "%s: %s", argv[1], err.message);
	t = clock_now() - t;
	printf("ours\t%.2f\t%.4f\n", t, l.energy * norm2);
	fprintf(stderr, "rank %u, %u blocks, estimated missing %.5f, energy %.5f\n", l.rank,
	    l.blocks, l.missing, l.energy);
	if (basis)
		save(&l, basis);
	lsa_clear(&l);
	filemap_close(&m);
	return 0;
}
