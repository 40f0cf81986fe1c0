/* text/morphs.c - see morphs.h.
 *
 * CLAUSES  A sentence is read from one 、 to the next, which keeps the lattice small.  The lattice
 *   gets a clause with the 、 on both sides.  Every path through a sentence passes its 、, so the
 *   best path through a clause is a part of the best path through the sentence.  This fails in one
 *   sentence of some thousands: beside other symbols 、 may be part of an unknown word.
 * NO CACHE  Gazettes repeat their claims in the description: in 60 gazettes 39 % of the
 *   sentences, and 34 % of the clauses of the others, had occurred before.  A cache of both, 32
 *   MB a thread, made reading 1.25 times as fast (bench/text/understand, one thread) and the code
 *   500 lines longer: not enough.
 */
#include "text/morphs.h"
#include <stdlib.h>
#include "text/utf8.h"
#include "util/fail.h"

/* Columns of a feature string of IPADIC:
 * 品詞,細分類1,細分類2,細分類3,活用型,活用形,原形,読み,発音 */
enum { COL_POS = 0, COL_SUB1 = 1, COL_SUB2 = 2, COL_TYPE = 4, COL_FORM = 5, COL_BASE = 6 };
#define N_COLUMNS 7   /* columns that are read */
#define KNOWN_BITS 12 /* 4,096 words whose parsed features are cached */

typedef struct feature_columns {
	span col[N_COLUMNS];
} feature_columns;

struct known_word {
	const char *feature;
	span base; /* 0 bytes: the surface is the base form */
	const lex_entry *lex;
	uint8_t kind, flags;
};

static void
feature_read(feature_columns *columns, const char *str)
{
	for (int i = 0; i < N_COLUMNS; i++) {
		const char *comma = str;
		while (*comma && *comma != ',')
			comma++;
		columns->col[i] = (span){str, (size_t)(comma - str)};
		str = *comma ? comma + 1 : comma;
	}
}

#define IS(s, lit) span_eq((s), SPAN_LIT(lit))

static morph_kind
noun_kind(const feature_columns *columns)
{
	span sub = columns->col[COL_SUB1];

	if (IS(sub, "一般") || IS(sub, "固有名詞"))
		return M_NOUN;
	if (IS(sub, "サ変接続"))
		return M_SAHEN;
	if (IS(sub, "接尾")) {
		span sub2 = columns->col[COL_SUB2];
		if (IS(sub2, "助数詞"))
			return M_COUNTER;
		if (IS(sub2, "副詞可能"))
			return M_WHEN;
		return IS(sub2, "助動詞語幹") ? M_DEPENDENT : M_SUFFIX;
	}
	if (IS(sub, "数"))
		return M_NUMBER;
	if (IS(sub, "形容動詞語幹") || IS(sub, "ナイ形容詞語幹"))
		return M_STATE;
	return IS(sub, "副詞可能") ? M_WHEN : M_DEPENDENT;
}

static morph_kind
kind_of(const feature_columns *columns)
{
	span pos = columns->col[COL_POS], sub = columns->col[COL_SUB1];

	if (IS(pos, "名詞"))
		return noun_kind(columns);
	if (IS(pos, "助詞"))
		return M_PARTICLE;
	if (IS(pos, "動詞"))
		return IS(sub, "自立") ? M_VERB : M_VERB_TAIL;
	if (IS(pos, "助動詞"))
		return M_AUXILIARY;
	if (IS(pos, "記号"))
		return IS(sub, "アルファベット") ? M_NOUN : M_SYMBOL;
	if (IS(pos, "接頭詞"))
		return M_PREFIX;
	if (IS(pos, "形容詞"))
		return IS(sub, "自立") ? M_ADJECTIVE : M_ADJECTIVE_TAIL;
	return IS(pos, "副詞") ? M_ADVERB : M_OTHER;
}

/* IPADIC has no half-width symbols: they come as unknown nouns. */
static int
is_symbols(span text)
{
	size_t n;

	for (const char *p = text.p, *end = p + text.n; p < end; p += n) {
		uint32_t c = utf8_get(p, end, &n);
		if (is_japanese(c) || is_digit(c) || is_latin(c) || (c >= 0xc0 && c < 0x2000))
			return 0;
	}
	return 1;
}

