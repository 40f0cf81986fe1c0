/* engine/query/question.c - see question.h. */
#include "engine/base/query.h"
#include "engine/query/question_impl.h"
#include <math.h>
#include <stdlib.h>
#include "engine/translate/synonyms.h"
#include "index/store/rare.h"
#include "text/analyzer.h"
#include "util/fail.h"

#define SHORT_WORDS 40     /* a longer text is asked as a document */
#define COMPOUND 0.5f      /* of a compound: its parts count by themselves (bench/fusion.txt) */
#define SYNONYM 0.3f       /* another word for the same thing */
#define SURE 0.15f         /* how likely another word is beside one that the index has */
#define SYNONYM_ALONE 0.6f /* the same of a word that the index does not have */
#define SENSES_ASKED 6     /* of a word in the other language */
#define LIKELIHOOD 0.3f    /* of how likely a sense is beside the likeliest; bench/short.txt */
#define FORMS_MAX 30       /* of a word in its own language */
#define SHORT_STEM 3       /* bytes: of one character every ending makes some word */
#define PHRASE_WORD 0.05f  /* a word of several that are one sense: night of "dead of night" */
#define ENDING 0.7f        /* a word without its ending (高齢 of 高齢者) */
#define PART 0.3f          /* a part of a word that no document has (bench/short.txt) */

static uint32_t
count_words(const local_terms *terms)
{
	uint32_t n = 0;

	for (size_t i = 0; i < terms->n; i++)
		for (int k = 0; terms->v[i].kind == TERM_WORD && k < N_SECTIONS; k++)
			n += terms->v[i].in[k];
	return n;
}

double
question_rarity(const tensen_searcher *searcher, double df)
{
	double n = postings_rows(searcher->ix->store->lexical);

	return log(1 + (n - df + 0.5) / (df + 0.5));
}

/* 1 if `longer` is `word` with an ending: 高齢者 of 高齢, 硬さ of 硬い.  Both are read of one place. */
static int
is_ending_of(const local_term *longer, const local_term *word)
{
	span stem = word->s;

	if (longer == word || longer->kind != TERM_WORD || word->kind != TERM_WORD || !stem.n ||
	    (unsigned char)stem.p[0] < 0x80)
		return 0;
	if (stem.n > 3 && memcmp(stem.p + stem.n - 3, "い", 3) == 0)
		stem.n -= 3;
	return longer->s.n > stem.n && memcmp(longer->s.p, stem.p, stem.n) == 0 &&
	       (longer->s.n > word->s.n || stem.n < word->s.n);
}

/* The same, unless the rest is a word, too: 離油 is no spelling of 離. */
static int
is_spelling_of(const local_terms *terms, const local_term *longer, const local_term *word)
{
	return is_ending_of(longer, word) &&
	       !(longer->s.n > word->s.n &&
		   question_has_word(terms, span_sub(longer->s, word->s.n, longer->s.n)));
}

/* The word that x is a spelling of, NULL for none. */
static const local_term *
without_ending(const local_terms *terms, const local_term *local)
{
	for (size_t i = 0; i < terms->n; i++)
		if (is_spelling_of(terms, local, &terms->v[i]))
			return &terms->v[i];
	return NULL;
}

/* A word whose spelling with an ending is asked is not asked again. */
static int
has_ending(const local_terms *terms, const local_term *local)
{
	for (size_t i = 0; i < terms->n; i++)
		if (is_spelling_of(terms, &terms->v[i], local))
			return 1;
	return 0;
}

static void
add_form(asked_word *asked, uint32_t id, float factor)
{
	for (uint32_t i = 0; i < asked->n_forms; i++)
		if (asked->forms[i].term == id)
			return;
	asked->forms[asked->n_forms++] = (asked_form){id, factor};
}

/* The kana of a verb's ending and of the noun that it makes: 詰まる, 詰まり; 重い, 重さ. */
static const char *const endings[][2] = {{"る", "り"}, {"む", "み"}, {"く", "き"}, {"す", "し"},
    {"つ", "ち"}, {"ぶ", "び"}, {"ぐ", "ぎ"}, {"う", "い"}, {"い", "さ"}, {"る", ""}};

