/* bench/data/corpus_text.c - see corpus_text.h.
 *
 * Sentences are expanded from patterns; a letter behind % is replaced:
 *   T the head concept   C a concept (a part, perhaps with its sign)   N any noun
 *   A an action   H a harm   D a number   M a clause before a noun, or nothing */
#include "corpus_text.h"

typedef struct patterns {
	const char *const *v;
	uint32_t n;
} patterns;
#define PATTERNS(a)                                                                                \
	{                                                                                          \
		a, sizeof(a) / sizeof *(a)                                                         \
	}

static const char *const title_ja[] = {"%N", "%N", "%N及び%N", "%N%A装置", "%Nの%A方法", "%A%N",
    "%Nを備えた%N", "%N用%N", "%N、%N及び%N", "%Nおよびその製造方法", "%Nの製造方法",
    "%N%Aシステム"};
static const char *const title_en[] = {"%N", "%N and %N", "method to %A %N", "%N for %N",
    "apparatus to %A %N", "%N having %N", "system and method to %A %N", "%N with %N"};

static const char *const problem_ja[] = {"%M%Tにおいて、%Nの%Hを%Aする%Tを提供する。",
    "%Nの%Aを%Aしつつ、%Nの%Hを%Aできる%Tを提供すること。",
    "%Nを%Aすると%Nに%Hが生じ、%M%Nを%Aすることが難しい。",
    "%M%Nが%Hにより%Aされ、%Nの%Aに時間がかかっていた。", "%Nの%Hに強く、%Nの%Aが容易な%Tを得る。",
    "%Nと%Nとの%Aに伴う%Hが%Nに及ぶおそれがある。", "%M%Tの%Hを抑え、%Nを安定して%Aする。",
    "%Nで%Nの%Hを%Aすることができる%Tを提供する。",
    "従来の%Tでは、%M%Nの%Hが避けられず、%Nを十分に%Aできなかった。",
    "%Nの%Aを損なうことなく、%M%Nを%Aする。", "%Hを招くことなく%Nを%Aし得る%Tの提供を目的とする。",
    "%Nごとに%Nを%Aする必要があり、%Nの%Aを要していた。", "%M%Nに適した%Tを低コストで%Aする。",
    "%Nの%Hと%Nの%Hとを共に%Aする。", "%Nが大きいほど%Nの%Hが目立つという問題があった。"};
static const char *const problem_en[] = {"It is to provide %T that can %A the %H of the %N.",
    "The %H of the %N makes it hard to %A the %N.",
    "When the %N is to %A the %N, %H of the %N is seen.",
    "There is a wish for %T that can %A %N without %H.",
    "Other %T may not %A %M%N for %H in the %N.",
    "The %N would %A %N, and %H of the %T would follow.",
    "An aim is to %A %N with the %N of the %T as it is."};

static const char *const means_ja[] = {"%Tは、%M%Cと、%M%Cと、%M%Cとを備える。",
    "%Tは、%M%Cと、%Cを%Aする%Cとを有し、%Cは、%Nに応じて%Nを%Aする。",
    "%Cは、%M%Cの%Nに%Aされている。", "%Cが%Cを%Aすると、%Cは%Nを%Aし、%Nが%Aされる。",
    "%M%Cには、%Cに向かって%Aする%Cが設けられている。", "%Cと%Cとの間に、%Nからなる%Cが%Aされる。",
    "%Cの%Nは、%Dｍｍ以上%Dｍｍ以下である。",
    "%Cは、%M%Nを%Aする%Nと、%Nを含む%Nとを%Aして得られる。",
    "%Cは、%Nの%Nに基づいて%Nを%Aし、%Aした%Nを%Cへ%Aする。",
    "%Cの%Nにおいて%Nが所定の%Nを超えた場合に、%Cを%Aする。",
    "%M%Nを%D質量％含有し、%Nの%Nが%D℃以下である。", "%Cの%Nは%Cに%Aされ、%Nは%M%Cに%Aされる。",
    "%Nを%Aする工程と、%Aされた%Nを%Nにより%Aする工程とを含む。",
    "%Cは、%Cの%Aに連動して%Cを%Aする%Cを更に備える。", "%Cを%Aするための%Cが%Cの%Nに沿って並ぶ。",
    "%Nの%Aにより%M%Cが%Aし、%Cの%Hが%Aされる。", "%Cは%Nを%Nに%Aし、%Cは%M%Nを%Aして%Nとする。",
    "%Cと、前記%Cに%Aされた%Cとから%M%Tを構成する。"};
