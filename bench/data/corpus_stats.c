/* bench/data/corpus_stats.c - see corpus_stats.h. */
#include "corpus_stats.h"
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>
#include "corpus/reader.h"
#include "engine/base/document_terms.h"
#include "fields/fields.h"
#include "util/strtab.h"
#include "util/threads/sort.h"

#define SAMPLE 1500              /* documents compared with each other */
#define BLOCK ((size_t)32 << 10) /* as the document store packs them */
#define ENDS 4096                /* of the sentences of a piece; the rest counts as one */
#define MARKS 5                  /* tokens 10^4 .. 10^8 */

typedef struct sampled {
	uint32_t *terms, n; /* ascending */
	char subclass[5];
	unsigned field;
} sampled;

typedef struct column {
	sectioner *sectioner;
	analysis *w;
	fields *fields;
	arena mem;
	uint64_t documents, with_claims, several_fields, with_symbol, tokens, words, unknown,
	    sentences;
	uint64_t bytes_words;                           /* of Japanese text, for bytes a word */
	uint32_t types_at[MARKS];                       /* types when so many tokens were read */
	strtab types, seen;                             /* terms; sentences */
	buf df, count;                                  /* uint32_t, uint64_t by type */
	buf title, abstract, claim, symbols, tokens_of; /* uint32_t by document */
	buf block;
	uint64_t raw, packed;
	sampled sample[SAMPLE];
	uint32_t n_sample;
} column;

static void
push(buf *b, uint64_t v)
{
	buf_u32(b, (uint32_t)v);
}

