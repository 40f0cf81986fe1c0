/* bench/data/corpus.c - invented patents in any number, and their statistics.
 *
 *   corpus write -n COUNT [options] > FILE     JSONL, one document a line
 *   corpus statistics INPUT...                 one column for each input
 *
 * The same options give the same bytes; document i depends on nothing but the
 * seed, i and the edition, so any part can be written by itself.  Options of write:
 *   -n COUNT       documents (10000)
 *   --seed S       another corpus (1)
 *   --from I       the first document's number (0)
 *   --every K      only every K-th of them
 *   --edition E    same documents, other texts: changed documents for an update (0)
 *   --lang L       ja, en, or mixed: one English document in five (ja)
 *   --words DIR    IPADIC's source (/usr/share/mecab/dic/ipadic)
 *
 * The model and its sources:
 * - fields: shares of 5,000 random US grants, and which fields go together
 *   (models/field-proximity.tsv); class symbols that exist by subclass;
 * - words: a document's nouns come from four Zipf-Mandelbrot tongues (of all
 *   patents, its field, subclass and main group) and from the few concepts that it repeats;
 *   compounds are open, so the vocabulary keeps growing;
 * - lengths, symbols per document, applicants, older sections (目的, 構成), reference
 *   signs, states: after the J-PlatPat samples.
 * Meaning is not modelled.  Sentences come from some seventy patterns; a need is met by chance.
 * Speed, size and memory can be measured with it, quality of ideas cannot. `statistics` shows how
 * near it comes, beside real files. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include "corpus_stats.h"
#include "corpus_text.h"
#include "util/json/json.h"

#define OUT_BYTES ((size_t)1 << 20)

typedef struct request {
	uint64_t n, seed, from, every, edition;
	const char *lang, *words;
} request;

static void
usage(void)
{
	fprintf(stderr, "usage: corpus write -n COUNT [--seed S] [--from I] [--every K]\n"
			"                    [--edition E] [--lang ja|en|mixed] [--words DIR]\n"
			"       corpus statistics INPUT...\n");
	exit(2);
}

static unsigned
draw_field(const words *w, rng *r)
{
	double u = rng_unit(r) * w->share[N_FIELDS];
	unsigned f = 1;

	while (f < N_FIELDS && w->share[f] <= u)
		f++;
	return f;
}

/* A field that goes with f, by the prior. */
static unsigned
draw_companion(const words *w, rng *r, unsigned f)
{
	uint32_t sum = 0, u;

	for (unsigned g = 1; g <= N_FIELDS; g++)
		sum += g == f ? 0 : fields_prior(w->fields, f, g);
	if (!sum)
		return f;
	u = rng_below(r, sum);
	for (unsigned g = 1; g <= N_FIELDS; g++) {
		uint32_t p = g == f ? 0 : fields_prior(w->fields, f, g);
		if (u < p)
			return g;
		u -= p;
	}
	return f;
}

/* Some symbol of the field: subclasses and main groups by Zipf's law. */
static class_symbol
draw_symbol(const words *w, rng *r, unsigned f)
{
	uint32_t from = w->rule_end[f - 1], n = w->rule_end[f] - from;
	class_symbol c = {"", 0};

	for (int tries = 0; tries < 12; tries++) {
		/* a field's rules in an order of its own: alphabetical rank is not size */
		uint32_t k = (zipf(r, 1.1, 2, n) * 7u + f) % n;
		const class_rule *rule = &w->rules[from + k];
		memcpy(c.subclass, rule->subclass, 5);
		c.group = rule->from ? rule->from + rng_below(r, rule->to - rule->from + 1)
				     : zipf(r, 1.2, 3, 60);
		if (c.group > 9999)
			c.group = rule->from;
		if (fields_of(w->fields, &c) == f)
			break;
	}
	return c;
}

static void
add_symbol(buf *out, rng *r, const class_symbol *c, language lang, int first)
{
	buf_printf(out, "%s\"%s%s%u/%02u", first ? "" : ",", c->subclass,
	    lang == LANG_EN ? " " : "", c->group, 2 * zipf(r, 1.3, 3, 45));
	if (lang == LANG_JA && rng_below(r, 100) < 45)
		buf_printf(out, ",%u", 100 + 10 * rng_below(r, 30));
	if (lang == LANG_JA && rng_below(r, 100) < 40)
		buf_printf(out, "@%c", 'A' + (int)rng_below(r, 26));
	buf_char(out, '"');
}

