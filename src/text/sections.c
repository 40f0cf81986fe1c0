/* text/sections.c - see sections.h.
 *
 * WHAT  Headings come first: 【課題】, ［目的］, (効果), "PURPOSE:".  Text before the first
 *       heading, or without headings, is cut into sentences.  The first phrase of models/cues.tsv
 *       that occurs in a sentence decides its section; a sentence without a cue belongs to the
 *       section of the sentence before.
 * WHY   Half of the older abstracts, all English ones and most typed queries have no headings;
 *       without cues their problem view would be empty.
 * RULES Works on the text as written; pieces borrow from it.
 */
#include "text/sections.h"
#include "text/utf8.h"
#include "util/fail.h"
#include "util/strtab.h"
#include "util/memory.h"

#define HEADING_MAX 72 /* bytes between the brackets */
#define N_CUES_MAX 400 /* models/cues.tsv has 146; a replaced file may have more */
#define CUE_START 3    /* least bytes of a phrase: a kanji, three letters */
#define CUE_SLOTS 4096 /* ten times N_CUES_MAX: few chains have two cues */
#define SENTENCES 64   /* sentences cut at a time */

enum { ACT_DROP = N_SECTIONS, ACT_SKIP, ACT_NONE };

typedef struct cue {
	span phrase;
	section what;
} cue;

struct sectioner {
	strtab headings;
	uint8_t act[1024]; /* by heading: a section, ACT_DROP or ACT_SKIP */
	strtab phrases;
	cue cues[N_CUES_MAX];
	size_t n_cues;
	/* Chains of cues by the hash of their first bytes: index of the first cue plus one, then
	 * for each cue the next; 0 ends a chain.  One pass over a sentence finds all its cues;
	 * one search per cue took a quarter of the time of an index of descriptions. */
	uint16_t starts[CUE_SLOTS], next[N_CUES_MAX];
};

const char *const section_names[N_SECTIONS] = {
    "title", "problem", "means", "effect", "claims", "description", "products", "other"};

static int
act_parse(span text)
{
	for (int i = 0; i < N_SECTIONS; i++)
		if (span_eq(text, span_of(section_names[i])))
			return i;
	if (span_eq(text, SPAN_LIT("drop")))
		return ACT_DROP;
	return span_eq(text, SPAN_LIT("skip")) ? ACT_SKIP : ACT_NONE;
}

static tensen_status
load_headings(sectioner *sect, const models *tables, tensen_error *err)
{
	tsv file;
	span col[2];
	size_t n;
	tensen_status st = tsv_open(&file, tables, "headings.tsv", err);

	while (st == TENSEN_OK && (n = tsv_next(&file, col, 2)) > 0) {
		int act = n == 2 ? act_parse(col[1]) : ACT_NONE;
		uint32_t id;
		if (act == ACT_NONE)
			return tensen_fail(
			    err, TENSEN_E_INPUT, SAY_HEADINGS_TSV_EXPECTED, file.line);
		if ((id = strtab_add(&sect->headings, col[0])) == STRTAB_NONE)
			return tensen_fail_nomem(err);
		if (id >= sizeof sect->act)
			return tensen_fail(
			    err, TENSEN_E_INPUT, SAY_HEADINGS_TSV_OVER, sizeof sect->act);
		sect->act[id] = (uint8_t)act;
	}
	return st;
}

static unsigned
cue_slot(const char *str)
{
	const uint8_t *b = (const uint8_t *)str;
	uint32_t word = b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16;

	return (unsigned)(word * 2654435761u >> 20); /* Knuth's multiplier; 12 bits are left */
}

static tensen_status
load_cues(sectioner *sect, const models *tables, tensen_error *err)
{
	tsv file;
	span col[2];
	size_t n;
	tensen_status st = tsv_open(&file, tables, "cues.tsv", err);

	while (st == TENSEN_OK && (n = tsv_next(&file, col, 2)) > 0) {
		int act = n == 2 ? act_parse(col[0]) : ACT_NONE;
		if (act >= N_SECTIONS || sect->n_cues == N_CUES_MAX)
			return tensen_fail(
			    err, TENSEN_E_INPUT, SAY_CUES_TSV_EXPECTED, file.line, N_CUES_MAX);
		if (col[1].n < CUE_START)
			return tensen_fail(err, TENSEN_E_INPUT, SAY_CUES_TSV_PHRASE, file.line,
			    col[1].n, CUE_START);
		if (strtab_add(&sect->phrases, col[1]) == STRTAB_NONE)
			return tensen_fail_nomem(err);
		if (sect->phrases.n >
		    sect->n_cues) /* the first entry of a phrase given twice counts */
			sect->cues[sect->n_cues++].what = (section)act;
	}
	/* backwards, so that chains run forwards */
	for (uint32_t i = (uint32_t)sect->n_cues; i-- > 0;) {
		span phrase = sect->cues[i].phrase = strtab_get(&sect->phrases, i);
		uint16_t *start = &sect->starts[cue_slot(phrase.p)];
		sect->next[i] = *start;
		*start = (uint16_t)(i + 1);
	}
	return st;
}

