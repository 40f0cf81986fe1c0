/* engine/ideas/pair_words.c - see pair_words.h. */
#include "engine/ideas/pair_words.h"
#include "engine/base/index.h"
#include "result/ideas/ideas_say.h"
#include "result/result.h"
#include "text/utf8.h"
#include "util/fail.h"

#define SHARED_MOST 6
#define MARKS_MOST 24
#define COMMON_OF 10 /* a word of more documents than one in so many tells nothing, */
#define SMALL 50     /* but of so few documents none is common */

/* What is wanted done to anything. */
static const char *const wanted[] = {"防止", "抑制", "低減", "軽減", "向上", "改善", "防ぐ",
    "抑える", "高める", "減らす", "避ける", "回避", "prevent", "reduc", "improv", "avoid",
    "increas"};

/* Pieces of sentences that are marked. */
typedef struct pair_marking {
	tensen_result *base;
	tensen_searcher *s;
	const char **marks;
	size_t n;
} pair_marking;

typedef struct pair_making {
	pair_marking marking;
	tensen_candidate *out;
	sentence_terms effect, trouble;
	const char **shared;
	uint32_t taken_to; /* bytes of the trouble that a shared term has */
	int purpose;
} pair_making;

static tensen_status
cut_sentence(sentence_terms *out, tensen_searcher *searcher, const char *text, tensen_error *err)
{
	analysis *cutter;
	const term *terms;
	term *copy;
	tensen_status st;

	if (out->text.n && span_eq(out->text, span_of(text)))
		return TENSEN_OK;
	st = searcher_analysis(&cutter, searcher, err);
	out->text = span_of(text);
	if (st < 0 || (st = analysis_run(cutter, out->text, &terms, &out->n, err)) < 0)
		return st;
	/* the next sentence overwrites them */
	if (!(copy = arena_alloc(&searcher->mem, (out->n + 1) * sizeof *copy)))
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < out->n; i++) {
		copy[i] = terms[i];
		copy[i].s = arena_copy(&searcher->mem, terms[i].s.p, terms[i].s.n);
		if (!copy[i].s.p)
			return tensen_fail_nomem(err);
	}
	out->v = copy;
	return TENSEN_OK;
}

static int
is_wanted(span word)
{
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (span_eq(word, span_of(wanted[i])))
			return 1;
	return 0;
}

/* 1: the term says something by itself. */
static int
carries(const tensen_searcher *searcher, const term *one)
{
	const vocab *words = &searcher->ix->store->vocab;
	const uint32_t id = vocab_find(words, one->s), n = searcher->ix->store->rows.n;

	if (one->kind == TERM_FUNCTION)
		return term_is_whole(one->s);
	if (strtab_find(&searcher->ix->everyday, one->s) != STRTAB_NONE ||
	    strtab_find(&searcher->ix->vague, one->s) != STRTAB_NONE || is_wanted(one->s))
		return 0;
	return id == VOCAB_NONE || n < SMALL || words->df[id] <= n / COMMON_OF;
}

static const term *
term_in(const sentence_terms *sentence, const term *one)
{
	for (size_t i = 0; i < sentence->n; i++)
		if (span_eq(sentence->v[i].s, one->s))
			return &sentence->v[i];
	return NULL;
}

static void
add_text(const char **list, size_t *n, size_t most, const char *text)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(list[i], text) == 0)
			return;
	if (*n < most && text[0])
		list[(*n)++] = text;
}

/* Every place of a shared word in one sentence. */
static void
mark_in(pair_marking *marking, const sentence_terms *sentence, span word)
{
	for (size_t i = 0; i < sentence->n; i++)
		if (span_eq(sentence->v[i].s, word))
			add_text(marking->marks, &marking->n, MARKS_MOST,
			    result_copy(marking->base, span_trim(span_sub(sentence->text,
							   sentence->v[i].at, sentence->v[i].to))));
}

static const char *
term_shown(pair_making *pair, const term *one)
{
	const store *kept = pair->marking.s->ix->store;
	const span piece = span_trim(span_sub(pair->trouble.text, one->at, one->to));
	uint32_t id = vocab_find(&kept->vocab, one->s);
	buf b = BUF_INIT;

	/* an English stem has many words: the one that stands there */
	if (one->kind != TERM_FUNCTION && piece.n && (unsigned char)piece.p[0] < 0x80)
		buf_span(&b, piece);
	else if (id != VOCAB_NONE)
		shown_write(&b, &kept->shown, &kept->vocab, id);
	else if (one->kind == TERM_FUNCTION)
		term_display(&b, one->s, TERM_FUNCTION);
	else
		buf_span(&b, piece);
	return result_text(pair->marking.base, &b);
}

