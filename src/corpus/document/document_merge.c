/* corpus/document/document_merge.c - two records of one document become one.
 *
 * WHY the rules are symmetric where they can be (the longer text, the further state, united
 * lists): overlapping exports come in any order. */
#include "corpus/document/document.h"
#include "util/json/json_read.h"

#define PLAIN (JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)

/* The next byte of s at or after *at that is not blank, or -1.  Exports and gazettes break
 * the lines of one text at different places. */
static int
next_nonblank(span text, size_t *at)
{
	while (*at < text.n) {
		unsigned char c = (unsigned char)text.p[*at];
		if (c > ' ' && !(c == 0xe3 && text.n - *at >= 3 && text.p[*at + 1] == '\x80' &&
				   text.p[*at + 2] == '\x80')) {
			(*at)++;
			return c;
		}
		*at += c > ' ' ? 3 : 1;
	}
	return -1;
}

static int
same_but_for_blanks(span text, span bytes)
{
	size_t i = 0, j = 0;
	int x, y;

	do {
		x = next_nonblank(text, &i);
		y = next_nonblank(bytes, &j);
	} while (x == y && x >= 0);
	return x == y;
}

static int
document_disagree(span text, span bytes)
{
	return text.n && bytes.n && !same_but_for_blanks(text, bytes);
}

static tensen_status
document_take(document *doc, span *to, span from)
{
	if (from.n <= to->n)
		return TENSEN_OK;
	*to = arena_copy(doc->mem, from.p, from.n);
	return to->p ? TENSEN_OK : TENSEN_E_NOMEM;
}

static tensen_status
take_if_absent(document *doc, span *to, span from)
{
	return to->n ? TENSEN_OK : document_take(doc, to, from);
}

static tensen_status
document_unite(document *doc, span_list *to, const span_list *from)
{
	for (uint32_t i = 0; i < from->n; i++) {
		uint32_t n = to->n;
		if (span_list_add_once(doc->mem, to, from->v[i]) < 0)
			return TENSEN_E_NOMEM;
		if (to->n == n)
			continue;
		to->v[n] = arena_copy(doc->mem, from->v[i].p, from->v[i].n);
		if (!to->v[n].p)
			return TENSEN_E_NOMEM;
	}
	return TENSEN_OK;
}

static size_t
list_bytes(const span_list *spans)
{
	size_t n = 0;

	for (uint32_t i = 0; i < spans->n; i++)
		n += spans->v[i].n;
	return n;
}

/* Claims are one text: the longer set stays whole, two sets are never mixed. */
static tensen_status
take_claims(document *doc, const span_list *from)
{
	if (list_bytes(from) <= list_bytes(&doc->claims))
		return TENSEN_OK;
	doc->claims = (span_list){.n = 0};
	for (uint32_t i = 0; i < from->n; i++) {
		span s = arena_copy(doc->mem, from->v[i].p, from->v[i].n);
		if (!s.p || span_list_add(doc->mem, &doc->claims, s) < 0)
			return TENSEN_E_NOMEM;
	}
	return TENSEN_OK;
}

/* Members that records unite: of spans the longer one counts, or the one that is there. */
#define AT(member) offsetof(document, member)
static const size_t longer[] = {AT(abstract), AT(problem), AT(means), AT(effect), AT(description),
    AT(products), AT(license_terms)};
static const size_t present[] = {AT(license_id), AT(url), AT(lang), AT(source)};
static const size_t lists[] = {AT(ipc), AT(fi), AT(cpc), AT(fterm), AT(applicants), AT(numbers)};
#undef AT

static void *
member_at(const document *doc, size_t offset)
{
	return (char *)(uintptr_t)doc + offset;
}

static tensen_status
merge_members(document *doc, const document *record_doc)
{
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < sizeof longer / sizeof *longer && st == TENSEN_OK; i++)
		st = document_take(doc, member_at(doc, longer[i]),
		    *(const span *)member_at(record_doc, longer[i]));
	for (size_t i = 0; i < sizeof lists / sizeof *lists && st == TENSEN_OK; i++)
		st = document_unite(doc, member_at(doc, lists[i]), member_at(record_doc, lists[i]));
	for (size_t i = 0; i < sizeof present / sizeof *present && st == TENSEN_OK; i++)
		st = take_if_absent(doc, member_at(doc, present[i]),
		    *(const span *)member_at(record_doc, present[i]));
	return st;
}

