/* engine/ideas/trouble.c - see trouble.h. */
#include "engine/ideas/trouble.h"
#include "text/sections.h"

#define SENTENCES_READ 64 /* of a section, which seldom has more */
#define SENTENCE_LEAST 12 /* bytes; a shorter one is a heading */
#define SENTENCE_MOST 600 /* a longer one is a claim */

typedef struct cue {
	const char *text; /* of at least three bytes */
	int counts;       /* 2: a trouble, 1: a purpose */
} cue;

/* Ways to name a trouble or a purpose.  Lower case; matched anywhere in a sentence. */
static const cue cues[] = {{"問題", 2}, {"しにくい", 2}, {"にくく", 2}, {"難し", 2}, {"困難", 2},
    {"できない", 2}, {"できず", 2}, {"おそれ", 2}, {"恐れ", 2}, {"不具合", 2}, {"不十分", 2},
    {"しまう", 2}, {"低下", 2}, {"悪化", 2}, {"損な", 2}, {"破損", 2}, {"やすい", 2}, {"欠点", 2},
    {"負担", 2}, {"課題", 1}, {"防止", 1}, {"抑制", 1}, {"低減", 1}, {"解消", 1}, {"目的", 1},
    {"提供", 1}, {"可能", 1}, {"向上", 1}, {"problem", 2}, {"difficult", 2}, {"cannot", 2},
    {"unable", 2}, {"suffer", 2}, {"fail", 2}, {"damage", 2}, {"disadvantage", 2}, {"drawback", 2},
    {"undesir", 2}, {"insufficient", 2}, {"however", 2}, {"risk", 2}, {"loss", 2}, {"unwanted", 2},
    {"prevent", 1}, {"avoid", 1}, {"reduc", 1}, {"without", 1}, {"improv", 1}, {"eliminat", 1},
    {"minimiz", 1}, {"protect", 1}, {"need", 1}, {"allow", 1}, {"in order to", 1}, {"so that", 1},
    {"thereby", 1}, {"enabl", 1}};

/* Which three bytes a sentence has, by their hash: one pass over it instead of one for each cue, which
 * took 2 % of an answer. */
#define SEEN_BITS 1024
typedef struct bytes_seen {
	uint64_t bits[SEEN_BITS / 64];
} bytes_seen;

static unsigned
three_bytes(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return (b[0] ^ (unsigned)b[1] << 2 ^ (unsigned)b[2] << 4) % SEEN_BITS;
}

static void
note_bytes(bytes_seen *seen, span sentence)
{
	memset(seen, 0, sizeof *seen);
	for (size_t at = 0; at + 3 <= sentence.n; at++) {
		unsigned bit = three_bytes(sentence.p + at);
		seen->bits[bit / 64] |= (uint64_t)1 << bit % 64;
	}
}

static int
has_cue(span sentence, const bytes_seen *seen, const char *cue_text)
{
	unsigned bit = three_bytes(cue_text);

	return (seen->bits[bit / 64] >> bit % 64 & 1) &&
	       span_find(sentence, span_of(cue_text), 0) != (size_t)-1;
}

static int
weight_of(span sentence)
{
	bytes_seen seen;
	int most = 0, sum = 0;

	note_bytes(&seen, sentence);
	for (size_t i = 0; i < sizeof cues / sizeof *cues; i++)
		if (has_cue(sentence, &seen, cues[i].text)) {
			most = cues[i].counts > most ? cues[i].counts : most;
			sum++;
		}
	return 16 * most + (sum < 15 ? sum : 15);
}

/* Put the best sentence of `text` into *best if it weighs more. */
static void
look_at(span *best, int *weight, span text)
{
	uint32_t ends[SENTENCES_READ], from = 0;
	size_t n = text_sentences(text, ends, SENTENCES_READ);

	for (size_t i = 0; i < n; from = ends[i++]) {
		span one = span_trim(span_sub(text, from, ends[i]));
		int w;
		if (one.n < SENTENCE_LEAST || one.n > SENTENCE_MOST)
			continue;
		if ((w = weight_of(one)) > *weight) {
			*best = one;
			*weight = w;
		}
	}
}

static span
first_sentence(const document_sections *sections, section what)
{
	for (size_t i = 0; i < sections->n; i++) {
		uint32_t ends[2]; /* the last takes the rest */
		if (sections->v[i].what == what && text_sentences(sections->v[i].text, ends, 2))
			return span_trim(span_sub(sections->v[i].text, 0, ends[0]));
	}
	return (span){"", 0};
}

span
trouble_of(const document_sections *sections)
{
	static const section others[] = {SEC_EFFECT, SEC_OTHER, SEC_MEANS};
	span best = {"", 0};
	int weight = 0;

	for (size_t i = 0; i < sections->n; i++)
		if (sections->v[i].what == SEC_PROBLEM)
			look_at(&best, &weight, sections->v[i].text);
	if (!best.n)
		best = first_sentence(sections, SEC_PROBLEM);
	for (size_t k = 0; k < sizeof others / sizeof *others && !best.n; k++)
		for (size_t i = 0; i < sections->n; i++)
			if (sections->v[i].what == others[k])
				look_at(&best, &weight, sections->v[i].text);
	return best;
}

span
effect_of(const document_sections *sections)
{
	static const section order[] = {SEC_EFFECT, SEC_PROBLEM, SEC_OTHER, SEC_MEANS, SEC_TITLE};
	span out = {"", 0};

	for (size_t k = 0; k < sizeof order / sizeof *order && !out.n; k++)
		out = first_sentence(sections, order[k]);
	return out;
}