/* 1: a function that is shared has the word. */
static int
is_said(const pair_making *pair, const char *word)
{
	for (size_t i = 0; i < pair->out->n_shared; i++)
		if (strstr(pair->shared[i], word))
			return 1;
	return 0;
}

/* 1: an earlier place of the sentence has the same word. */
static int
is_again(const sentence_terms *sentence, size_t place)
{
	for (size_t i = 0; i < place; i++)
		if (span_eq(sentence->v[i].s, sentence->v[place].s))
			return 1;
	return 0;
}

/* Functions first, then words and compounds; of terms within one another the longest alone. */
static void
take_shared(pair_making *pair, int functions)
{
	pair->taken_to = 0;
	for (size_t i = 0; i < pair->trouble.n; i++) {
		const term *x = &pair->trouble.v[i];
		const char *words;
		if ((x->kind == TERM_FUNCTION) != functions || !term_in(&pair->effect, x) ||
		    !carries(pair->marking.s, x))
			continue;
		if (!functions) {
			mark_in(&pair->marking, &pair->trouble, x->s);
			mark_in(&pair->marking, &pair->effect, x->s);
		}
		pair->purpose |= functions;
		if (!functions && x->to <= pair->taken_to)
			continue;
		pair->taken_to = x->to > pair->taken_to ? x->to : pair->taken_to;
		words = term_shown(pair, x);
		if (!is_again(&pair->trouble, i) && (functions || !is_said(pair, words)))
			add_text(pair->shared, &pair->out->n_shared, SHARED_MOST, words);
	}
}

tensen_status
pair_words(tensen_candidate *out, sentence_terms *effect, tensen_result *base,
    tensen_searcher *searcher, tensen_error *err)
{
	pair_making pair = {.marking = {.base = base, .s = searcher}, .out = out};
	tensen_status st;

	out->met = TENSEN_NOT_MET;
	if (!out->trouble[0] || !out->effect[0] ||
	    has_japanese(span_of(out->trouble)) != has_japanese(span_of(out->effect)))
		return TENSEN_OK; /* words of two languages are never the same */
	if ((st = cut_sentence(effect, searcher, out->effect, err)) < 0 ||
	    (st = cut_sentence(&pair.trouble, searcher, out->trouble, err)) < 0)
		return st;
	pair.effect = *effect;
	pair.shared = arena_alloc(&base->mem, SHARED_MOST * sizeof *pair.shared);
	pair.marking.marks = arena_alloc(&base->mem, MARKS_MOST * sizeof *pair.marking.marks);
	if (!pair.shared || !pair.marking.marks)
		return tensen_fail_nomem(err);
	take_shared(&pair, 1);
	take_shared(&pair, 0);
	out->shared = pair.shared;
	out->marks = pair.marking.marks;
	out->n_marks = pair.marking.n;
	out->met = pair.purpose || out->n_shared > TENSEN_MET_MOST ? TENSEN_MET_MOST
								   : (uint32_t)out->n_shared;
	return TENSEN_OK;
}

/* The words of `in` that `other` has, too. */
static void
mark_words(pair_marking *marking, const sentence_terms *in, const sentence_terms *other)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->v[i].kind != TERM_FUNCTION && term_in(other, &in->v[i]) &&
		    carries(marking->s, &in->v[i]))
			mark_in(marking, in, in->v[i].s);
}

tensen_status
idea_marks(tensen_idea *out, tensen_result *base, tensen_searcher *searcher, tensen_error *err)
{
	const char *texts[] = {idea_query_side(out), idea_document_side(out), out->transfer};
	sentence_terms of[3] = {{.n = 0}};
	pair_marking marking = {.base = base, .s = searcher};
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < 3 && st == TENSEN_OK; i++)
		if (texts[i][0])
			st = cut_sentence(&of[i], searcher, texts[i], err);
	if (st < 0)
		return st;
	marking.marks = arena_alloc(&base->mem, MARKS_MOST * sizeof *marking.marks);
	if (!marking.marks)
		return tensen_fail_nomem(err);
	mark_words(&marking, &of[0], &of[1]);
	mark_words(&marking, &of[1], &of[0]);
	mark_words(&marking, &of[0], &of[2]);
	mark_words(&marking, &of[1], &of[2]);
	out->marks = marking.marks;
	out->n_marks = marking.n;
	return TENSEN_OK;
}
