/* corpus/document/document.c - an empty document, and what counts as its text. */
#include "corpus/document/document.h"

static const char *const status_names[] = {"unknown", "alive", "dead", "pending"};

const char *
doc_status_name(int s)
{
	return s >= 0 && s <= DOC_PENDING ? status_names[s] : status_names[DOC_UNKNOWN];
}

void
document_init(document *doc, arena *mem)
{
	*doc = (document){.mem = mem};
}

static int
has_claim_text(const document *doc)
{
	for (uint32_t i = 0; i < doc->claims.n; i++)
		if (doc->claims.v[i].n)
			return 1;
	return 0;
}

int
document_has_text(const document *doc)
{
	return doc->title.n || doc->abstract.n || doc->problem.n || doc->means.n || doc->effect.n ||
	       doc->description.n || doc->products.n || has_claim_text(doc);
}

int
document_is_title_alone(const document *doc)
{
	document rest = *doc;

	rest.title.n = 0;
	return doc->title.n && !document_has_text(&rest);
}

/* Japanese characters count for two: a word has about two of them and five Latin letters. */
static void
count_letters(uint64_t *latin, uint64_t *japanese, span text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		*latin += (c | 32) >= 'a' && (c | 32) <= 'z';
		*japanese += c >= 0xe3 && c <= 0xe9 ? 2 : 0; /* kana and kanji in UTF-8 */
	}
}

static void
count_all_letters(uint64_t *latin, uint64_t *japanese, const document *doc)
{
	const span texts[] = {doc->title, doc->abstract, doc->problem, doc->means, doc->effect,
	    doc->claims.n ? doc->claims.v[0] : (span){"", 0}};

	*latin = *japanese = 0;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		count_letters(latin, japanese, texts[i]);
}

int
document_is_english(const document *doc)
{
	uint64_t latin, japanese;

	if (doc->lang.n)
		return span_starts(doc->lang, SPAN_LIT("en"));
	count_all_letters(&latin, &japanese, doc);
	return latin > 4 * japanese;
}

#define LETTERS_LEAST 40 /* of each language */

int
document_is_bilingual(const document *doc)
{
	uint64_t latin, japanese;

	count_all_letters(&latin, &japanese, doc);
	return latin >= LETTERS_LEAST && japanese >= LETTERS_LEAST && 2 * latin >= japanese &&
	       4 * japanese >= latin;
}