static tensen_status
sections_load(sectioner *sect, const models *tables, tensen_error *err)
{
	tensen_status st = load_headings(sect, tables, err);

	return st == TENSEN_OK ? load_cues(sect, tables, err) : st;
}

tensen_status
sectioner_new(sectioner **out, const models *tables, tensen_error *err)
{
	sectioner *s = *out = calloc(1, sizeof *s);
	tensen_status st = s ? sections_load(s, tables, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, sectioner_free);
}

void
sectioner_free(sectioner *sect)
{
	if (!sect)
		return;
	strtab_clear(&sect->headings);
	strtab_clear(&sect->phrases);
	free(sect);
}

/* --- headings ------------------------------------------------------------ */

typedef struct heading {
	size_t at, to; /* of the heading with its brackets */
	int act;       /* ACT_NONE: unknown, or no heading */
} heading;

/* The closing bracket of `open`, 0 if it is no bracket; *sure = 1: the form alone makes a heading.
 */
static uint32_t
closing_of(uint32_t open, int *sure)
{
	static const uint16_t pairs[][2] = {{0x3010, 0x3011} /* 【】 */,
	    {0x3014, 0x3015} /* 〔〕 */, {0xff3b, 0xff3d} /* ［］ */, {0xff08, 0xff09} /* （） */,
	    {'[', ']'}, {'(', ')'}, {'<', '>'}};

	*sure = open == 0x3010;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i][0] == open)
			return pairs[i][1];
	return 0;
}

/* A copy of a heading as the table spells it: without blanks in Japanese, ASCII in lower case;
 * trailing digits and "(s)" stay. */
