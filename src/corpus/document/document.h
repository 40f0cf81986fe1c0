/* corpus/document/document.h - one patent or licence record, whatever file it came from. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/arena.h"
#include "util/buf.h"

typedef enum doc_status { DOC_UNKNOWN = 0, DOC_ALIVE, DOC_DEAD, DOC_PENDING } doc_status;

const char *doc_status_name(int s); /* "unknown", "alive", "dead", "pending" */

typedef struct span_list {
	span *v;
	uint32_t n, cap;
	struct span_set *set; /* of a long list, for span_list_add_once(); in the arena */
} span_list;

/* Every span borrows from the document's arena.  Empty (n = 0) means absent.
 * Texts are well-formed UTF-8 without NUL. */
typedef struct document {
	arena *mem; /* borrowed from the creator of the document */
	span id;    /* required, as the source spells it, width-normalized */
	span title, abstract, problem, means, effect, description, products;
	span_list claims;
	span_list ipc, fi, cpc, fterm; /* in the order of the source */
	span_list applicants;
	span_list numbers; /* other numbers of the same patent (application, publication,
			      registration), canonical form of docnumber.h: links records */
	uint32_t date;     /* yyyymmdd of publication, of filing if the record has no other date, 0
			      unknown */
	uint8_t status;    /* doc_status */
	uint8_t open;      /* 1: the owner is willing to license */
	span license_id, license_terms;
	span url, lang, source; /* source: "file:record" it was read from */
	span extra;             /* JSON object of the columns without a field above, or empty */
	span binary;            /* the bytes of document_read(), empty after a merge */
} document;

void document_init(document *doc, arena *mem);

/* 1: a record of a licence, which belongs to the patent whose numbers it has. */
static inline int
document_is_licence(const document *doc)
{
	return doc->license_id.n > 0 && span_eq(doc->id, doc->license_id);
}

/* Append to a list whose memory is `mem`; E_NOMEM. */
tensen_status span_list_add(arena *mem, span_list *spans, span text);
tensen_status span_list_add_all(arena *mem, span_list *spans, const span_list *from);
/* Append s if the list does not hold it yet. */
tensen_status span_list_add_once(arena *mem, span_list *spans, span text);
int span_list_has(const span_list *spans, span text);
void span_list_remove(span_list *spans, span text);

/* Binary form (staging file, document store): field-tagged, so that a reader
 * skips tags it does not know.  document_read borrows from `bytes`. */
void document_write(buf *out, const document *doc);
tensen_status document_read(document *doc, arena *mem, span bytes, tensen_error *err);
/* XXH3-64 of a binary form without its source: equal for equal records of different files.
 * Bytes that are no binary form have some hash too. */
uint64_t document_hash(span binary);

/* Merge a second record of the same document into d.  The longer of two texts wins; lists are
 * united in order, except that the longer set of claims wins whole; the further state (pending,
 * alive, dead) wins; the document is open if either record is.  A licence record (id = license_id)
 * adds to a patent but does not rename it, and its number joins `numbers`.  Spans are copied into
 * d's arena; E_NOMEM only. *differs (may be NULL) is 1 when both records have a title or an
 * abstract and the two differ in more than blanks and line breaks. */
tensen_status document_merge(document *doc, const document *other, int *differs);

/* 1 if title, abstract and the like are English, by their letters or by `lang`.  A few Japanese
 * characters (a title in both languages) do not make an English abstract Japanese. */
int document_is_english(const document *doc);
/* It says the same in Japanese and English, by how many letters of each it has: a gazette with its
 * English abstract. */
int document_is_bilingual(const document *doc);

/* What it is called: its title, or of an English document without one the first noun phrase of its
 * abstract, "bias circuit for a large device" of "A bias circuit for a large device comprising a
 * power supply ...".  Borrowed from doc; empty if neither names anything.  *made: 1 if it is no title
 * of its own. */
span document_name(const document *doc, int *made);

/* 1 if there is any text to index. */
int document_has_text(const document *doc);
/* 1 if its title is all the text that it has. */
int document_is_title_alone(const document *doc);
