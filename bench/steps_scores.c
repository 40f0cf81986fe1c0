/* bench/steps_scores.c - see steps_scores.h. */
#include "steps_scores.h"
#include <math.h>
#include <stdlib.h>
#include "text/analyzer.h"
#include "text/utf8.h"
#include "util/memory.h"
#include "util/sort.h"

const char *const measure_names[N_MEASURED] = {
    "documents", "C-value", "FLR", "NPMI (English)", "log-likelihood (English)"};

typedef struct scored_term {
	double score;
	uint32_t term;
} scored_term;

static int
better_first(const void *a, const void *b)
{
	const scored_term *x = a, *y = b;
	int c = ORDER(y->score, x->score);

	return c ? c : ORDER(x->term, y->term);
}

/* The counts of the longer compounds around each compound: documents and kinds of them. */
typedef struct nest {
	uint32_t df, n;
} nest;

static void
nested_in(nest *nests, const vocab *v, uint32_t longer)
{
	span s = vocab_term(v, longer);
	size_t a, b;

	for (const char *p = s.p, *end = s.p + s.n; p < end; p += a) {
		utf8_get(p, end, &a);
		for (const char *q = p; q < end;) {
			uint32_t i;
			utf8_get(q, end, &b);
			q += b;
			i = vocab_find(v, (span){p, (size_t)(q - p)});
			if (i == VOCAB_NONE || i == longer || v->kind[i] != TERM_COMPOUND)
				continue;
			nests[i].df += v->df[longer];
			nests[i].n++;
		}
	}
}

/* Compounds are emitted at full length only, so df counts compounds that are not nested: the
 * frequency f(a) of the paper is df plus the nested ones. */
static double
cvalue(const vocab *v, const nest *nests, uint32_t i)
{
	double all = v->df[i] + (double)nests[i].df;

	if (nests[i].n)
		all -= (double)nests[i].df / nests[i].n;
	return log2((double)utf8_count(vocab_term(v, i))) * all;
}

#define PARTS_MAX 64

/* The words of a compound: the longest known one each time, else one character, VOCAB_NONE. */
static uint32_t
parts_of(uint32_t *out, const vocab *v, uint32_t compound)
{
	span s = vocab_term(v, compound);
	const char *end = s.p + s.n;
	uint32_t n = 0;

	for (const char *p = s.p, *next; p < end && n < PARTS_MAX; p = next) {
		size_t chars;
		utf8_get(p, end, &chars);
		next = p + chars;
		if (*p == ' ')
			continue;
		out[n] = VOCAB_NONE;
		for (const char *q = p; q < end;) {
			uint32_t i;
			utf8_get(q, end, &chars);
			q += chars;
			i = vocab_find(v, (span){p, (size_t)(q - p)});
			if (i == VOCAB_NONE || v->kind[i] != TERM_WORD)
				continue;
			out[n] = i;
			next = q;
		}
		n++;
	}
	return n;
}

/* The number of times a word stands behind, and before, another one in a compound. */
typedef struct neighbours {
	double before, behind;
} neighbours;

static void
join_neighbours(neighbours *of, const vocab *v, uint32_t compound)
{
	uint32_t part[PARTS_MAX], n = parts_of(part, v, compound);

	for (uint32_t i = 0; i + 1 < n; i++)
		if (part[i] != VOCAB_NONE && part[i + 1] != VOCAB_NONE) {
			of[part[i]].behind += v->df[compound];
			of[part[i + 1]].before += v->df[compound];
		}
}

/* Documents times the geometric mean of the words joined to its words on both sides. */
static double
flr(const vocab *v, const neighbours *of, uint32_t compound)
{
	uint32_t part[PARTS_MAX], n = parts_of(part, v, compound);
	double sum = 0;

	for (uint32_t i = 0; i < n; i++)
		if (part[i] != VOCAB_NONE)
			sum += log1p(of[part[i]].before) + log1p(of[part[i]].behind);
	return v->df[compound] * exp(sum / (2.0 * n));
}

/* Documents of one half of a pair; one that the vocabulary dropped is in very many. */
static double
half(const vocab *v, span word)
{
	uint32_t i = vocab_find(v, word);

	return i == VOCAB_NONE ? 0.4 * v->n_docs : v->df[i];
}

/* k ln(k / expected), 0 for none. */
static double
cell(double k, double row, double col, double n)
{
	return k > 0 && row > 0 && col > 0 ? k * log(k * n / (row * col)) : 0;
}

static double
association(const vocab *v, uint32_t i, size_t blank, measure m)
{
	span s = vocab_term(v, i);
	double n = v->n_docs, ab = v->df[i], a = half(v, span_sub(s, 0, blank)),
	       b = half(v, span_sub(s, blank + 1, s.n));

	if (m == BY_NPMI)
		return ab < n ? log(ab * n / (a * b)) / -log(ab / n) : 1;
	return 2 * (cell(ab, a, b, n) + cell(a - ab, a, n - b, n) + cell(b - ab, n - a, b, n) +
		       cell(n - a - b + ab, n - a, n - b, n));
}

int
best_compounds(strtab *out, const vocab *v, measure m, double share, uint32_t *kept, uint32_t *of)
{
	uint32_t n = v->terms.n, failed = 0;
	scored_term *list = malloc((n + (size_t)1) * sizeof *list);
	nest *nests = calloc(n + (size_t)1, sizeof *nests);
	neighbours *near = calloc(n + (size_t)1, sizeof *near);

	*kept = *of = 0;
	for (uint32_t i = 0; nests && near && i < n; i++)
		if (v->kind[i] == TERM_COMPOUND && m == BY_CVALUE)
			nested_in(nests, v, i);
		else if (v->kind[i] == TERM_COMPOUND && m == BY_FLR)
			join_neighbours(near, v, i);
	for (uint32_t i = 0; list && nests && near && i < n; i++) {
		size_t blank = span_find(vocab_term(v, i), SPAN_LIT(" "), 0);
		int is_pair = blank != (size_t)-1;
		if (v->kind[i] != TERM_COMPOUND)
			continue;
		if ((m == BY_NPMI || m == BY_LLR) && !is_pair)
			failed |= strtab_add(out, vocab_term(v, i)) == STRTAB_NONE;
		else
			list[(*of)++] = (scored_term){m == BY_DF       ? v->df[i]
						      : m == BY_CVALUE ? cvalue(v, nests, i)
						      : m == BY_FLR    ? flr(v, near, i)
								    : association(v, i, blank, m),
			    i};
	}
	if (list && nests && near)
		qsort(list, *of, sizeof *list, better_first);
	*kept = (uint32_t)(share * *of + 0.5);
	for (uint32_t i = 0; list && i < *kept; i++)
		failed |= strtab_add(out, vocab_term(v, list[i].term)) == STRTAB_NONE;
	failed |= !list || !nests || !near;
	free_all(list, nests, near);
	return failed ? -1 : 0;
}