static uint32_t
characters(span s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static void
note_classes(column *c, const document *d, sampled *s)
{
	class_cursor at = {.of = d};
	class_symbol k;
	uint64_t mask = 0;
	uint32_t n = 0;

	for (; class_next_symbol(&at, &k); n++) {
		unsigned f = fields_of(c->fields, &k);
		if (!s->subclass[0])
			memcpy(s->subclass, k.subclass, 5);
		if (f && !mask)
			s->field = f;
		mask |= f ? FIELD_BIT(f) : 0;
	}
	push(&c->symbols, n);
	c->with_symbol += n > 0;
	c->several_fields += __builtin_popcountll(mask) > 1;
}

static void
note_terms(column *c, const local_terms *t, sampled *s)
{
	static const uint64_t zero = 0;
	uint64_t before = c->tokens, mark = 10000;

	s->terms = c->n_sample < SAMPLE ? malloc((t->n + 1) * sizeof *s->terms) : NULL;
	for (size_t i = 0; i < t->n; i++) {
		uint32_t types = c->types.n, id = strtab_add(&c->types, t->v[i].s);
		uint32_t tf = 0;
		if (id == STRTAB_NONE)
			errx(1, "types: out of memory");
		if (id == types) {
			buf_add(&c->df, &zero, sizeof(uint32_t));
			buf_add(&c->count, &zero, sizeof zero);
		}
		for (int k = 0; k < N_SECTIONS; k++)
			tf += t->v[i].in[k];
		((uint32_t *)(void *)c->df.p)[id]++;
		((uint64_t *)(void *)c->count.p)[id] += tf;
		c->tokens += tf;
		if (s->terms)
			s->terms[s->n++] = id;
	}
	for (int m = 0; m < MARKS; m++, mark *= 10)
		if (before < mark && c->tokens >= mark)
			c->types_at[m] = c->types.n;
	push(&c->tokens_of, c->tokens - before);
	if (s->terms)
		qsort(s->terms, s->n, sizeof *s->terms, sort_u32);
}

static void
flush_block(column *c)
{
	size_t bound = ZSTD_compressBound(c->block.n);
	char *to = malloc(bound);
	size_t n = to ? ZSTD_compress(to, bound, c->block.p, c->block.n, 3) : 0;

	if (!to || ZSTD_isError(n))
		errx(1, "zstd: out of memory");
	c->raw += c->block.n;
	c->packed += n;
	buf_reset(&c->block);
	free(to);
}

static void
note_sentences(column *c, span text)
{
	uint32_t ends[ENDS], from = 0;
	size_t n = text_sentences(text, ends, ENDS);

	for (size_t i = 0; i < n; from = ends[i++])
		if (strtab_add(&c->seen, span_sub(text, from, ends[i])) == STRTAB_NONE)
			errx(1, "sentences: out of memory");
	c->sentences += n;
}

static tensen_status
on_document(void *payload, const document *d, tensen_error *err)
{
	column *c = payload;
	sampled s = {NULL, 0, "", 0};
	document_sections r;
	local_terms t;
	tensen_status st;

	if (!document_has_text(d))
		return TENSEN_OK;
	arena_reset(&c->mem);
	if ((st = document_sections_of(&r, d, c->sectioner, &c->mem, err)) < 0 ||
	    (st = document_terms_of(&t, &r, c->w, &c->mem, err)) < 0)
		return st;
	c->documents++;
	push(&c->title, characters(d->title));
	push(&c->abstract, characters(d->abstract));
	if (d->claims.n) {
		c->with_claims++;
		push(&c->claim, characters(d->claims.v[0]));
	}
	for (size_t i = 0; i < r.n; i++) {
		c->bytes_words += r.v[i].text.n;
		note_sentences(c, r.v[i].text);
	}
	note_classes(c, d, &s);
	note_terms(c, &t, &s);
	if (s.terms)
		c->sample[c->n_sample++] = s;
	document_write(&c->block, d);
	if (c->block.n >= BLOCK)
		flush_block(c);
	return TENSEN_OK;
}

static uint32_t
quantile(buf *b, double q)
{
	size_t n = b->n / 4;

	if (!n)
		return 0;
	qsort(b->p, n, 4, sort_u32);
	return ((uint32_t *)(void *)b->p)[(size_t)(q * (double)(n - 1))];
}

/* Slope of log(count) over log(rank), ranks 10 .. to, by least squares. */
static double
zipf_slope(const column *c, size_t to)
{
	size_t n = c->types.n;
	uint32_t *v = malloc((n + 1) * sizeof *v);
	double sx = 0, sy = 0, sxx = 0, sxy = 0, k = 0;

	for (size_t i = 0; v && i < n; i++)
		v[i] = (uint32_t)((const uint64_t *)(const void *)c->count.p)[i];
	if (v)
		qsort(v, n, sizeof *v, sort_u32);
	for (double rank = 10; v && rank <= (double)to && rank <= (double)n; rank *= 1.1) {
		double x = log(rank), y = log((double)v[n - (size_t)rank]);
		sx += x;
		sy += y;
		sxx += x * x;
		sxy += x * y;
		k++;
	}
	free(v);
	return k < 3 ? NAN : (k * sxy - sx * sy) / (k * sxx - sx * sx);
}

static double
overlap(const sampled *a, const sampled *b)
{
	uint32_t i = 0, j = 0, both = 0;

	while (i < a->n && j < b->n) {
		uint32_t x = a->terms[i], y = b->terms[j];
		both += x == y;
		i += x <= y;
		j += y <= x;
	}
	return a->n && b->n ? both / sqrt((double)a->n * b->n) : 0;
}

/* Mean overlap of pairs: of one subclass, of one field but two subclasses, of two fields. */
static void
nearness(const column *c, double mean[3])
{
	double sum[3] = {0, 0, 0}, n[3] = {0, 0, 0};

	for (uint32_t i = 0; i < c->n_sample; i++)
		for (uint32_t j = i + 1; j < c->n_sample; j++) {
			const sampled *a = &c->sample[i], *b = &c->sample[j];
			int kind;
			if (!a->field || !b->field)
				continue;
			kind = strcmp(a->subclass, b->subclass) == 0 ? 0
			       : a->field == b->field                ? 1
								     : 2;
			sum[kind] += overlap(a, b);
			n[kind]++;
		}
	for (int k = 0; k < 3; k++)
		mean[k] = n[k] > 0 ? sum[k] / n[k] : NAN;
}

static void
head(const char *what)
{
	printf("%-34s", what);
}

#define ROW(what, ...)                                                                             \
	do {                                                                                       \
		head(what);                                                                        \
		for (size_t i = 0; i < n; i++) {                                                   \
			column *c = cols[i];                                                       \
			char cell[64];                                                             \
			snprintf(cell, sizeof cell, __VA_ARGS__);                                  \
			(void)c;                                                                   \
			printf(" %16s", cell);                                                     \
		}                                                                                  \
		printf("\n");                                                                      \
	} while (0)

static double
share(uint64_t a, uint64_t b)
{
	return b ? 100.0 * (double)a / (double)b : NAN;
}

static uint64_t
seen_once(const column *c)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < c->types.n; i++)
		n += ((const uint32_t *)(const void *)c->df.p)[i] == 1;
	return n;
}

/* Heaps' exponent over the last whole decade. */
static double
heaps(const column *c)
{
	for (int m = MARKS - 1; m > 0; m--)
		if (c->types_at[m] && c->types_at[m - 1])
			return log10((double)c->types_at[m] / (double)c->types_at[m - 1]);
	return NAN;
}

static void
print_lengths(column **cols, size_t n)
{
	ROW("documents", "%llu", (unsigned long long)c->documents);
	ROW("title, characters 10/50/90 %", "%u/%u/%u", quantile(&c->title, .1),
	    quantile(&c->title, .5), quantile(&c->title, .9));
	ROW("abstract, characters", "%u/%u/%u", quantile(&c->abstract, .1),
	    quantile(&c->abstract, .5), quantile(&c->abstract, .9));
	ROW("first claim, characters", "%u/%u/%u", quantile(&c->claim, .1), quantile(&c->claim, .5),
	    quantile(&c->claim, .9));
	ROW("documents with claims, %", "%.1f", share(c->with_claims, c->documents));
	ROW("class symbols of a document", "%u/%u/%u", quantile(&c->symbols, .1),
	    quantile(&c->symbols, .5), quantile(&c->symbols, .9));
	ROW("in two fields or more, %", "%.1f", share(c->several_fields, c->with_symbol));
	ROW("terms of a document", "%u/%u/%u", quantile(&c->tokens_of, .1),
	    quantile(&c->tokens_of, .5), quantile(&c->tokens_of, .9));
}