/* The rows of a word that the vocabulary lacks; none for a word of many documents. */
static tensen_status
find_rare(asked_word *asked, tensen_searcher *searcher, span form, tensen_error *err)
{
	uint32_t *ids = arena_alloc(&searcher->mem, (RARE_FEW + 1) * sizeof *ids);

	if (!ids)
		return tensen_fail_nomem(err);
	asked->n_rows = rare_find(&searcher->ix->store->rare, form, ids, RARE_FEW + 1);
	asked->rows = ids;
	asked->too_common = asked->n_rows > RARE_FEW;
	if (asked->too_common)
		asked->n_rows = 0;
	return TENSEN_OK;
}

/* The terms that are the word itself. */
static void
find_own(asked_word *asked, const vocab *words, const local_term *local, const local_term *part)
{
	uint32_t id = vocab_find(words, local->s);
	uint32_t part_id = part ? vocab_find(words, part->s) : VOCAB_NONE;

	if (id != VOCAB_NONE)
		add_form(asked, id, 1);
	if (part_id != VOCAB_NONE)
		add_form(asked, part_id, id == VOCAB_NONE ? 1 : ENDING);
}

static int
likelier_form(const void *a, const void *b)
{
	const asked_form *x = a, *y = b;
	int c = ORDER(y->factor, x->factor);

	return c ? c : ORDER(x->term, y->term);
}

/* What a word may be in the other language.  The likeliest sense counts as the word itself. */
static void
find_senses(asked_word *asked, const query *read, uint32_t word, float factor)
{
	const uint32_t before = asked->n_forms;
	asked_form *v = asked->forms + before;
	uint32_t n = 0;

	for (uint32_t i = 0; i < read->n_senses; i++) {
		const query_sense *sense = &read->senses[i];
		float likely = sense->likely * (sense->part < 1 ? PHRASE_WORD : 1);
		if (sense->word != word)
			continue;
		if (n && v[n - 1].term == sense->term)
			v[n - 1].factor += likely;
		else
			v[n++] = (asked_form){sense->term, likely};
	}
	if (n)
		qsort(v, n, sizeof *v, likelier_form);
	for (uint32_t i = n; i-- > 0;)
		v[i].factor = factor * powf(v[i].factor / v[0].factor, LIKELIHOOD);
	asked->n_forms += n < SENSES_ASKED ? n : SENSES_ASKED;
}

int
question_dropped(const query *of, uint32_t id)
{
	return of->n_dropped && bsearch(&id, of->dropped, of->n_dropped, sizeof id, sort_u32);
}

/* Forms that a person took out are not asked. */
static void
leave_dropped(asked_word *asked, const query *of)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < asked->n_forms; i++)
		if (!question_dropped(of, asked->forms[i].term))
			asked->forms[n++] = asked->forms[i];
	asked->n_forms = n;
}

/* Of a word that the index lacks: the noun of a verb, the verb of a noun. */
static tensen_status
find_inflected(asked_word *asked, tensen_searcher *searcher, span word, tensen_error *err)
{
	const vocab *words = &searcher->ix->store->vocab;
	tensen_status st = TENSEN_OK;
	buf other = BUF_INIT;

	for (size_t i = 0; i < 2 * sizeof endings / sizeof *endings && st == TENSEN_OK; i++) {
		span from = span_of(endings[i / 2][i % 2]), to = span_of(endings[i / 2][1 - i % 2]);
		uint32_t id;
		if (word.n <= from.n + SHORT_STEM ||
		    memcmp(word.p + word.n - from.n, from.p, from.n) != 0)
			continue;
		buf_again(&other);
		buf_span(&other, span_sub(word, 0, word.n - from.n));
		buf_span(&other, to);
		id = other.failed ? VOCAB_NONE : vocab_find(words, (span){other.p, other.n});
		if (other.failed)
			st = tensen_fail_nomem(err);
		else if (id != VOCAB_NONE)
			add_form(asked, id, 1);
		else if (!asked->n_rows)
			st = find_rare(asked, searcher, (span){other.p, other.n}, err);
	}
	asked->n_own = asked->n_forms;
	buf_clear(&other);
	return st;
}

/* The forms and rows that are the word itself.  *out: 1 if a person took it out, or if it says
 * nothing. */