/* Parses the feature string of a dictionary word; the surface is not known here. */
static void
fill_known(known_word *known, const char *feature, const lexicon *dict)
{
	feature_columns f;

	feature_read(&f, feature);
	known->feature = feature;
	known->kind = (uint8_t)kind_of(&f);
	known->flags = 0;
	known->base = IS(f.col[COL_BASE], "*") ? (span){NULL, 0} : f.col[COL_BASE];
	if (known->kind == M_VERB || known->kind == M_VERB_TAIL) {
		if (span_starts(f.col[COL_FORM], SPAN_LIT("連用形")))
			known->flags |= MORPH_STEM;
		if (span_starts(f.col[COL_TYPE], SPAN_LIT("サ変")))
			known->flags |= MORPH_SURU;
	}
	known->lex = known->base.n && known->kind != M_PARTICLE && known->kind != M_SYMBOL &&
			     known->kind != M_AUXILIARY
			 ? lexicon_resolve(dict, &known->base)
			 : lexicon_get(dict, known->base);
}

/* The cached features of a word.  Its feature string lies in the mapped dictionary, so the address
 * of the string identifies the word.  A few thousand words make up nine tenths of any text. */
static const known_word *
known_of(morphs *morph_list, const char *feature)
{
	uintptr_t at = ((uintptr_t)feature * 0x9e3779b97f4a7c15u) >> (64 - KNOWN_BITS);
	known_word *k = &morph_list->known[at];

	if (k->feature != feature)
		fill_known(k, feature, morph_list->words);
	return k;
}

static void
morphs_fill(morphs *morph_list, morph *one_morph, const cut_word *word_at)
{
	const known_word *k = known_of(morph_list, word_at->feature);

	one_morph->surface = word_at->surface;
	one_morph->kind = k->kind;
	one_morph->flags = k->flags | (word_at->gap ? MORPH_GAP : 0);
	one_morph->base = k->base;
	one_morph->lex = k->lex;
	if (word_at->unknown) {
		one_morph->flags |= MORPH_UNKNOWN;
		if (is_symbols(one_morph->surface))
			one_morph->kind = M_SYMBOL;
	}
	if (k->base.n == 0) {
		one_morph->base = one_morph->surface;
		one_morph->lex = one_morph->kind == M_SYMBOL
				     ? lexicon_get(morph_list->words, one_morph->base)
				     : lexicon_resolve(morph_list->words, &one_morph->base);
	}
}

/* Letters and digits without a blank between them are one word: co2, b12, a4. */
static int
joins_latin(const morph *last, const cut_word *word_at)
{
	unsigned char c = (unsigned char)word_at->surface.p[0], d;

	if (word_at->gap || last->surface.p + last->surface.n != word_at->surface.p)
		return 0;
	d = (unsigned char)last->surface.p[0];
	return is_lower(d) && last->kind == M_NOUN && (is_lower(c) || is_digit(c));
}

static morph *
morphs_append(morphs *words)
{
	if (!buf_more(&words->mem, sizeof *words->v))
		return NULL;
	words->v = (morph *)(void *)words->mem.p;
	return &words->v[words->n++];
}

static int
read_word(morphs *morph_list, const cut_word *word_at)
{
	morph *last = morph_list->n ? &morph_list->v[morph_list->n - 1] : NULL, *next;

	if (last && joins_latin(last, word_at)) {
		last->surface.n += word_at->surface.n;
		last->base = last->surface;
		last->lex = lexicon_resolve(morph_list->words, &last->base);
		return 0;
	}
	if (!(next = morphs_append(morph_list)))
		return -1;
	morphs_fill(morph_list, next, word_at);
	return 0;
}

