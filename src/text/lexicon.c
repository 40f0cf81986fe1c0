/* text/lexicon.c - see lexicon.h. */
#include "text/lexicon.h"
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "text/utf8.h"
#include "util/fail.h"
#include "util/memory.h"

static const lex_entry unknown = {0, LEX_NONE, LEX_NONE, LEX_NONE};

/* The entry of a word, added if it is new; NULL when out of memory. */
static lex_entry *
lexicon_entry(lexicon *lex, span word)
{
	uint32_t id = strtab_add(&lex->words, word), had = lex->cap;
	lex_entry *v;

	lex->nomem |= id == STRTAB_NONE;
	if (id == STRTAB_NONE)
		return NULL;
	v = array_room(lex->v, id, &lex->cap, 1024, sizeof *v);
	lex->nomem |= !v;
	if (!v)
		return NULL;
	for (lex->v = v; had < lex->cap; had++)
		v[had] = unknown;
	return &v[id];
}

/* Takes one line of a file, up to three columns.  0; -1: the line is wrong, or out of memory
 * (x->nomem). */
typedef int (*line_fn)(lexicon *x, const span *col, size_t n);

static int
set_flag(lexicon *lex, span word, uint16_t flag)
{
	lex_entry *e = lexicon_entry(lex, word);

	if (!e)
		return -1;
	e->flags |= flag;
	return 0;
}

static int
stop_line(lexicon *lex, const span *col, size_t n)
{
	return n >= 1 ? set_flag(lex, col[0], LEX_STOP) : -1;
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
set_roles(lexicon *lex, span word, span roles)
{
	while (roles.n) {
		size_t blank = span_find(roles, SPAN_LIT(" "), 0);
		span one = span_sub(roles, 0, blank == (size_t)-1 ? roles.n : blank);
		uint16_t f = flag_of(one);
		if (!f || set_flag(lex, word, f) < 0)
			return -1;
		roles = span_sub(roles, one.n + 1, roles.n);
	}
	return 0;
}

static int
stop_phrase_line(lexicon *lex, const span *col, size_t n)
{
	return n == 2 ? set_roles(lex, col[0], col[1]) : -1;
}

/* Sets a link from the entry of `word` to `target`; both become words of the table. */
static int
lexicon_point(lexicon *lex, span word, span target, size_t field)
{
	lex_entry *e;
	uint32_t id;

	if (!lexicon_entry(lex, target) || !(e = lexicon_entry(lex, word)))
		return -1;
	id = strtab_find(&lex->words, target);
	memcpy((char *)e + field, &id, sizeof id);
	return 0;
}

/* Takes a word of two characters; the second column says whether it takes する. */
static int
word_line(lexicon *lex, const span *col, size_t n)
{
	if (n != 2 || col[0].n != 6 || utf8_count(col[0]) != 2)
		return -1;
	if (span_eq(col[1], SPAN_LIT("verbal")))
		return set_flag(lex, col[0], LEX_VERBAL);
	return span_eq(col[1], SPAN_LIT("noun")) ? set_flag(lex, col[0], LEX_WORD) : -1;
}

static int
variant_line(lexicon *lex, const span *col, size_t n)
{
	return n >= 2 ? lexicon_point(lex, col[0], col[1], offsetof(lex_entry, canonical)) : -1;
}

static int
thing_line(lexicon *lex, const span *col, size_t n)
{
	return n >= 2 ? lexicon_point(lex, col[0], col[1], offsetof(lex_entry, thing)) : -1;
}

static int
action_line(lexicon *lex, const span *col, size_t n)
{
	if (n < 2)
		return -1;
	if (!span_eq(col[1], SPAN_LIT("-")) &&
	    lexicon_point(lex, col[0], col[1], offsetof(lex_entry, action)) < 0)
		return -1;
	return n == 3 ? set_roles(lex, col[0], col[2]) : 0;
}

static const struct {
	const char *name;
	line_fn line;
} files[] = {{"stopwords-ja.txt", stop_line}, {"stopwords-en.txt", stop_line},
    {"furniture.tsv", stop_phrase_line}, {"words.tsv", word_line}, {"variants.tsv", variant_line},
    {"functions.tsv", action_line}, {"things.tsv", thing_line}};

static tensen_status
load_file(lexicon *lex, const models *tables, size_t f, tensen_error *err)
{
	tsv file;
	span col[3];
	size_t n;
	tensen_status st = tsv_open(&file, tables, files[f].name, err);

	if (st < 0)
		return st;
	lex->hash = XXH3_64bits_withSeed(file.file.p, file.file.n, lex->hash);
	while ((n = tsv_next(&file, col, 3)) > 0)
		if (files[f].line(lex, col, n) < 0)
			return lex->nomem ? tensen_fail_nomem(err)
					  : tensen_fail(err, TENSEN_E_INPUT,
						SAY_LINE_NOT_UNDERSTOOD, files[f].name, file.line);
	return TENSEN_OK;
}

tensen_status
lexicon_load(lexicon *lex, const models *tables, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	memset(lex, 0, sizeof *lex);
	for (size_t f = 0; f < sizeof files / sizeof *files && st == TENSEN_OK; f++)
		st = load_file(lex, tables, f, err);
	if (st < 0)
		lexicon_clear(lex);
	return st;
}

void
lexicon_clear(lexicon *lex)
{
	strtab_clear(&lex->words);
	free(lex->v);
	lex->v = NULL;
	lex->cap = 0;
}

const lex_entry *
lexicon_get(const lexicon *lex, span word)
{
	uint32_t id = strtab_find(&lex->words, word);

	return id == STRTAB_NONE ? &unknown : &lex->v[id];
}

span
lexicon_action(const lexicon *lex, span text)
{
	const lex_entry *e = lexicon_get(lex, text);

	return e->action == LEX_NONE ? text : strtab_get(&lex->words, e->action);
}

span
lexicon_thing(const lexicon *lex, span text)
{
	const lex_entry *e = lexicon_get(lex, text);

	return e->thing == LEX_NONE ? text : strtab_get(&lex->words, e->thing);
}

/* A loanword of four characters or more loses the long vowel mark at its end (センサー -> センサ),
 * as JIS Z 8301 prescribed; shorter words (カバー) keep it in all spellings. */
static span
short_vowel(span text)
{
	static const char mark[] = "\xe3\x83\xbc";

	if (text.n >= 12 && memcmp(text.p + text.n - 3, mark, 3) == 0 &&
	    utf8_all(text, is_katakana))
		text.n -= 3;
	return text;
}

const lex_entry *
lexicon_resolve(const lexicon *lex, span *text)
{
	const lex_entry *e = lexicon_get(lex, *text);
	span shorter = e->canonical == LEX_NONE ? short_vowel(*text) : *text;

	if (shorter.n < text->n) {
		*text = shorter;
		e = lexicon_get(lex, shorter);
	}
	if (e->canonical == LEX_NONE)
		return e;
	*text = strtab_get(&lex->words, e->canonical);
	return &lex->v[e->canonical];
}
