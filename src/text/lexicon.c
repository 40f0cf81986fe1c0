/* text/lexicon.c - see lexicon.h. */
#include "text/lexicon.h"
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "text/utf8.h"
#include "util/fail.h"

static const lex_entry unknown = {0, LEX_NONE, LEX_NONE, LEX_NONE};

/* The entry of a word, added if it is new; NULL when out of memory. */
static lex_entry *
entry(lexicon *x, span word)
{
	uint32_t id = strtab_add(&x->words, word);

	x->nomem |= id == STRTAB_NONE;
	if (id == STRTAB_NONE)
		return NULL;
	if (id >= x->cap) {
		uint32_t cap = x->cap ? x->cap * 2 : 1024, i = x->cap;
		lex_entry *v = realloc(x->v, cap * sizeof *v);
		x->nomem |= !v;
		if (!v)
			return NULL;
		for (; i < cap; i++)
			v[i] = unknown;
		x->v = v;
		x->cap = cap;
	}
	return &x->v[id];
}

/* Takes one line of a file, up to three columns.  0; -1: the line is wrong, or out of memory
 * (x->nomem). */
typedef int (*line_fn)(lexicon *x, const span *col, size_t n);

static int
set_flag(lexicon *x, span word, uint16_t flag)
{
	lex_entry *e = entry(x, word);

	if (!e)
		return -1;
	e->flags |= flag;
	return 0;
}

static int
stop_line(lexicon *x, const span *col, size_t n)
{
	return n >= 1 ? set_flag(x, col[0], LEX_STOP) : -1;
}

