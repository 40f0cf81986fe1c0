/* corpus/document/document.c - an empty document, and what counts as its text. */
#include "corpus/document/document.h"

static const char *const status_names[] = {"unknown", "alive", "dead", "pending"};

const char *
doc_status_name(int s)
{
	return s >= 0 && s <= DOC_PENDING ? status_names[s] : status_names[DOC_UNKNOWN];
}

void
document_init(document *d, arena *mem)
{
	*d = (document){.mem = mem};
}

static int
has_claim_text(const document *d)
{
	for (uint32_t i = 0; i < d->claims.n; i++)
		if (d->claims.v[i].n)
			return 1;
	return 0;
}

int
document_has_text(const document *d)
{
	return d->title.n || d->abstract.n || d->problem.n || d->means.n || d->effect.n ||
	       d->description.n || d->products.n || has_claim_text(d);
}

int
document_is_title_alone(const document *d)
{
	return d->title.n && !d->abstract.n && !d->problem.n && !d->means.n && !d->effect.n &&
	       !d->description.n && !d->products.n && !has_claim_text(d);
}

/* Japanese characters count for two: a word has about two of them and five Latin letters. */
static void
count_letters(uint64_t *latin, uint64_t *japanese, span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		*latin += (c | 32) >= 'a' && (c | 32) <= 'z';
		*japanese += c >= 0xe3 && c <= 0xe9 ? 2 : 0; /* kana and kanji in UTF-8 */
	}
}

static void
count_all_letters(uint64_t *latin, uint64_t *japanese, const document *d)
{
	const span texts[] = {d->title, d->abstract, d->problem, d->means, d->effect,
	    d->claims.n ? d->claims.v[0] : (span){"", 0}};

	*latin = *japanese = 0;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		count_letters(latin, japanese, texts[i]);
}

int
document_is_english(const document *d)
{
	uint64_t latin, japanese;

	if (d->lang.n)
		return span_starts(d->lang, SPAN_LIT("en"));
	count_all_letters(&latin, &japanese, d);
	return latin > 4 * japanese;
}

#define LETTERS_LEAST 40 /* of each language */

int
document_is_bilingual(const document *d)
{
	uint64_t latin, japanese;

	count_all_letters(&latin, &japanese, d);
	return latin >= LETTERS_LEAST && japanese >= LETTERS_LEAST && 2 * latin >= japanese &&
	       4 * japanese >= latin;
}
