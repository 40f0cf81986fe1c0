/* engine/query/question_gone.c - words of a question that no document has.
 *
 * A phrase that a dictionary has is one thing (trade show, 電子カルテ), and so are two characters
 * that the analyzer read as a word (離油).  Where no document has it, what has a part of it is
 * about something else: securities, electrons, oil.  What has every word of a phrase has the phrase
 * (袋 of プラスチック for ごみ); single characters stand in too many words for that. */
#include "engine/query/question_impl.h"
#include "engine/translate/synonyms.h"
#include "index/store/rare.h"
#include "util/fail.h"

int
question_has_word(const local_terms *terms, span word)
{
	for (size_t i = 0; i < terms->n; i++)
		if (terms->v[i].kind == TERM_WORD && span_eq(terms->v[i].s, word))
			return 1;
	return 0;
}

static int
is_one_word(const local_terms *terms, const local_term *local)
{
	for (size_t at = 1; local->kind == TERM_WORD && at < local->s.n; at++)
		if (question_has_word(terms, span_sub(local->s, 0, at)) &&
		    question_has_word(terms, span_sub(local->s, at, local->s.n)))
			return 1;
	return 0;
}

tensen_status
question_find_gone(uint8_t *gone, const making *make, tensen_error *err)
{
	const local_terms *terms = make->read->read;
	const store *kept = make->s->ix->store;
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < terms->n && st == TENSEN_OK; i++) {
		const local_term *local = &terms->v[i];
		int listed = 0;
		uint32_t row;
		gone[i] = 0;
		if (make->translated || local->kind == TERM_FUNCTION ||
		    vocab_find(&kept->vocab, local->s) != VOCAB_NONE ||
		    rare_find(&kept->rare, local->s, &row, 1))
			continue;
		if (local->kind == TERM_COMPOUND)
			st = synonyms_listed(&listed, make->s, local->s, err);
		gone[i] = listed || is_one_word(terms, local);
	}
	return st;
}

/* Where a part stands in a phrase from a place on, -1 if nowhere. */
static size_t
find_part(span whole, span part, size_t from)
{
	int blanks = part.n && (unsigned char)part.p[0] < 0x80;

	while (whole.n > part.n && (from = span_find(whole, part, from)) != (size_t)-1) {
		size_t end = from + part.n;
		if (!blanks || ((from == 0 || whole.p[from - 1] == ' ') &&
				   (end == whole.n || whole.p[end] == ' ')))
			return from;
		from++;
	}
	return (size_t)-1;
}

int
question_is_part(const making *make, const local_term *local)
{
	const local_terms *terms = make->read->read;

	for (size_t i = 0; i < terms->n; i++)
		if (make->gone[i] && find_part(terms->v[i].s, local->s, 0) != (size_t)-1)
			return 1;
	return 0;
}

tensen_status
question_find_parts(asked_word *phrase, const making *make, span whole, tensen_error *err)
{
	const local_terms *terms = make->read->read;
	const asked_word **parts =
	    arena_alloc(&make->s->mem, (terms->n + 1) * sizeof(asked_word *));
	size_t left = whole.n;
	uint32_t n = 0;

	if (!parts)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < whole.n; i++)
		left -= whole.p[i] == ' ';
	for (size_t i = 0; i < terms->n; i++)
		if (make->asked[i] != NOT_ASKED && terms->v[i].kind == TERM_WORD &&
		    find_part(whole, terms->v[i].s, 0) != (size_t)-1) {
			parts[n++] = &make->q->v[make->asked[i]];
			left -= terms->v[i].s.n;
		}
	phrase->parts = parts;
	phrase->n_parts = left ? 0 : n;
	return TENSEN_OK;
}