/* Append the morphs of a string.  0, or -1 as morphs_read(). */
static int
morphs_analyse(morphs *words, span text)
{
	const cut_word *w;
	size_t n;

	if (lattice_cut(words->lattice, text, &w, &n) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (read_word(words, &w[i]) < 0)
			return -1;
	return 0;
}

/* --- words that the dictionary splits ------------------------------------------ */

/* IPADIC was made from newspapers and splits 嵌合, 付勢, 懸濁 into single characters, or worse
 * (懸|濁さ|せ).  models/words.tsv lists such words.  Where the best path has a token of one
 * character at the beginning of such a word, the clause is read again with a common word of the
 * same length in its place, and the original is put back afterwards.  The condition on the token
 * keeps 加振 out of 付加|振動. */
static const char verbal_stand_in[] = "運搬"; /* サ変接続, two characters */
static const char plain_stand_in[] = "部品";  /* noun, two characters */
#define STAND_IN_BYTES (sizeof verbal_stand_in - 1)

/* The flags of the listed word of two characters at p, 0 if there is none. */
static unsigned
listed_at(const lexicon *lex, span fed, const char *str)
{
	span rest = {str, (size_t)(fed.p + fed.n - str)};

	if (rest.n < STAND_IN_BYTES || utf8_len((unsigned char)str[3]) != 3)
		return 0;
	return lexicon_get(lex, span_sub(rest, 0, STAND_IN_BYTES))->flags & (LEX_WORD | LEX_VERBAL);
}

/* Puts the stand-in for the word at `at` into the copy of the clause, made if missing. */
static void
put_in(morphs *words, span fed, size_t at, unsigned flags, int *made)
{
	if (!*made) {
		buf_reset(&words->swapped);
		buf_span(&words->swapped, fed);
		*made = 1;
	}
	if (!words->swapped.failed)
		memcpy(words->swapped.p + at, flags & LEX_VERBAL ? verbal_stand_in : plain_stand_in,
		    STAND_IN_BYTES);
}

/* 1 if a word certainly begins here: behind kana or marks, unless kana of a verb follow (面取り and
 * 打抜き are words of the dictionary).  Then the first path is not needed. */
static int
stand_in_ahead(morphs *morph_list, span fed)
{
	static const char verbal_kana[] = "きりけみれげせじめえいびぎべてちつるくす";
	uint32_t before = 0, c;
	size_t n;
	int made = 0;

	for (const char *p = fed.p, *end = fed.p + fed.n; p < end; p += n, before = c) {
		unsigned flags;
		c = utf8_get(p, end, &n);
		if (!is_kanji(c) || is_kanji(before) || (size_t)(end - p) < STAND_IN_BYTES ||
		    !(flags = listed_at(morph_list->words, fed, p)))
			continue;
		if (end - p >= 9 &&
		    span_find(SPAN_LIT(verbal_kana), (span){p + 6, 3}, 0) != (size_t)-1)
			continue;
		put_in(morph_list, fed, (size_t)(p - fed.p), flags, &made);
	}
	return made;
}

/* Replaces the listed words inside runs of kanji where the best path of `text` (fed or its copy)
 * has a token of one character at their beginning. */
static int
stand_in(morphs *morph_list, size_t first, span fed, span text, int *made)
{
	int n = 0;

	for (size_t i = first; i < morph_list->n; i++) {
		size_t at = (size_t)(morph_list->v[i].surface.p - text.p);
		unsigned flags = morph_list->v[i].surface.n == 3 &&
					 memcmp(morph_list->v[i].surface.p, fed.p + at, 3) == 0
				     ? listed_at(morph_list->words, fed, fed.p + at)
				     : 0;
		if (flags) {
			put_in(morph_list, fed, at, flags, made);
			n++;
		}
	}
	return n;
}

/* Turns the morphs of the copy into morphs of `fed`. */
static void
put_back(morphs *morph_list, size_t first, span fed)
{
	for (size_t i = first; i < morph_list->n; i++) {
		morph *v = &morph_list->v[i];
		size_t at = (size_t)(v->surface.p - morph_list->swapped.p);
		int same = memcmp(v->surface.p, fed.p + at, v->surface.n) == 0;
		int own = v->base.p >= morph_list->swapped.p &&
			  v->base.p < morph_list->swapped.p + morph_list->swapped.n;
		v->surface.p = fed.p + at;
		if (!same || own) {
			v->base = v->surface;
			v->lex = lexicon_resolve(morph_list->words, &v->base);
		}
	}
}

static int
analyse_mended(morphs *words, size_t first, span fed)
{
	int made = stand_in_ahead(words, fed);
	span text = {made ? words->swapped.p : fed.p, fed.n};

	if (made && words->swapped.failed)
		return -1;
	if (morphs_analyse(words, text) < 0)
		return -1;
	if (stand_in(words, first, fed, text, &made)) {
		if (words->swapped.failed)
			return -1;
		words->n = first;
		words->mem.n = first * sizeof(morph);
		if (morphs_analyse(words, (span){words->swapped.p, fed.n}) < 0)
			return -1;
	}
	if (made)
		put_back(words, first, fed);
	return 0;
}

/* --- clauses ------------------------------------------------------------------ */

#define MARK "、"
#define MARK_BYTES 3

/* Reads the clause [at, to) of the sentence, which begins with the 、 before it. */
static int
read_clause(morphs *words, span sentence, size_t at, size_t to)
{
	size_t first = words->n;

	if (analyse_mended(words, first, span_sub(sentence, at, to + MARK_BYTES)) < 0)
		return -1;
	while (words->n > first &&
	       words->v[words->n - 1].surface.p >= sentence.p + to) /* the 、 behind the clause */
		words->n--;
	words->mem.n = words->n * sizeof(morph);
	return 0;
}

static int
read_clauses(morphs *words, span sentence)
{
	size_t at = 0, to;
	int read = 0;

	for (; at < sentence.n && read == 0; at = to) {
		int marked = span_starts(span_sub(sentence, at, sentence.n), SPAN_LIT(MARK));
		to = span_find(sentence, SPAN_LIT(MARK), at + (marked ? MARK_BYTES : 0));
		if (to == (size_t)-1)
			to = sentence.n;
		read = read_clause(words, sentence, at, to);
	}
	return read;
}

static void
morphs_count(morphs *words)
{
	for (size_t i = 0; i < words->n; i++)
		if (words->v[i].kind != M_SYMBOL && words->v[i].kind != M_NUMBER) {
			words->n_words++;
			words->n_unknown += (words->v[i].flags & MORPH_UNKNOWN) != 0;
		}
}

/* --- compound verbs ------------------------------------------------------ */

/* 1 if morph i is the second half of a compound verb: 込む, 付ける, 上がる ... or any verb directly
 * behind a verb's stem (引き|揃える), but no voice or aspect (られる, いる, 始める). */
static int
joins_verb(const morph *one_morph, const morph *next)
{
	static const char *const aspects[] = {"れる", "られる", "せる", "させる", "いる", "しまう",
	    "くる", "いく", "ゆく", "おく", "みる", "得る", "うる", "える", "続ける", "始める",
	    "すぎる", "過ぎる", "終わる", "終える", "かける", "難い", "たがる", "がる", "いただく",
	    "下さる"};

	if (one_morph->kind != M_VERB || !(one_morph->flags & MORPH_STEM) ||
	    (one_morph->flags & MORPH_SURU) ||
	    (next->kind != M_VERB && next->kind != M_VERB_TAIL) ||
	    (next->flags & (MORPH_GAP | MORPH_SURU)) ||
	    one_morph->surface.p + one_morph->surface.n != next->surface.p ||
	    (one_morph->lex->flags & LEX_LINK))
		return 0;
	for (size_t i = 0; i < sizeof aspects / sizeof *aspects; i++)
		if (span_eq(next->base, span_of(aspects[i])))
			return 0;
	return !span_eq(next->base, SPAN_LIT("する")) && !span_eq(next->base, SPAN_LIT("できる"));
}

/* Joins two verbs to one.  Its base form is written to morph_list->made, which has room for the bases and
 * surfaces of every pair; a third verb is not joined. */
static void
join_verb(morphs *morph_list, morph *one_morph, const morph *next)
{
	size_t at = morph_list->made.n;

	buf_span(&morph_list->made, one_morph->surface);
	buf_span(&morph_list->made, next->base);
	one_morph->base = (span){morph_list->made.p + at, morph_list->made.n - at};
	one_morph->lex = lexicon_resolve(morph_list->words, &one_morph->base);
	one_morph->surface.n += next->surface.n;
	one_morph->flags =
	    (uint8_t)((one_morph->flags & MORPH_GAP) | (next->flags & MORPH_STEM) | MORPH_JOINED);
}

static int
join_verbs(morphs *words, span sentence)
{
	size_t kept = 0, room = sentence.n;

	for (size_t i = 0; i < words->n; i++)
		room += words->v[i].base.n;
	buf_reset(&words->made);
	if (buf_reserve(&words->made, room) < 0) /* base forms point into it, so it must not move */
		return -1;
	for (size_t i = 0; i < words->n; i++) {
		morph *last = kept ? &words->v[kept - 1] : NULL;
		if (last && !(last->flags & MORPH_JOINED) && joins_verb(last, &words->v[i]))
			join_verb(words, last, &words->v[i]);
		else
			words->v[kept++] = words->v[i];
	}
	words->n = kept;
	return 0;
}

int
morphs_read(morphs *words, span sentence)
{
	buf_reset(&words->mem);
	words->n = 0;
	if (read_clauses(words, sentence) < 0)
		return -1;
	morphs_count(words);
	return join_verbs(words, sentence);
}

tensen_status
morphs_init(morphs *morph_list, const dictionary *dict, const lexicon *lex, tensen_error *err)
{
	tensen_status st = lattice_new(&morph_list->lattice, dict, err);

	if (st < 0)
		return st;
	morph_list->words = lex;
	morph_list->known = calloc((size_t)1 << KNOWN_BITS, sizeof *morph_list->known);
	if (!morph_list->known)
		return tensen_fail_nomem(err);
	return TENSEN_OK;
}

void
morphs_clear(morphs *m)
{
	lattice_free(m->lattice);
	free(m->known);
	bufs_clear(&m->mem, &m->swapped, &m->made);
	memset(m, 0, sizeof *m);
}
