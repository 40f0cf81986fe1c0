/* engine/ideas/titles.c - see titles.h. */
#include "engine/ideas/titles.h"
#include <ctype.h>
#include <string.h>
#include "text/utf8.h"

/* Separators of the things that a title names. */
static const span joins[] = {SPAN_LIT("、"), SPAN_LIT("，"), SPAN_LIT("および"), SPAN_LIT("及び"),
    SPAN_LIT("並びに"), SPAN_LIT("ならびに"), SPAN_LIT("とその"), SPAN_LIT("とこれを"),
    SPAN_LIT(" and "), SPAN_LIT(", "), SPAN_LIT("; ")};

/* Words that say nothing of the product: alone they are no head, behind another word they are cut.
 */
static const span general_ja[] = {SPAN_LIT("製造方法"), SPAN_LIT("製造装置"), SPAN_LIT("処理方法"),
    SPAN_LIT("処理装置"), SPAN_LIT("方法"), SPAN_LIT("製法"), SPAN_LIT("装置"),
    SPAN_LIT("システム"), SPAN_LIT("機構"), SPAN_LIT("構造体"), SPAN_LIT("構造"), SPAN_LIT("部材"),
    SPAN_LIT("部品"), SPAN_LIT("器具"), SPAN_LIT("機器"), SPAN_LIT("用途"), SPAN_LIT("使用"),
    SPAN_LIT("組成物"), SPAN_LIT("材料"), SPAN_LIT("ユニット"), SPAN_LIT("プログラム"),
    SPAN_LIT("媒体")};
static const char *const general_en[] = {"method", "process", "apparatus", "system", "device",
    "assembly", "use", "composition", "arrangement", "mechanism", "structure", "unit", "article",
    "product", "material", "technique", "program", "medium"};
static const char *const phrase_ends[] = {"for", "of", "with", "having", "using", "in", "by", "to",
    "from", "comprising", "including", "that", "which", "on", "based", "and", "or", "under"};

#define THING_LEAST 6 /* bytes ahead of a separator: two letters */
#define WHOLE_LEAST 9 /* bytes: three letters; of two, 車両 and 基板 have too many devices */

/* The third bytes, less 0x80, of 、 お及 ， 並 と な. */
#define JOIN_THIRDS                                                                                \
	(1ull << 0x01 | 1ull << 0x0a | 1ull << 0x0c | 1ull << 0x26 | 1ull << 0x28 | 1ull << 0x2a)

/* 0: no separator begins with this letter.  Asked for each letter of many titles, so most take one
 * comparison: of the third byte, as all kana begin with the same one. */
static int
may_join(const char *letter, size_t left)
{
	unsigned char first = (unsigned char)*letter;

	if (first < 0xe3)
		return first <= ' ' || first == ',' || first == ';';
	return left >= 3 && JOIN_THIRDS >> (letter[2] & 63) & 1;
}

/* Bits of the separators that begin at `at`. */
static unsigned
join_at(span title, size_t at)
{
	const char *p = title.p + at;
	unsigned found = 0;

	if (!may_join(p, title.n - at))
		return 0;
	for (unsigned k = 0; k < sizeof joins / sizeof *joins; k++)
		if (title.n - at >= joins[k].n && p[joins[k].n - 1] == joins[k].p[joins[k].n - 1] &&
		    !memcmp(p, joins[k].p, joins[k].n))
			found |= 1u << k;
	return found;
}

span
title_thing(span title)
{
	unsigned early = 0; /* separators that stand in the first letters: they separate nothing */

	title = span_trim(title);
	for (size_t at = 0; at < title.n; at += utf8_len((unsigned char)title.p[at])) {
		unsigned join = join_at(title, at) & ~early;
		if (join && at >= THING_LEAST)
			return span_trim(span_sub(title, 0, at));
		early |= join;
	}
	return title;
}

static uint32_t
letter_at(span text, size_t at, size_t *n)
{
	return utf8_get(text.p + at, text.p + text.n, n);
}

