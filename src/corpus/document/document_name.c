/* corpus/document/document_name.c - document_name() of document.h. */
#include "corpus/document/document.h"
#include <string.h>

#define NAME_LEAST 4 /* bytes */
#define NAME_MOST 90

/* What an abstract begins with before it names anything; lower case.  Found by reading the names of
 * 3,290 US abstracts. */
static const char *const begins[] = {"disclosed herein", "provided herein", "described herein",
    "what is disclosed", "disclosed", "provided", "described", "there", "the present invention",
    "present invention", "this invention", "the invention", "the present disclosure",
    "present disclosure", "the disclosure", "this disclosure", "the present application",
    "this application", "the present subject matter", "present embodiments", "present embodiment",
    "some embodiments", "exemplary embodiments", "exemplary embodiment", "example embodiments",
    "an embodiment", "one embodiment", "one exemplary embodiment", "embodiments", "embodiment",
    "an example of", "example of", "in order to", "a description is given of", "here", "aspects",
    "an aspect", "one aspect", "first aspect", "it is", "an object of", "one object of",
    "object of", "objects of", "object is", "subject of", "to provide", "generally", "broadly",
    "relates to", "relate to", "relates", "relate", "relating to", "pertains to", "pertain to",
    "directed to", "directed toward", "directed towards", "drawn to", "provides", "provide",
    "presents", "proposes", "disclose", "discloses", "describes", "concerns", "includes", "include",
    "is", "are", "of", "in", "to", "according to", "improved", "a", "an", "the", "one or more",
    "various", "novel", "new", "exemplary"};
/* They name nothing alone: what follows them belongs to the name. */
static const char *const empty[] = {"method", "methods", "apparatus", "apparatuses", "system",
    "systems", "device", "devices", "process", "processes", "technique", "techniques", "and", "or",
    "a", "an", "computer-implemented", "is", "are", "provided", "disclosed", "described",
    "directed", "for", "to", "of"};
/* Words behind a noun phrase. */
static const char *const ends[] = {"comprising", "comprises", "comprise", "includes", "include",
    "including", "having", "has", "have", "is", "are", "was", "were", "can", "may", "which", "that",
    "wherein", "whereby", "where", "when", "consisting", "consists", "characterized", "provides",
    "provide", "uses", "employs", "contains", "containing", "utilizes", "adapted", "capable",
    "according", "so", "to", "such", "by", "receives", "operates", "features", "comprised",
    "in accordance", "of the present", "of the invention", "of the disclosure"};

static int
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int
begins_with(span text, const char *word)
{
	size_t n = strlen(word);

	if (text.n < n)
		return 0;
	for (size_t i = 0; i < n; i++)
		if ((is_letter(text.p[i]) ? text.p[i] | 32 : text.p[i]) != word[i])
			return 0;
	return text.n == n || !is_letter(text.p[n]);
}

static span
without_beginning(span text)
{
	size_t k = 0;

	while (k < sizeof begins / sizeof *begins) {
		if (!begins_with(text, begins[k])) {
			k++;
			continue;
		}
		text = span_sub(text, strlen(begins[k]), text.n);
		while (text.n && (text.p[0] == ' ' || text.p[0] == ','))
			text = span_sub(text, 1, text.n);
		k = 0;
	}
	return text;
}

static int
is_end(span rest)
{
	for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
		if (begins_with(rest, ends[k]))
			return 1;
	return 0;
}

/* 1 if a text has a word that names something. */
static int
names_something(span text)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		size_t k = 0;
		span word = {text.p + from, i - from};
		if (i < text.n && text.p[i] != ' ' && text.p[i] != ',')
			continue;
		while (k < sizeof empty / sizeof *empty &&
		       !(begins_with(word, empty[k]) && word.n == strlen(empty[k])))
			k++;
		if (word.n && k == sizeof empty / sizeof *empty)
			return 1;
		from = i + 1;
	}
	return 0;
}

static int
is_stop(span text, size_t at)
{
	return strchr(";:([\n", text.p[at]) ||
	       (text.p[at] == '.' && (at + 1 == text.n || text.p[at + 1] == ' '));
}

/* A noun phrase ends before a verb, a sign, or a bracket; one that names nothing ("methods and
 * apparatus") takes what follows. */
static span
noun_phrase(span text)
{
	int ends_here;
	size_t at = 0, word = 0, words = 0; /* word: the end of the last whole one */

	for (; at < text.n && at <= NAME_MOST; at++) {
		if (is_stop(text, at))
			word = at;
		if (word == at && at)
			break;
		if (text.p[at] != ' ' && text.p[at] != ',')
			continue;
		word = at;
		words++;
		ends_here = is_end(span_trim(span_sub(text, at + 1, text.n)));
		if ((ends_here && (text.p[at] == ',' || names_something(span_sub(text, 0, at)))) ||
		    (text.p[at] == ',' && words > 1 && names_something(span_sub(text, 0, at))))
			break;
	}
	text = span_trim(span_sub(text, 0, at == text.n ? at : word));
	return text.n && text.p[text.n - 1] == ',' ? span_sub(text, 0, text.n - 1) : text;
}

span
document_name(const document *doc, int *made)
{
	span name;

	*made = 0;
	if (doc->title.n || !doc->abstract.n || !document_is_english(doc))
		return doc->title;
	name = noun_phrase(without_beginning(span_trim(doc->abstract)));
	if (name.n < NAME_LEAST || !is_letter(name.p[0]))
		return (span){"", 0};
	*made = 1;
	return name;
}