static void
add_symbols(
    buf *out, const words *w, rng *r, unsigned field, const class_symbol *head, language lang)
{
	/* One to some dozens, median 6: the J-PlatPat samples. */
	uint32_t n = 1 + (uint32_t)(-6.5 * log(1.0 - rng_unit(r)));
	class_symbol c = *head;

	buf_str(out, lang == LANG_EN ? ",\"cpc\":[" : ",\"fi\":[");
	for (uint32_t i = 0; i < n && i < 40; i++) {
		uint32_t kind = rng_below(r, 1000);
		if (i && kind < 300)
			c = draw_symbol(w, r, field);
		else if (i && kind > 925)
			c = draw_symbol(w, r, draw_companion(w, r, field));
		else if (i && kind < 600)
			c = *head;
		add_symbol(out, r, &c, lang, i == 0);
	}
	buf_char(out, ']');
}

static void
add_applicants(buf *out, const words *w, rng *r, unsigned field, language lang)
{
	static const char *const kind_ja[] = {"株式会社", "工業株式会社", "電機株式会社", "製作所",
	    "化学株式会社", "大学", "技研株式会社", "産業株式会社"};
	static const char *const kind_en[] = {
	    " Inc.", " Corp.", " Ltd.", " GmbH", " University", " LLC", " Works", " Laboratories"};
	uint32_t n = rng_below(r, 100) < 82 ? 1 : 2;

	buf_str(out, ",\"applicants\":[");
	for (uint32_t i = 0; i < n; i++) {
		uint64_t who = rng_at(field % 5, zipf(r, 1.15, 4, 200000));
		buf_str(out, i ? ",\"" : "\"");
		noun_add(out, w, lang, 99, (uint32_t)(who % 60000) + 400);
		buf_str(out, lang == LANG_EN ? kind_en[who >> 40 & 7] : kind_ja[who >> 40 & 7]);
		buf_char(out, '"');
	}
	buf_char(out, ']');
}

static uint32_t
draw_length(rng *r, double median, double spread)
{
	double u = rng_unit(r) + rng_unit(r) + rng_unit(r) - 1.5; /* near enough to normal */
	double x = median * exp(spread * 2.0 * u);

	return (uint32_t)(x < 30 ? 30 : x > 4000 ? 4000 : x);
}

static void
add_abstract(buf *out, subject *s, uint32_t year)
{
	uint32_t chars = draw_length(&s->r, s->lang == LANG_JA ? 275 : 700, 0.26);
	int old = year < 2000;

	buf_str(out, ",\"abstract\":\"");
	if (s->lang == LANG_JA)
		buf_str(out, old ? "【目的】" : "【課題】");
	text_problem(out, s, chars / 6);
	if (s->lang == LANG_JA)
		buf_str(out, old ? "【構成】" : "【解決手段】");
	text_means(out, s, chars * 2 / 3);
	if (old && s->lang == LANG_JA && rng_below(&s->r, 100) < 35) {
		buf_str(out, "【効果】");
		text_effect(out, s, chars / 6);
	}
	buf_char(out, '"');
	if (rng_below(&s->r, 100) < 30) {
		buf_str(out, ",\"effect\":\"");
		text_effect(out, s, chars / 6);
		buf_char(out, '"');
	}
	buf_str(out, ",\"claims\":[\"");
	text_claim(out, s, draw_length(&s->r, s->lang == LANG_JA ? 190 : 500, 0.5));
	buf_str(out, "\"]");
}

static void
add_facts(buf *out, rng *r, uint32_t year, uint64_t i)
{
	static const char *const state[] = {"alive", "dead", "pending"};
	uint32_t kind = rng_below(r, 100);
	uint32_t old = year < 2004;

	buf_printf(
	    out, ",\"date\":\"%u-%02u-%02u\"", year, 1 + rng_below(r, 12), 1 + rng_below(r, 28));
	buf_printf(out, ",\"status\":\"%s\"",
	    state[old                        ? 1
		  : kind < 50                ? 0
		  : kind < 85 || year < 2022 ? 1
					     : 2]);
	if (!old && rng_below(r, 100) < 3)
		buf_printf(
		    out, ",\"open\":true,\"license\":{\"id\":\"GL%09llu\"}", (unsigned long long)i);
}