static void
print_words(column **cols, size_t n)
{
	ROW("terms read (tokens)", "%llu", (unsigned long long)c->tokens);
	ROW("distinct terms (types)", "%u", c->types.n);
	for (int m = 0; m < MARKS; m++) {
		char what[40];
		snprintf(what, sizeof what, "  types at 10^%d tokens", m + 4);
		ROW(what, "%u", c->types_at[m]);
	}
	ROW("Heaps' exponent, last decade", "%.2f", heaps(c));
	ROW("Zipf slope, ranks 10-1000", "%.2f", zipf_slope(c, 1000));
	ROW("Zipf slope, ranks 10-30000", "%.2f", zipf_slope(c, 30000));
	ROW("terms of one document only, %", "%.1f", share(seen_once(c), c->types.n));
}

static void
print_repeats(column **cols, size_t n)
{
	ROW("words MeCab does not know, %", "%.2f", share(c->unknown, c->words));
	ROW("bytes of text to one word", "%.2f",
	    c->words ? (double)c->bytes_words / (double)c->words : NAN);
	ROW("sentences seen before, %", "%.1f", share(c->sentences - c->seen.n, c->sentences));
	ROW("zstd -3 in blocks of 32 KiB", "%.3f",
	    c->raw ? (double)c->packed / (double)c->raw : NAN);
}

static void
print_nearness(column **cols, size_t n)
{
	double mean[MAX_COLUMNS][3];
	static const char *const what[] = {
	    "overlap of terms: one subclass", "  one field, two subclasses", "  two fields"};

	for (size_t i = 0; i < n; i++)
		nearness(cols[i], mean[i]);
	for (int k = 0; k < 3; k++)
		ROW(what[k], "%.4f", mean[i][k]);
}

static void
read_column(column *c, const char *input, const models *m, const analyzer *a)
{
	tensen_error err = {0};
	corpus_sink sink = {.document = on_document, .payload = c};
	corpus_opts opts = {.format = FORMAT_AUTO};
	static const char *const us[] = {
	    "id=id", "date=date", "cpc=cpc", "abstract=abstract", NULL};
	size_t len = strlen(input);

	/* the US sample is a table with a header of its own */
	if (len > 4 && strcmp(input + len - 4, ".tsv") == 0) {
		opts.format = FORMAT_TABLE;
		opts.columns = us;
	}
	arena_init(&c->mem);
	strtab_init(&c->types);
	strtab_init(&c->seen);
	if (sectioner_new(&c->sectioner, m, &err) < 0 || fields_open(&c->fields, m, &err) < 0 ||
	    analysis_new(&c->w, a, &err) < 0 || corpus_read(&input, 1, &opts, &sink, &err) < 0)
		errx(1, "%s: %s", input, err.message);
	analysis_unknown(c->w, &c->unknown, &c->words);
	if (c->block.n)
		flush_block(c);
	if (c->df.failed || c->count.failed || c->title.failed || c->tokens_of.failed)
		errx(1, "%s: out of memory", input);
}

static void
column_free(column *c)
{
	buf *all[] = {&c->df, &c->count, &c->title, &c->abstract, &c->claim, &c->symbols,
	    &c->tokens_of, &c->block};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_clear(all[i]);
	for (uint32_t i = 0; i < c->n_sample; i++)
		free(c->sample[i].terms);
	strtab_clear(&c->types);
	strtab_clear(&c->seen);
	arena_clear(&c->mem);
	analysis_free(c->w);
	sectioner_free(c->sectioner);
	fields_close(c->fields);
	free(c);
}

static void
print_names(const char *const *inputs, size_t n)
{
	head("");
	for (size_t i = 0; i < n; i++) {
		const char *slash = strrchr(inputs[i], '/');
		printf(" %16.16s", slash && slash[1] ? slash + 1 : inputs[i]);
	}
	printf("\n");
}

int
statistics(const char *const *inputs, size_t n)
{
	column *cols[MAX_COLUMNS];
	models *m;
	analyzer *a;
	tensen_error err = {0};
	analyzer_opts opts = {0};

	if (n > MAX_COLUMNS)
		errx(2, "at most %d inputs", MAX_COLUMNS);
	if (models_open(&m, NULL, &err) < 0)
		errx(1, "models: %s", err.message);
	opts.models = m;
	if (analyzer_new(&a, &opts, &err) < 0)
		errx(1, "dictionary: %s", err.message);
	for (size_t i = 0; i < n; i++) {
		cols[i] = calloc(1, sizeof *cols[i]);
		if (!cols[i])
			errx(1, "statistics: out of memory");
		read_column(cols[i], inputs[i], m, a);
	}
	print_names(inputs, n);
	print_lengths(cols, n);
	print_words(cols, n);
	print_repeats(cols, n);
	print_nearness(cols, n);
	for (size_t i = 0; i < n; i++)
		column_free(cols[i]);
	analyzer_free(a);
	models_close(m);
	return 0;
}