static const char *const means_en[] = {"The %T includes %M%C, %M%C and %M%C.",
    "The %C is to %A the %C by the %N.", "The %C is between the %C and the %C so as to %A the %N.",
    "When the %C is to %A the %C, the %N of the %C will %A it.",
    "With %M%C on the %C, the %N can %A the %N.", "The %N of the %C is %D or more and %D or less.",
    "The %N and the %N will %A the %N by the %N.",
    "The %C is at the %N of the %C, and %M%C is at the other.",
    "The %C has %D percent of %N and %M%N.", "The %C may %A %M%C of the %C.",
    "From the %N, the %C can %A %N into %N.", "Each %C of the %T has %M%C which would %A the %N.",
    "The %C, which is to %A the %C, has %M%C."};

static const char *const effect_ja[] = {"%Nの%Hを%Aすることができる。",
    "%Nを%Aすることなく%Nが%Aされる。", "%M%Nの%Aが容易になり、%Nの%Nが向上する。",
    "%Nが%Aされるため、%Nの%Hが生じにくい。", "%Nに%Hがあっても%Nを確実に%Aできる。",
    "%Nの%Aに要する%Nを短くし、%Nを小さくできる。"};
static const char *const effect_en[] = {"This makes it possible to %A the %H of the %N.",
    "The %N is kept even when the %N has %H.", "As a result the %N can %A %M%N at low cost."};

static const char *const claim_ja[] = {"%M%Cと、", "前記%Cを%Aする%Cと、",
    "%M前記%Cに%Aされた%Cと、", "%Nにより%Nを%Aする%Cと、", "前記%Cの%Nに基づいて%Nを%Aする%Cと、",
    "前記%Cと前記%Cとの間に配置された%Cと、", "%Nを%Aして%Nを得る%Cと、",
    "前記%Cは、%Nを%Aするとともに%M%Nを%Aし、", "%D℃以上の%Nを有する%Cと、"};
static const char *const claim_en[] = {"%M%C;", "a %C configured to %A the %C;",
    "a %C disposed on the %C;", "%M%N to %A the %N by the %C;",
    "wherein the %C is to %A the %N based on the %N;"};

static const char *const modify_ja[] = {"", "", "", "%Nを有する", "%Nに設けられた",
    "%Nから%Aされる", "%Nを%Aした", "%Nと%Nとの間の", "%Nに対して%Aする", "%Nの", "%Nを%A可能な"};
static const char *const modify_en[] = {
    "a ", "the ", "a ", "an upper ", "a %N ", "the first ", "a second ", "the %N "};

static const patterns titles[N_LANGS] = {PATTERNS(title_ja), PATTERNS(title_en)};
static const patterns problems[N_LANGS] = {PATTERNS(problem_ja), PATTERNS(problem_en)};
static const patterns means[N_LANGS] = {PATTERNS(means_ja), PATTERNS(means_en)};
static const patterns effects[N_LANGS] = {PATTERNS(effect_ja), PATTERNS(effect_en)};
static const patterns claims[N_LANGS] = {PATTERNS(claim_ja), PATTERNS(claim_en)};
static const patterns modifiers[N_LANGS] = {PATTERNS(modify_ja), PATTERNS(modify_en)};

/* The finer the topic, the fewer words it has of its own. */
static void
fresh_noun(buf *out, subject *s)
{
	static const struct {
		double part, slope, shift, ranks;
	} levels[] = {
	    {0.20, 1.15, 50, 4e8}, {0.20, 1.3, 6, 1e8}, {0.32, 1.45, 3, 1e7}, {0.28, 1.5, 2, 1e6}};
	double u = rng_unit(&s->r);
	int l = 0;

	while (l < 3 && (u -= levels[l].part) >= 0)
		l++;
	noun_add(out, s->w, s->lang, s->topics[l],
	    zipf(&s->r, levels[l].slope, levels[l].shift, levels[l].ranks));
}

/* A word of a list that the program holds in an order of its own; each topic mixes
 * the list differently, so that neighbours do the same things to different things. */