static void
add_document(buf *out, subject *s, const request *q, uint64_t i)
{
	rng facts = {rng_at(q->seed, i)};
	uint32_t year = 1985 + (uint32_t)(i % 40);
	unsigned f = draw_field(s->w, &facts);
	class_symbol head = draw_symbol(s->w, &facts, f);
	uint64_t subclass = rng_mix((uint64_t)(unsigned char)head.subclass[0] << 24 |
				    (uint64_t)(unsigned char)head.subclass[1] << 16 |
				    (uint64_t)(unsigned char)head.subclass[2] << 8 |
				    (unsigned char)head.subclass[3]);
	int english = q->lang[0] == 'e' || (q->lang[0] == 'm' && rng_below(&facts, 5) == 0);

	s->r = (rng){rng_at(q->seed + 0x7e47ull + q->edition * 0x9e3779b97f4a7c15ull, i)};
	s->lang = english ? LANG_EN : LANG_JA;
	s->topics[1] = f;
	s->topics[2] = subclass;
	s->topics[3] = rng_mix(subclass + head.group);
	subject_choose(s);
	buf_printf(out, "{\"id\":\"G%u-%07llu\",\"title\":\"", year, (unsigned long long)(i / 40));
	text_title(out, s);
	buf_char(out, '"');
	add_abstract(out, s, year);
	add_symbols(out, s->w, &facts, f, &head, s->lang);
	add_applicants(out, s->w, &facts, f, s->lang);
	add_facts(out, &facts, year, i);
	buf_printf(out, ",\"lang\":\"%s\"}\n", english ? "en" : "ja");
}

static int
write_corpus(const request *q)
{
	static words w;
	subject s = {.w = &w};
	buf out = BUF_INIT;

	words_open(&w, q->words);
	for (uint64_t i = 0; i < q->n; i++) {
		if (i % q->every)
			continue;
		add_document(&out, &s, q, q->from + i);
		if (out.failed)
			errx(1, "out of memory");
		if (out.n >= OUT_BYTES || i + q->every >= q->n) {
			if (fwrite(out.p, 1, out.n, stdout) != out.n)
				break;
			buf_reset(&out);
		}
	}
	buf_clear(&s.mem);
	buf_clear(&out);
	words_close(&w);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("corpus");
		return 1;
	}
	return 0;
}

static uint64_t
number(const char *s)
{
	char *end;
	unsigned long long v = strtoull(s, &end, 10);

	if (end == s || *end)
		usage();
	return v;
}

int
main(int argc, char **argv)
{
	request q = {10000, 1, 0, 1, 0, "ja", "/usr/share/mecab/dic/ipadic"};

	if (argc >= 3 && strcmp(argv[1], "statistics") == 0)
		return statistics((const char *const *)argv + 2, (size_t)argc - 2);
	if (argc < 2 || strcmp(argv[1], "write") != 0)
		usage();
	for (int i = 2; i + 1 < argc; i += 2) {
		const char *v = argv[i + 1];
		if (strcmp(argv[i], "-n") == 0)
			q.n = number(v);
		else if (strcmp(argv[i], "--seed") == 0)
			q.seed = number(v);
		else if (strcmp(argv[i], "--from") == 0)
			q.from = number(v);
		else if (strcmp(argv[i], "--every") == 0)
			q.every = number(v);
		else if (strcmp(argv[i], "--edition") == 0)
			q.edition = number(v);
		else if (strcmp(argv[i], "--lang") == 0)
			q.lang = v;
		else if (strcmp(argv[i], "--words") == 0)
			q.words = v;
		else
			usage();
	}
	if (argc % 2 || !q.every ||
	    (strcmp(q.lang, "ja") != 0 && strcmp(q.lang, "en") != 0 &&
		strcmp(q.lang, "mixed") != 0))
		usage();
	return write_corpus(&q);
}