static uint32_t
titles_lower(uint32_t c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/* The next piece of a title's key, from *at on, into piece; 0 at the end. */
static size_t
key_piece(char piece[4], span title, size_t *at)
{
	for (size_t n; *at < title.n;) {
		const char *p = title.p + *at;
		uint32_t c = letter_at(title, *at, &n);
		*at += n;
		if (c <= ' ' || is_hiragana(c) || c == 0x53ca || c == 0x3001 || c == 0xff0c ||
		    c == ',' || c == '-')
			continue;
		memcpy(piece, p, n);
		if (c < 0x80)
			*piece = (char)titles_lower(c);
		return n;
	}
	return 0;
}

void
title_key(buf *out, span title)
{
	char piece[4];

	for (size_t at = 0, n; (n = key_piece(piece, title, &at));)
		buf_add(out, piece, n);
}

int
title_has_key(span title, span key)
{
	char piece[4];
	size_t from = 0;

	for (size_t at = 0, n; (n = key_piece(piece, title, &at)); from += n)
		if (key.n - from < n || memcmp(key.p + from, piece, n))
			return 0;
	return from == key.n;
}

/* Asked with two dozen ends of many titles: most differ in the last byte. */
static int
ends_with(span text, span end)
{
	return text.n >= end.n && (!end.n || (text.p[text.n - 1] == end.p[end.n - 1] &&
						 !memcmp(text.p + text.n - end.n, end.p, end.n)));
}

/* ---- Japanese ---- */

/* The run of letters other than hiragana and signs at the end. */
static span
last_run(span text)
{
	size_t from = text.n;

	while (from > 0) {
		size_t at = from - 1, n;
		uint32_t c;
		while (at > 0 && ((unsigned char)text.p[at] & 0xc0) == 0x80)
			at--;
		c = letter_at(text, at, &n);
		if (!is_kanji(c) && !is_katakana(c) && !is_latin(c) && !(c >= '0' && c <= '9'))
			break;
		from = at;
	}
	return span_sub(text, from, text.n);
}

static int
is_general_ja(span run)
{
	for (size_t i = 0; i < sizeof general_ja / sizeof *general_ja; i++)
		if (run.n == general_ja[i].n && ends_with(run, general_ja[i]))
			return 1;
	return 0;
}

static title_head
cut_general(span run)
{
	for (size_t i = 0; i < sizeof general_ja / sizeof *general_ja; i++) {
		span g = general_ja[i];
		if (ends_with(run, g) && run.n >= g.n + 6) /* two letters remain */
			return (title_head){.text = span_sub(run, 0, run.n - g.n), .exact = 1};
	}
	return (title_head){.text = run};
}

/* What stands before の or 用 ahead of a device: ベッド of ベッドの昇降装置. */
static span
whole_before(span thing, span run)
{
	const span no = span_of("の"), use = span_of("用");
	span before = span_sub(thing, 0, thing.n - run.n);

	if (!ends_with(before, no))
		return (span){"", 0};
	before = span_sub(before, 0, before.n - no.n);
	run = last_run(before);
	if (ends_with(run, use))
		run = span_sub(run, 0, run.n - use.n);
	return run.n >= WHOLE_LEAST && !is_general_ja(run) ? run : (span){"", 0};
}

static title_head
head_ja(span thing)
{
	const span no = span_of("の");
	span run = last_run(thing);
	title_head out;

	while (run.n && is_general_ja(run)) {
		span before = span_sub(thing, 0, thing.n - run.n);
		if (!ends_with(before, no))
			return (title_head){.text = {"", 0}};
		thing = span_sub(before, 0, before.n - no.n);
		run = last_run(thing);
	}
	if (run.n < 6)
		return (title_head){.text = {"", 0}};
	out = cut_general(run);
	if (out.exact)
		out.whole = whole_before(thing, run);
	return out;
}

/* ---- English ---- */

static int
same_letters(span text, span bytes)
{
	if (text.n != bytes.n)
		return 0;
	for (size_t i = 0; i < text.n; i++)
		if (titles_lower((unsigned char)text.p[i]) !=
		    titles_lower((unsigned char)bytes.p[i]))
			return 0;
	return 1;
}

static span
titles_singular(span word)
{
	return word.n > 3 && (word.p[word.n - 1] | 32) == 's' && (word.p[word.n - 2] | 32) != 's'
		   ? span_sub(word, 0, word.n - 1)
		   : word;
}

static int
is_one_of(span word, const char *const *str, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (same_letters(word, span_of(str[i])))
			return 1;
	return 0;
}

/* The word from *at on; *at moves behind it.  Empty at the end. */
static span
next_word(span text, size_t *at)
{
	size_t from = *at;

	while (from < text.n && text.p[from] == ' ')
		from++;
	*at = from;
	while (*at < text.n && text.p[*at] != ' ')
		(*at)++;
	return span_sub(text, from, *at);
}

static int
is_left_out(span word, int first)
{
	static const char *const articles[] = {"a", "an", "the"};

	return is_one_of(word, articles, 3) ||
	       (first && word.n > 5 && ends_with(word, span_of("ing")));
}

/* The last two words of the phrase from *at on, general words at its end left out. */
static title_head
titles_phrase(span text, size_t *at)
{
	span words[2] = {{"", 0}, {"", 0}};
	title_head out = {.text = {"", 0}};
	int n = 0;

	for (span w; (w = next_word(text, at)).n;) {
		if (is_one_of(w, phrase_ends, sizeof phrase_ends / sizeof *phrase_ends))
			break;
		if (is_left_out(w, n == 0 && *at < text.n))
			continue;
		if (is_one_of(
			titles_singular(w), general_en, sizeof general_en / sizeof *general_en)) {
			out.exact = 1;
			continue;
		}
		words[0] = words[1];
		words[1] = w;
		n++;
	}
	if (n)
		out.text = n > 1 ? span_sub(text, (size_t)(words[0].p - text.p),
				       (size_t)(words[1].p + words[1].n - text.p))
				 : words[1];
	return out;
}

static title_head
head_en(span thing)
{
	size_t at = 0;
	title_head out = {.text = {"", 0}};

	while (!out.text.n && at < thing.n)
		out = titles_phrase(thing, &at);
	return out;
}

title_head
title_head_of(span title)
{
	span thing = title_thing(title);

	return has_japanese(thing) ? head_ja(thing) : head_en(thing);
}

/* Whole words of English: "pack" is not the end of "backpack". */
static int
matches_en(span text, span bytes)
{
	text = titles_singular(text);
	bytes = titles_singular(bytes);
	if (text.n < bytes.n) {
		span z = text;
		text = bytes;
		bytes = z;
	}
	return same_letters(span_sub(text, text.n - bytes.n, text.n), bytes) &&
	       (text.n == bytes.n || text.p[text.n - bytes.n - 1] == ' ');
}

/* One is the whole of the other, or both are of one whole. */
static int
share_whole(title_head title, title_head one)
{
	if (title.whole.n && one.whole.n)
		return span_eq(title.whole, one.whole);
	return (title.whole.n && ends_with(one.text, title.whole)) ||
	       (one.whole.n && ends_with(title.text, one.whole));
}

int
title_heads_match(title_head title, title_head one)
{
	int ja = has_japanese(title.text);

	if (!title.text.n || !one.text.n || ja != has_japanese(one.text))
		return 0;
	if (ja && share_whole(title, one))
		return 1;
	if (title.exact || one.exact)
		return ja ? span_eq(title.text, one.text)
			  : same_letters(titles_singular(title.text), titles_singular(one.text));
	return ja ? ends_with(title.text, one.text) || ends_with(one.text, title.text)
		  : matches_en(title.text, one.text);
}

/* 1 if a word could go on from one of these letters to the other. */
static int
in_one_word(uint32_t c, uint32_t next)
{
	return (is_katakana(c) && is_katakana(next)) || (is_latin(c) && is_latin(next));
}

/* The letter that ends at `at`, 0 at the beginning. */
static uint32_t
letter_before(span text, size_t at)
{
	size_t from = at, n;

	if (at == 0)
		return 0;
	do
		from--;
	while (from > 0 && ((unsigned char)text.p[from] & 0xc0) == 0x80);
	return letter_at(text, from, &n);
}

int
title_names(span title, title_head head)
{
	const span name = has_japanese(head.text) ? head.text : titles_singular(head.text);
	size_t n;

	if (!name.n || (!has_japanese(name) && !memchr(name.p, ' ', name.n)))
		return 0;
	for (size_t at = 0; at + name.n <= title.n; at++) {
		size_t end = at + name.n;
		if (!same_letters(span_sub(title, at, end), name))
			continue;
		if (end < title.n && titles_lower((unsigned char)title.p[end]) == 's')
			end++;
		if ((at == 0 || !in_one_word(letter_before(title, at), letter_at(title, at, &n))) &&
		    (end == title.n ||
			!in_one_word(letter_before(title, end), letter_at(title, end, &n))))
			return 1;
	}
	return 0;
}

static int
has_word(span title, span word)
{
	size_t at = 0;

	for (span w; (w = next_word(title, &at)).n;) {
		while (w.n && ispunct((unsigned char)w.p[w.n - 1]))
			w.n--;
		if (same_letters(titles_singular(w), titles_singular(word)))
			return 1;
	}
	return 0;
}

static span
last_word_of(span text)
{
	size_t at = 0;
	span last = {"", 0};

	for (span w; (w = next_word(text, &at)).n;)
		last = w;
	return last;
}

/* A Japanese title that is nothing but the name of a product; else empty. */
static span
bare_name(span title, span head)
{
	const span thing = title_thing(title);

	if (!has_japanese(thing) || (head.n && !span_eq(thing, head)))
		return (span){"", 0};
	return head.n || (thing.n >= WHOLE_LEAST && utf8_all(thing, is_hiragana)) ? thing
										  : (span){"", 0};
}

title_product
title_product_of(span title)
{
	const span head = title_head_of(title).text;
	const span noun = has_japanese(head) ? (span){"", 0} : last_word_of(head);

	return (title_product){title, noun, bare_name(title, head)};
}

int
title_products_match(title_product title, title_product one)
{
	if (title_names(one.title, (title_head){.text = title.bare}) ||
	    title_names(title.title, (title_head){.text = one.bare}))
		return 1;
	return title.noun.n && one.noun.n &&
	       (has_word(one.title, title.noun) || has_word(title.title, one.noun));
}