static span
draw(subject *s, const strtab *t)
{
	uint32_t u = rng_below(&s->r, 100);
	uint64_t topic = s->topics[u < 25 ? 0 : u < 50 ? 1 : u < 80 ? 2 : 3];
	uint32_t rank = zipf(&s->r, 1.3, 2, t->n);

	return strtab_get(t, (uint32_t)(rng_at(topic, rank) % t->n));
}

void
subject_choose(subject *s)
{
	size_t ends[MAX_CONCEPTS];

	s->n_concepts = 10 + rng_below(&s->r, MAX_CONCEPTS - 9);
	s->signed_parts = rng_below(&s->r, 100) < 55;
	buf_reset(&s->mem);
	for (uint32_t i = 0; i < s->n_concepts; i++) {
		fresh_noun(&s->mem, s);
		ends[i] = s->mem.n;
	}
	for (uint32_t i = 0; i < s->n_concepts; i++) {
		size_t from = i ? ends[i - 1] : 0;
		s->concepts[i] = (span){s->mem.p + from, ends[i] - from};
	}
	for (int i = 0; i < OWN_ACTIONS; i++)
		s->actions[i] = draw(s, &s->w->actions[s->lang]);
	for (int i = 0; i < OWN_HARMS; i++)
		s->harms[i] = draw(s, &s->w->harms[s->lang]);
}

static void concept(buf *out, subject *s, int sign)
{
	uint32_t i = zipf(&s->r, 0.7, 1, s->n_concepts) - 1;

	buf_span(out, s->concepts[i]);
	if (sign && s->signed_parts) { /* full-width digits, as the Office prints them */
		if (s->lang == LANG_EN) {
			buf_printf(out, " %u", 10 + i);
		} else {
			uint32_t number = 10 + i * 2;
			for (uint32_t unit = 10; unit; unit /= 10) {
				char digit[4] = "\xef\xbc\x90";
				digit[2] = (char)(digit[2] + (char)(number / unit % 10));
				buf_str(out, digit);
			}
		}
	}
}

static void expand(buf *out, subject *s, const char *pattern);

static const char *
pick(subject *s, const patterns *p)
{
	return p[s->lang].v[rng_below(&s->r, p[s->lang].n)];
}

static void
fill(buf *out, subject *s, char slot)
{
	switch (slot) {
	case 'T':
		buf_span(out, s->concepts[0]);
		break;
	case 'C':
		concept
		(out, s, 1);
		break;
	case 'N':
		if (rng_below(&s->r, 100) < 45)
		concept
		(out, s, 0);
		else fresh_noun(out, s);
		break;
	case 'A':
		buf_span(out, s->actions[rng_below(&s->r, OWN_ACTIONS)]);
		break;
	case 'H':
		buf_span(out, s->harms[rng_below(&s->r, OWN_HARMS)]);
		break;
	case 'D':
		buf_printf(out, "%u", 1 + rng_below(&s->r, 200));
		break;
	case 'M':
		expand(out, s, pick(s, modifiers));
		break;
	default:
		break;
	}
}

/* Patterns of modifiers hold no modifiers, so this ends. */
static void
expand(buf *out, subject *s, const char *pattern)
{
	for (const char *p = pattern; *p;) {
		const char *slot = strchr(p, '%');
		buf_add(out, p, slot ? (size_t)(slot - p) : strlen(p));
		if (!slot)
			return;
		fill(out, s, slot[1]);
		p = slot + 2;
	}
}

static void
sentences(buf *out, subject *s, const patterns *p, uint32_t chars)
{
	size_t until = out->n + (size_t)chars * (s->lang == LANG_JA ? 3 : 1);

	do {
		expand(out, s, pick(s, p));
		if (s->lang == LANG_EN)
			buf_char(out, ' ');
	} while (out->n < until);
}

void
text_title(buf *out, subject *s)
{
	expand(out, s, pick(s, titles));
}

void
text_problem(buf *out, subject *s, uint32_t chars)
{
	sentences(out, s, problems, chars);
}

void
text_means(buf *out, subject *s, uint32_t chars)
{
	sentences(out, s, means, chars);
}

void
text_effect(buf *out, subject *s, uint32_t chars)
{
	sentences(out, s, effects, chars);
}

void
text_claim(buf *out, subject *s, uint32_t chars)
{
	if (s->lang == LANG_EN)
		expand(out, s, "A %T comprising: ");
	sentences(out, s, claims, chars);
	if (s->lang == LANG_JA)
		expand(out, s, "を備えることを特徴とする%T。");
}
