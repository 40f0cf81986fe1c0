/* bench/steps.c - the gain of each step of understanding: indexes of the same inputs with words
 * only, with compounds, with functions, with sections, each judged by `tensen eval --hidden-field`;
 * and compounds chosen by other scores than their documents.
 *
 *   steps [--scores] [--docs N] [--dic DIR] INPUT...
 *
 * Inputs are what `tensen index` takes.  --docs N judges a seeded sample.  The program is
 * linked with the library's analysis_run() and document_sections_of() wrapped (see the Makefile),
 * so that nothing of this is in the product: terms are dropped, or sections made one, before
 * anything is counted.  The field model reads the topic view alone. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <tensen/tensen.h>
#include "engine/engine.h"
#include "engine/document_terms.h"
#include "result/eval/eval_result.h"
#include "steps_scores.h"

/* The behaviour of the wrapped functions; set between runs only. */
static struct {
	unsigned kinds;          /* bit set of term_kind that remain */
	const strtab *compounds; /* those that remain; NULL: all */
	int sections;            /* 0: all text is of one section */
} trial;

tensen_status __real_analysis_run(
    analysis *w, span text, const term **terms, size_t *n, tensen_error *err);
tensen_status __wrap_analysis_run(
    analysis *w, span text, const term **terms, size_t *n, tensen_error *err);
tensen_status __real_document_sections_of(
    document_sections *out, const document *d, const sectioner *s, arena *mem, tensen_error *err);
tensen_status __wrap_document_sections_of(
    document_sections *out, const document *d, const sectioner *s, arena *mem, tensen_error *err);

tensen_status
__wrap_analysis_run(analysis *w, span text, const term **terms, size_t *n, tensen_error *err)
{
	tensen_status st = __real_analysis_run(w, text, terms, n, err);
	term *t = (term *)(uintptr_t)*terms;
	size_t kept = 0;

	for (size_t i = 0; st == TENSEN_OK && i < *n; i++)
		if ((trial.kinds >> t[i].kind & 1) &&
		    (t[i].kind != TERM_COMPOUND || !trial.compounds ||
			strtab_find(trial.compounds, t[i].s) != STRTAB_NONE))
			t[kept++] = t[i];
	*n = kept;
	return st;
}

tensen_status
__wrap_document_sections_of(
    document_sections *out, const document *d, const sectioner *s, arena *mem, tensen_error *err)
{
	tensen_status st = __real_document_sections_of(out, d, s, mem, err);

	for (size_t i = 0; st == TENSEN_OK && !trial.sections && i < out->n; i++)
		out->v[i].what = SEC_OTHER;
	return st;
}

typedef struct job {
	const char *const *inputs;
	size_t n_inputs;
	const char *dictionary;
	uint32_t docs;
	char path[32];
} job;

static void
print_cell(const eval_row *r, int ranged)
{
	for (int m = MEASURE_HIT1; m <= MEASURE_RECALL5; m++) {
		printf("  %.3f", r->value[BUCKET_ALL][m]);
		if (ranged)
			printf(" [%.3f, %.3f]", r->low[BUCKET_ALL][m], r->high[BUCKET_ALL][m]);
	}
}

/* The rows before the last are baselines: neighbours by words, by LSA. */
static void
print_step(const char *name, const tensen_index *ix, const eval_result *r)
{
	printf("  %-34s %8u", name, ix->store->vocab.terms.n);
	print_cell(&r->rows[r->n_rows - 1], 1);
	printf(" |");
	print_cell(&r->rows[r->n_rows - 3], 0);
	printf(" |");
	print_cell(&r->rows[r->n_rows - 2], 0);
	putchar('\n');
	fflush(stdout);
}

/* Index under the trial, judge, print; the index is the caller's. */
static tensen_index *
step(const job *j, const char *name)
{
	tensen_build_opts build = TENSEN_BUILD_OPTS_INIT;
	tensen_eval_opts eval = TENSEN_EVAL_OPTS_INIT;
	tensen_result *r;
	tensen_index *ix;
	tensen_error err;

	build.dictionary = j->dictionary;
	eval.max_docs = j->docs;
	if (tensen_build(NULL, j->path, j->inputs, j->n_inputs, &build, &err) < 0 ||
	    tensen_index_open(&ix, j->path, NULL, &err) < 0 || tensen_eval(ix, &eval, &r, &err) < 0)
		errx(1, "%s %s", err.where, err.message);
	print_step(name, ix, (const eval_result *)(const void *)r);
	tensen_result_free(r);
	return ix;
}

static void
all_steps(const job *j)
{
	static const char *const names[] = {
	    "words", "+ compounds", "+ functions", "+ sections (the product)"};
	static const unsigned kinds[] = {
	    1u << TERM_WORD, 1u << TERM_WORD | 1u << TERM_COMPOUND, 7, 7};

	for (int i = 0; i < 4; i++) {
		trial.kinds = kinds[i];
		trial.sections = i == 3;
		tensen_index_free(step(j, names[i]));
	}
}

/* The better part of the compounds by each measure. */
static void
all_scores(const job *j)
{
	static const double shares[] = {0.75, 0.5, 0.25};
	tensen_index *ix;

	trial.kinds = 7;
	trial.sections = 1;
	ix = step(j, "all compounds of two documents");
	for (int m = 0; m < N_MEASURED; m++)
		for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) {
			strtab best;
			uint32_t kept, of;
			char name[64];
			strtab_init(&best);
			if (best_compounds(
				&best, &ix->store->vocab, (measure)m, shares[k], &kept, &of) < 0)
				errx(1, "out of memory");
			trial.compounds = &best;
			snprintf(name, sizeof name, "%s, best %u", measure_names[m], kept);
			if (of)
				tensen_index_free(step(j, name));
			trial.compounds = NULL;
			strtab_clear(&best);
		}
	tensen_index_free(ix);
}

int
main(int argc, char **argv)
{
	job j = {.path = "/tmp/tensen-steps-XXXXXX"};
	int scores = 0, i = 1, fd;

	for (; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--scores"))
			scores = 1;
		else if (!strcmp(argv[i], "--docs") && i + 1 < argc)
			j.docs = (uint32_t)strtoul(argv[++i], NULL, 10);
		else if (!strcmp(argv[i], "--dic") && i + 1 < argc)
			j.dictionary = argv[++i];
		else
			i = argc;
	}
	if (i >= argc || (fd = mkstemp(j.path)) < 0) {
		fputs("usage: steps [--scores] [--docs N] [--dic DIR] INPUT...\n", stderr);
		return 2;
	}
	close(fd);
	j.inputs = (const char *const *)(argv + i);
	j.n_inputs = (size_t)(argc - i);
	puts("  step                                  terms  fit hit@1, recall@5 [95 %] | by words "
	     "| by LSA");
	if (scores)
		all_scores(&j);
	else
		all_steps(&j);
	return unlink(j.path) == 0 ? 0 : 1;
}