static uint16_t
flag_of(span name)
{
	static const struct {
		const char *name;
		uint16_t flags;
	} known[] = {{"break", LEX_STOP | LEX_BREAK}, {"alone", LEX_STOP}, {"tail", LEX_TAIL},
	    {"lead", LEX_LEAD}, {"edge", LEX_LEAD | LEX_TAIL}, {"unit", LEX_STOP | LEX_UNIT},
	    {"action", LEX_ACTION}, {"light", LEX_LIGHT}, {"never", LEX_NOT_DONE},
	    {"arise", LEX_ARISE | LEX_EVENT}, {"event", LEX_EVENT}, {"link", LEX_LINK},
	    {"effect", LEX_EFFECT}, {"person", LEX_PERSON}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (span_eq(name, span_of(known[i].name)))
			return known[i].flags;
	return 0;
}

/* Sets the roles of a word from a blank-separated list. */
static int
set_roles(lexicon *x, span word, span roles)
{
	while (roles.n) {
		size_t blank = span_find(roles, SPAN_LIT(" "), 0);
		span one = span_sub(roles, 0, blank == (size_t)-1 ? roles.n : blank);
		uint16_t f = flag_of(one);
		if (!f || set_flag(x, word, f) < 0)
			return -1;
		roles = span_sub(roles, one.n + 1, roles.n);
	}
	return 0;
}

static int
stop_phrase_line(lexicon *x, const span *col, size_t n)
{
	return n == 2 ? set_roles(x, col[0], col[1]) : -1;
}

/* Sets a link from the entry of `word` to `target`; both become words of the table. */
static int
point(lexicon *x, span word, span target, size_t field)
{
	lex_entry *e;
	uint32_t id;

	if (!entry(x, target) || !(e = entry(x, word)))
		return -1;
	id = strtab_find(&x->words, target);
	memcpy((char *)e + field, &id, sizeof id);
	return 0;
}

/* Takes a word of two characters; the second column says whether it takes する. */
static int
word_line(lexicon *x, const span *col, size_t n)
{
	if (n != 2 || col[0].n != 6 || utf8_count(col[0]) != 2)
		return -1;
	if (span_eq(col[1], SPAN_LIT("verbal")))
		return set_flag(x, col[0], LEX_VERBAL);
	return span_eq(col[1], SPAN_LIT("noun")) ? set_flag(x, col[0], LEX_WORD) : -1;
}

static int
variant_line(lexicon *x, const span *col, size_t n)
{
	return n >= 2 ? point(x, col[0], col[1], offsetof(lex_entry, canonical)) : -1;
}

static int
thing_line(lexicon *x, const span *col, size_t n)
{
	return n >= 2 ? point(x, col[0], col[1], offsetof(lex_entry, thing)) : -1;
}

static int
action_line(lexicon *x, const span *col, size_t n)
{
	if (n < 2)
		return -1;
	if (!span_eq(col[1], SPAN_LIT("-")) &&
	    point(x, col[0], col[1], offsetof(lex_entry, action)) < 0)
		return -1;
	return n == 3 ? set_roles(x, col[0], col[2]) : 0;
}

static const struct {
	const char *name;
	line_fn line;
} files[] = {{"stopwords-ja.txt", stop_line}, {"stopwords-en.txt", stop_line},
    {"furniture.tsv", stop_phrase_line}, {"words.tsv", word_line}, {"variants.tsv", variant_line},
    {"functions.tsv", action_line}, {"things.tsv", thing_line}};

static tensen_status
load_file(lexicon *x, const models *m, size_t f, tensen_error *err)
{
	tsv file;
	span col[3];
	size_t n;
	tensen_status st = tsv_open(&file, m, files[f].name, err);

	if (st < 0)
		return st;
	x->hash = XXH3_64bits_withSeed(file.file.p, file.file.n, x->hash);
	while ((n = tsv_next(&file, col, 3)) > 0)
		if (files[f].line(x, col, n) < 0)
			return x->nomem
				   ? tensen_fail_nomem(err)
				   : tensen_fail(err, TENSEN_E_INPUT, "%s:%u: line not understood",
					 files[f].name, file.line);
	return TENSEN_OK;
}

tensen_status
lexicon_load(lexicon *x, const models *m, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	memset(x, 0, sizeof *x);
	strtab_init(&x->words);
	for (size_t f = 0; f < sizeof files / sizeof *files && st == TENSEN_OK; f++)
		st = load_file(x, m, f, err);
	if (st < 0)
		lexicon_clear(x);
	return st;
}

void
lexicon_clear(lexicon *x)
{
	strtab_clear(&x->words);
	free(x->v);
	x->v = NULL;
	x->cap = 0;
}

const lex_entry *
lexicon_get(const lexicon *x, span word)
{
	uint32_t id = strtab_find(&x->words, word);

	return id == STRTAB_NONE ? &unknown : &x->v[id];
}

span
lexicon_action(const lexicon *x, span w)
{
	const lex_entry *e = lexicon_get(x, w);

	return e->action == LEX_NONE ? w : strtab_get(&x->words, e->action);
}

span
lexicon_thing(const lexicon *x, span w)
{
	const lex_entry *e = lexicon_get(x, w);

	return e->thing == LEX_NONE ? w : strtab_get(&x->words, e->thing);
}

/* A loanword of four characters or more loses the long vowel mark at its end (センサー -> センサ),
 * as JIS Z 8301 prescribed; shorter words (カバー) keep it in all spellings. */
static span
short_vowel(span w)
{
	static const char mark[] = "\xe3\x83\xbc";

	if (w.n >= 12 && memcmp(w.p + w.n - 3, mark, 3) == 0 && utf8_all(w, is_katakana))
		w.n -= 3;
	return w;
}

const lex_entry *
lexicon_resolve(const lexicon *x, span *w)
{
	const lex_entry *e = lexicon_get(x, *w);
	span shorter = e->canonical == LEX_NONE ? short_vowel(*w) : *w;

	if (shorter.n < w->n) {
		*w = shorter;
		e = lexicon_get(x, shorter);
	}
	if (e->canonical == LEX_NONE)
		return e;
	*w = strtab_get(&x->words, e->canonical);
	return &x->v[e->canonical];
}