static span
heading_key(char *key, span inner)
{
	size_t n = 0;
	int ascii = 1;

	for (size_t i = 0; i < inner.n; i++)
		ascii &= (unsigned char)inner.p[i] < 0x80;
	for (size_t i = 0; i < inner.n && n < HEADING_MAX; i++) {
		char c = inner.p[i];
		if (!ascii && inner.n - i >= 3 && memcmp(inner.p + i, "\xe3\x80\x80", 3) == 0)
			i += 2;
		else if (ascii || (c != ' ' && c != '\n' && c != '\r' && c != '\t'))
			key[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	return span_trim((span){key, n});
}

static int
find_act(const sectioner *sect, span inner)
{
	char key[HEADING_MAX];
	uint32_t id = strtab_find(&sect->headings, heading_key(key, inner));

	return id == STRTAB_NONE ? ACT_NONE : sect->act[id];
}

/* 1 if a heading may begin at `at`. */
static int
at_start(span text, size_t at)
{
	uint32_t c = utf8_before(text.p, text.p + at);

	return c == 0 || c == '\n' || c == '\r' || c == ' ' || c == 0x3000 || c == 0x3002 ||
	       c == 0x3011 || c == ')' || c == 0xff09;
}

/* 1 if a bracketed heading stands at `at`. */
static int
sections_bracketed(const sectioner *sect, span text, size_t at, heading *head_of)
{
	const char *p = text.p + at, *end = text.p + text.n, *q;
	size_t n, first;
	int sure;
	uint32_t close = closing_of(utf8_get(p, end, &first), &sure);

	if (!close)
		return 0;
	for (q = p + first; q < end && q - p <= HEADING_MAX; q += n)
		if (utf8_get(q, end, &n) == close)
			break;
	if (q >= end || q - p > HEADING_MAX)
		return 0;
	head_of->at = at;
	head_of->to = (size_t)(q - text.p) + n;
	head_of->act = find_act(sect, (span){p + first, (size_t)(q - p) - first});
	if (head_of->act == ACT_NONE && (sure || (at == 0 && span_starts(text, SPAN_LIT("(57)")))))
		head_of->act = ACT_DROP;
	return head_of->act != ACT_NONE && (sure || at_start(text, at));
}

/* 1 if an English heading "PURPOSE:" stands at `at`, in capitals or at the start of a line. */
static int
sections_worded(const sectioner *sect, span text, size_t at, heading *head_of)
{
	size_t i = at, capitals = 0;

	while (i < text.n && i - at <= HEADING_MAX &&
	       (is_latin((unsigned char)text.p[i]) || text.p[i] == ' ')) {
		capitals += text.p[i] >= 'A' && text.p[i] <= 'Z';
		i++;
	}
	if (i >= text.n || text.p[i] != ':' || i - at < 5 || capitals == 0 || !at_start(text, at))
		return 0;
	head_of->at = at;
	head_of->to = i + 1;
	head_of->act = find_act(sect, (span){text.p + at, i - at});
	return head_of->act != ACT_NONE && (capitals > 3 || at == 0 || text.p[at - 1] == '\n');
}

/* The next heading at or behind `from`; 0: none. */
static int
next_heading(const sectioner *sect, span text, size_t from, heading *head_of)
{
	for (size_t i = from; i < text.n;) {
		unsigned char c = (unsigned char)text.p[i];
		if (c == '(' || c == '[' || c == '<' || c == 0xe3 || c == 0xef) {
			if (sections_bracketed(sect, text, i, head_of))
				return 1;
		} else if (c >= 'A' && c <= 'Z' && sections_worded(sect, text, i, head_of))
			return 1;
		i += utf8_len(c);
	}
	return 0;
}

/* --- cues ---------------------------------------------------------------- */

typedef struct cutter {
	const sectioner *s;
	section_piece *v;
	size_t n, max;
} cutter;

static void
sections_add(cutter *cutting, int what, span text, int cued)
{
	section_piece *last = cutting->n ? &cutting->v[cutting->n - 1] : NULL;

	text = span_trim(text);
	if (text.n == 0)
		return;
	/* neighbouring cued sentences of one section are one piece */
	if (cued && last && last->cued && (int)last->what == what) {
		last->text.n = (size_t)(text.p + text.n - last->text.p);
		return;
	}
	if (cutting->n < cutting->max)
		cutting->v[cutting->n++] = (section_piece){(section)what, text, (uint8_t)cued};
}

/* Searches a copy in lower case, as the phrases are. */
static int
cue_of(const sectioner *sect, span sentence)
{
	char lower[SENTENCE_MAX + 64];
	size_t n = sentence.n < sizeof lower ? sentence.n : sizeof lower;
	size_t best = sect->n_cues;

	for (size_t i = 0; i < n; i++) {
		char c = sentence.p[i];
		lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	for (size_t at = 0; at + CUE_START <= n; at++) {
		span rest = {lower + at, n - at};
		for (size_t i = sect->starts[cue_slot(rest.p)]; i > 0 && i <= best;
		     i = sect->next[i - 1])
			if (span_starts(rest, sect->cues[i - 1].phrase))
				best = i - 1;
	}
	return best < sect->n_cues ? (int)sect->cues[best].what : ACT_NONE;
}

/* Cuts text without headings; `what` is the section of the sentence before. */
static void
cut_cued(cutter *cutting, span text, int what)
{
	uint32_t ends[SENTENCES];
	size_t n, from;

	do {
		n = text_sentences(text, ends, SENTENCES);
		from = 0;
		/* the last entry of a full table may hold more than one sentence */
		for (size_t i = 0; i < n - (n == SENTENCES) && n; i++) {
			span sentence = span_sub(text, from, ends[i]);
			int act = cue_of(cutting->s, sentence);
			if (act != ACT_NONE)
				what = act;
			sections_add(cutting, what, sentence, 1);
			from = ends[i];
		}
		text = span_sub(text, from, text.n);
	} while (n == SENTENCES);
}

/* Cuts text under no known heading.  Sentences before the first cue belong to no section; if the
 * text has means, these sentences describe its starting point and count as means too. */
static void
cut_free(cutter *cutting, span text)
{
	size_t first = cutting->n;

	cut_cued(cutting, text, SEC_OTHER);
	if (cutting->n - first > 1 && cutting->v[first].what == SEC_OTHER &&
	    cutting->v[first + 1].what == SEC_MEANS) {
		cutting->v[first].what = SEC_MEANS;
		cutting->v[first].text.n =
		    (size_t)(cutting->v[first + 1].text.p + cutting->v[first + 1].text.n -
			     cutting->v[first].text.p);
		memmove(cutting->v + first + 1, cutting->v + first + 2,
		    (cutting->n - first - 2) * sizeof *cutting->v);
		cutting->n--;
	}
}

size_t
sectioner_cut(const sectioner *sect, span text, section_piece *pieces, size_t max)
{
	cutter c = {sect, pieces, 0, max};
	heading h = {0, 0, ACT_NONE};
	size_t from = 0;
	int what = ACT_NONE; /* the section of the last heading; ACT_NONE: free text */

	while (from < text.n) {
		int more = next_heading(sect, text, from, &h);
		span body = span_sub(text, from, more ? h.at : text.n);
		if (what == ACT_NONE)
			cut_free(&c, body);
		else if (what != ACT_SKIP)
			sections_add(&c, what, body, 0);
		if (!more)
			break;
		if (h.act != ACT_DROP)
			what = h.act;
		else if (what == ACT_SKIP)
			what = ACT_NONE;
		from = h.to;
	}
	return c.n;
}