static tensen_status
find_forms(asked_word *asked, int *out, const making *make, const local_term *local,
    const local_term *part, tensen_error *err)
{
	const local_term *words = make->read->read->v;
	size_t room = FORMS_MAX + 2 * (size_t)make->read->n_senses;
	uint32_t before;
	tensen_status st = TENSEN_OK;

	*out = 0;
	if (!(asked->forms = arena_alloc(&make->s->mem, room * sizeof *asked->forms)))
		return tensen_fail_nomem(err);
	if (!make->translated)
		find_own(asked, &make->s->ix->store->vocab, local, part);
	else {
		find_senses(asked, make->read, (uint32_t)(local - words), 1);
		if (part)
			find_senses(asked, make->read, (uint32_t)(part - words), ENDING);
	}
	before = asked->n_forms;
	leave_dropped(asked, make->of);
	asked->n_own = asked->n_forms;
	if (vocab_find(&make->s->ix->store->vocab, local->s) == VOCAB_NONE &&
	    (!make->translated || !before))
		st = find_rare(asked, make->s, local->s, err);
	if (st == TENSEN_OK && !make->translated && local->kind == TERM_WORD && !before &&
	    !asked->n_rows && !asked->too_common)
		st = find_inflected(asked, make->s, local->s, err);
	*out = asked->too_common || (before && !asked->n_forms) ||
	       strtab_find(&make->s->ix->everyday, local->s) != STRTAB_NONE;
	return st;
}

/* In how many documents the word stands.  Of a word that the index lacks, its likeliest other; in the
 * other language, any of its senses (Pirkola 1998), as if these fell on documents by chance: what
 * may be many things says little. */
static double
documents_of(const asked_word *asked, const tensen_searcher *searcher)
{
	const uint32_t *df = searcher->ix->store->vocab.df;
	const double all = postings_rows(searcher->ix->store->lexical);
	double without = 1;

	if (asked->n_rows || !asked->n_forms)
		return asked->n_rows;
	if (!asked->translated)
		return df[asked->forms[0].term];
	for (uint32_t i = 0; i < asked->n_forms; i++)
		without *= 1 - fmin(1, df[asked->forms[i].term] / all);
	return all * (1 - without);
}

/* Add other words for the same thing.  The table of near words is asked where the index lacks the word:
 * beside a word that it has, they bring documents of the own product (bench/short.txt), and for a part
 * of a word that no document has (trade show), of something else. */
static tensen_status
find_others(asked_word *asked, const making *make, const local_term *local, tensen_error *err)
{
	synonym v[SYNONYMS_MAX];
	uint32_t n, own = asked->n_own + asked->n_rows;
	span as_read =
	    own || question_is_part(make, local) ? (span){"", 0} : local_term_shown(local);
	tensen_status st = synonyms_find(v, &n, make->s, local->s, as_read, err);

	for (uint32_t i = 0; st == TENSEN_OK && i < n; i++)
		if ((!own && asked->kind == TERM_WORD) || v[i].likely >= SURE)
			add_form(asked, v[i].term, own ? SYNONYM : SYNONYM_ALONE);
	return st;
}

/* Set how rare the word is.  A common word does not count as much as the rare one for which it
 * stands, whether as another word or without an ending (操作 of 操作者). */
static void
weigh_forms(asked_word *asked, const tensen_searcher *searcher)
{
	const vocab *words = &searcher->ix->store->vocab;

	asked->cover = (float)question_rarity(searcher, documents_of(asked, searcher));
	for (uint32_t i = asked->translated ? asked->n_own : !asked->n_rows; i < asked->n_forms;
	     i++) {
		float of = (float)question_rarity(searcher, words->df[asked->forms[i].term]) /
			   asked->cover;
		asked->forms[i].factor *= of < 1 ? powf(of, QUESTION_RARITY) : 1;
	}
}

static tensen_status
ask_word(const making *make, const local_term *local, int gone, tensen_error *err)
{
	const local_term *part = without_ending(make->read->read, local);
	asked_word *w = &make->q->v[make->q->n];
	float tf = 0;
	int left_out;
	tensen_status st;

	if (local->kind == TERM_FUNCTION || has_ending(make->read->read, local))
		return TENSEN_OK;
	*w = (asked_word){
	    .shown = local_term_shown(local), .kind = local->kind, .translated = make->translated};
	if ((st = find_forms(w, &left_out, make, local, part, err)) < 0 || left_out)
		return st;
	for (int k = 0; k < N_SECTIONS; k++)
		tf += local->in[k];
	if (!make->translated && (st = find_others(w, make, local, err)) < 0)
		return st;
	weigh_forms(w, make->s);
	w->weight = tf_damped(tf) * powf(w->cover, QUESTION_RARITY);
	if (local->kind == TERM_COMPOUND && !part) {
		w->weight *= COMPOUND;
		if (!w->n_forms && !w->n_rows && !gone)
			return TENSEN_OK; /* its parts are asked */
	}
	if (gone)
		w->kind = TERM_WORD;
	else if ((w->is_part = question_is_part(make, local))) {
		w->weight *= PART;
		w->cover *= PART;
	}
	make->q->n++;
	return TENSEN_OK;
}