/* A patent goes from pending to alive to dead and, except for rare restorations, never back.
 * So the further of two known states is the newer one. */
static int
state_rank(int status)
{
	static const int rank[] = {0, 2, 3, 1}; /* by doc_status */

	return status >= 0 && status <= DOC_PENDING ? rank[status] : 0;
}

/* Adds to the JSON object `to` the members that only `from` has, in the order of `from`.
 * Returns how many, -1 when out of memory. */
static int
add_missing(json_object *to, json_object *from)
{
	int added = 0;

	json_object_object_foreach(from, key, value)
	{
		if (json_object_object_get_ex(to, key, NULL))
			continue;
		if (json_object_object_add(to, key, json_object_get(value)) < 0)
			return -1;
		added++;
	}
	return added;
}

static tensen_status
keep_object(span *to, json_object *obj, arena *mem)
{
	size_t n;
	const char *text = json_object_to_json_string_length(obj, PLAIN, &n);

	if (!text)
		return TENSEN_E_NOMEM;
	*to = arena_copy(mem, text, n);
	return to->p ? TENSEN_OK : TENSEN_E_NOMEM;
}

/* The JSON object *to takes the members of `from` that it lacks; either may be empty. */
static tensen_status
unite_objects(span *to, span from, arena *mem)
{
	json_object *a, *b;
	int added;
	tensen_status st = TENSEN_OK;

	if (from.n == 0 || span_eq(*to, from))
		return TENSEN_OK;
	if (to->n == 0) {
		*to = arena_copy(mem, from.p, from.n);
		return to->p ? TENSEN_OK : TENSEN_E_NOMEM;
	}
	a = json_read_object(*to);
	b = json_read_object(from);
	added = a && b ? add_missing(a, b) : 0;
	if (added < 0)
		st = TENSEN_E_NOMEM;
	else if (added > 0)
		st = keep_object(to, a, mem);
	json_object_put(a);
	json_object_put(b);
	return st;
}

/* `extra` holds the columns without a field of their own, such as ステージ in words.  On one
 * key the record with the further state wins. */
static tensen_status
merge_extra(document *doc, const document *record_doc)
{
	span first = doc->extra, second = record_doc->extra;

	if (state_rank(record_doc->status) > state_rank(doc->status)) {
		first = record_doc->extra;
		second = doc->extra;
	}
	if (first.n && first.p == record_doc->extra.p) {
		first = arena_copy(doc->mem, first.p, first.n);
		if (!first.p)
			return TENSEN_E_NOMEM;
	}
	doc->extra = first;
	return unite_objects(&doc->extra, second, doc->mem);
}

/* The number of a licence record joins the patent's numbers, so that it finds the patent. */
static tensen_status
merge_licence_number(document *doc, const document *record_doc)
{
	span id;

	if (!record_doc->id.n || span_eq(record_doc->id, doc->id) ||
	    span_list_has(&doc->numbers, record_doc->id))
		return TENSEN_OK;
	id = arena_copy(doc->mem, record_doc->id.p, record_doc->id.n);
	return id.p ? span_list_add(doc->mem, &doc->numbers, id) : TENSEN_E_NOMEM;
}

tensen_status
document_merge(document *doc, const document *other, int *differs)
{
	int licence = other->license_id.n && span_eq(other->license_id, other->id);

	doc->binary = (span){NULL, 0};
	if (differs)
		*differs = !licence && (document_disagree(doc->title, other->title) ||
					   document_disagree(doc->abstract, other->abstract));
	if ((licence ? take_if_absent : document_take)(doc, &doc->title, other->title) < 0 ||
	    take_claims(doc, &other->claims) < 0 || merge_members(doc, other) < 0 ||
	    merge_licence_number(doc, other) < 0 || merge_extra(doc, other) < 0)
		return TENSEN_E_NOMEM;
	if (state_rank(other->status) > state_rank(doc->status))
		doc->status = other->status;
	if (!doc->date)
		doc->date = other->date;
	doc->open |= other->open;
	return TENSEN_OK;
}
