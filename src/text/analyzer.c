/* text/analyzer.c - see analyzer.h: the path from text to terms.
 *
 * Each thread uses one lattice for all its sentences.  A sentence has at most SENTENCE_MAX bytes as
 * written, which bounds the memory of the lattice. */
#include "text/analyzer.h"
#include "text/dictionary.h"
#include "text/lexicon.h"
#include "text/morphs.h"
#include "text/sections.h"
#include "text/steps.h"
#include "text/utf8.h"
#include "util/fail.h"
#include "util/memory.h"

#define SENTENCES 256 /* sentences cut at a time */

struct analyzer {
	mecab_model_t *model;
	dictionary dictionary;
	lexicon words;
	buf identity;
};

struct analysis {
	const analyzer *a;
	english *english;
	normalized norm;
	signs signs;
	morphs morphs;
	runs runs;
	emitter out;
};

static tensen_status
analyzer_load(analyzer *tokenizer, const analyzer_opts *opts, tensen_error *err)
{
	tensen_status st =
	    dictionary_open(&tokenizer->model, opts->dictionary, opts->user_dic, err);

	if (st == TENSEN_OK)
		st = dictionary_map(&tokenizer->dictionary, tokenizer->model, err);
	if (st == TENSEN_OK)
		st = lexicon_load(&tokenizer->words, opts->models, err);
	return st == TENSEN_OK ? identity_write(&tokenizer->identity, tokenizer->model,
				     tokenizer->words.hash, err)
			       : st;
}

tensen_status
analyzer_new(analyzer **out, const analyzer_opts *opts, tensen_error *err)
{
	analyzer *a = *out = calloc(1, sizeof *a);
	tensen_status st = a ? analyzer_load(a, opts, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, analyzer_free);
}

void
analyzer_free(analyzer *tokenizer)
{
	if (!tokenizer)
		return;
	if (tokenizer->model)
		mecab_model_destroy(tokenizer->model);
	dictionary_unmap(&tokenizer->dictionary);
	lexicon_clear(&tokenizer->words);
	buf_clear(&tokenizer->identity);
	free(tokenizer);
}

span
analyzer_identity(const analyzer *tokenizer)
{
	return (span){tokenizer->identity.p, tokenizer->identity.n};
}

static tensen_status
analyzer_prepare(analysis *tokens, const analyzer *tokenizer, tensen_error *err)
{
	tensen_status st =
	    morphs_init(&tokens->morphs, &tokenizer->dictionary, &tokenizer->words, err);

	tokens->a = tokenizer;
	return st == TENSEN_OK ? english_new(&tokens->english, err) : st;
}

tensen_status
analysis_new(analysis **out, const analyzer *tokenizer, tensen_error *err)
{
	analysis *w = *out = calloc(1, sizeof *w);
	tensen_status st = w ? analyzer_prepare(w, tokenizer, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, analysis_free);
}

void
analysis_free(analysis *w)
{
	if (!w)
		return;
	english_free(w->english);
	normalized_clear(&w->norm);
	signs_clear(&w->signs);
	morphs_clear(&w->morphs);
	bufs_clear(&w->runs.mem, &w->out.terms, &w->out.bytes);
	free(w);
}

static int
analyzer_japanese(analysis *tokens, mapped one)
{
	if (morphs_read(&tokens->morphs, one.text) < 0)
		return -1;
	tokens->out.from = one.text.p;
	tokens->out.map = one.map;
	runs_emit(&tokens->runs, &tokens->morphs, &tokens->a->words, &tokens->out);
	functions_emit(&tokens->morphs, &tokens->runs, &tokens->a->words, &tokens->out);
	return tokens->runs.mem.failed ? -1 : 0;
}

/* Adds the terms of one sentence as written, which starts at `base` of the text. */
static int
analyzer_understand(analysis *tokens, span bytes, uint32_t base)
{
	mapped stripped;
	span text;
	const uint32_t *map;

	if (text_normalize(&tokens->norm, bytes, NULL) < 0)
		return -1;
	text = (span){tokens->norm.text.p, tokens->norm.text.n};
	map = (const uint32_t *)(const void *)tokens->norm.map.p;
	tokens->out.base = base;
	if (!has_japanese(text)) {
		tokens->out.from = text.p;
		tokens->out.map = map;
		return english_emit(tokens->english, text, &tokens->a->words, &tokens->out);
	}
	stripped = signs_strip(&tokens->signs, (mapped){text, map});
	return stripped.map ? analyzer_japanese(tokens, stripped) : -1;
}

static int
all_sentences(analysis *tokens, span text)
{
	uint32_t ends[SENTENCES], base = 0;
	size_t n;

	do {
		size_t from = 0;
		n = text_sentences(text, ends, SENTENCES);
		/* the last entry of a full table may hold more than one sentence */
		for (size_t i = 0; i < n - (n == SENTENCES) && n; i++) {
			if (analyzer_understand(
				tokens, span_sub(text, from, ends[i]), base + (uint32_t)from) < 0)
				return -1;
			from = ends[i];
		}
		text = span_sub(text, from, text.n);
		base += (uint32_t)from;
	} while (n == SENTENCES);
	return 0;
}

tensen_status
analysis_run(analysis *tokens, span text, const term **terms, size_t *n, tensen_error *err)
{
	emitter *e = &tokens->out;
	term *t;

	*n = 0;
	*terms = NULL;
	buf_reset(&e->terms);
	buf_reset(&e->bytes);
	if (text.n >= UINT32_MAX)
		return tensen_fail(err, TENSEN_E_ARG, SAY_TEXT_BYTES_AT, text.n);
	if (all_sentences(tokens, text) < 0 || e->terms.failed || e->bytes.failed)
		return tensen_fail_nomem(err);
	t = (term *)(void *)e->terms.p;
	*n = e->terms.n / sizeof *t;
	for (size_t i = 0; i < *n; i++)
		t[i].s.p = e->bytes.p + (uintptr_t)t[i].s.p;
	*terms = t;
	return TENSEN_OK;
}

void
analysis_unknown(const analysis *tokens, uint64_t *unknown, uint64_t *words)
{
	*unknown = tokens->morphs.n_unknown;
	*words = tokens->morphs.n_words;
}