static int
is_asked(const question *asked, span word)
{
	for (uint32_t i = 0; i < asked->n; i++)
		if (span_eq(asked->v[i].shown, word))
			return 1;
	return 0;
}

static tensen_status
ask_text(making *make, tensen_error *err)
{
	const local_terms *read = make->read->read;
	question *q = make->q;
	uint8_t *gone = arena_alloc(&make->s->mem, read->n + 1);
	uint32_t *asked = arena_alloc(&make->s->mem, (read->n + 1) * sizeof *asked);
	tensen_status st;

	make->translated = make->read->kept > 0;
	make->gone = gone;
	make->asked = asked;
	st = gone && asked ? question_find_gone(gone, make, err) : tensen_fail_nomem(err);
	for (size_t i = 0; i < read->n && st == TENSEN_OK; i++) {
		const uint32_t before = q->n;
		if (!is_asked(q, local_term_shown(&read->v[i])))
			st = ask_word(make, &read->v[i], gone[i], err);
		asked[i] = q->n > before ? before : NOT_ASKED;
	}
	for (size_t i = 0; i < read->n && st == TENSEN_OK; i++)
		if (gone[i] && asked[i] != NOT_ASKED && read->v[i].kind == TERM_COMPOUND)
			st = question_find_parts(&q->v[asked[i]], make, read->v[i].s, err);
	return st;
}

/* 1 if a term meets another word of the question better, or is that word. */
static int
is_taken(const question *asked, const asked_word *by, const asked_form *form)
{
	for (const asked_word *word = asked->v; word < asked->v + asked->n; word++)
		for (uint32_t i = 0; word != by && i < word->n_forms; i++) {
			const asked_form *other = &word->forms[i];
			if (other->term == form->term &&
			    (i < word->n_own ||
				word->weight * other->factor > by->weight * form->factor))
				return 1;
		}
	return 0;
}

/* One term is another word for one word only: whoever says temperature and heating means two
 * things. */
static void
leave_taken(const question *asked)
{
	for (asked_word *word = asked->v; word < asked->v + asked->n; word++) {
		uint32_t n = word->n_own;
		for (uint32_t i = word->n_own; i < word->n_forms; i++)
			if (!is_taken(asked, word, &word->forms[i]))
				word->forms[n++] = word->forms[i];
		word->n_forms = n;
	}
}

static void
sum_weights(question *asked)
{
	for (uint32_t i = 0; i < asked->n; i++) {
		asked->weight += asked->v[i].weight;
		asked->cover += asked->v[i].cover;
	}
}

/* The question of one language, and the words that a person added. */
static tensen_status
make_one(query *asked, tensen_searcher *searcher, const query *of, tensen_error *err)
{
	question *q = arena_calloc(&searcher->mem, sizeof *q);
	making make = {.q = q, .s = searcher, .read = asked, .of = of};
	size_t words = asked->read->n + 1;
	tensen_status st;

	for (const query *added = of->added; added; added = added->added)
		words += added->read->n;
	if (!q || !(q->v = arena_alloc(&searcher->mem, words * sizeof *q->v)))
		return tensen_fail_nomem(err);
	st = ask_text(&make, err);
	for (const query *added = of->added; added && st == TENSEN_OK; added = added->added) {
		make.read = asked != of && added->other ? added->other : added;
		st = ask_text(&make, err);
	}
	leave_taken(q);
	sum_weights(q);
	asked->question = q->weight > 0 ? q : NULL;
	return st;
}

tensen_status
question_make(query *asked, tensen_searcher *searcher, tensen_error *err)
{
	tensen_status st;

	asked->question = NULL;
	asked->is_short =
	    asked->read && asked->row == ROW_NONE && count_words(asked->read) <= SHORT_WORDS;
	if (!asked->is_short)
		return TENSEN_OK;
	st = make_one(asked, searcher, asked, err);
	return st == TENSEN_OK && asked->other ? make_one(asked->other, searcher, asked, err) : st;
}
