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
next_nonblank(span s, size_t *at)
{
	while (*at < s.n) {
		unsigned char c = (unsigned char)s.p[*at];
		if (c > ' ' && !(c == 0xe3 && s.n - *at >= 3 && s.p[*at + 1] == '\x80' &&
				   s.p[*at + 2] == '\x80')) {
			(*at)++;
			return c;
		}
		*at += c > ' ' ? 3 : 1;
	}
	return -1;
}

static int
same_but_for_blanks(span a, span b)
{
	size_t i = 0, j = 0;
	int x, y;

	do {
		x = next_nonblank(a, &i);
		y = next_nonblank(b, &j);
	} while (x == y && x >= 0);
	return x == y;
}

static int
disagree(span a, span b)
{
	return a.n && b.n && !same_but_for_blanks(a, b);
}

static tensen_status
take(document *d, span *to, span from)
{
	if (from.n <= to->n)
		return TENSEN_OK;
	*to = arena_copy(d->mem, from.p, from.n);
	return to->p ? TENSEN_OK : TENSEN_E_NOMEM;
}

static tensen_status
take_if_absent(document *d, span *to, span from)
{
	return to->n ? TENSEN_OK : take(d, to, from);
}

static tensen_status
unite(document *d, span_list *to, const span_list *from)
{
	for (uint32_t i = 0; i < from->n; i++) {
		uint32_t n = to->n;
		if (span_list_add_once(d->mem, to, from->v[i]) < 0)
			return TENSEN_E_NOMEM;
		if (to->n == n)
			continue;
		to->v[n] = arena_copy(d->mem, from->v[i].p, from->v[i].n);
		if (!to->v[n].p)
			return TENSEN_E_NOMEM;
	}
	return TENSEN_OK;
}

static size_t
list_bytes(const span_list *l)
{
	size_t n = 0;

	for (uint32_t i = 0; i < l->n; i++)
		n += l->v[i].n;
	return n;
}

/* Claims are one text: the longer set stays whole, two sets are never mixed. */
static tensen_status
take_claims(document *d, const span_list *from)
{
	if (list_bytes(from) <= list_bytes(&d->claims))
		return TENSEN_OK;
	d->claims = (span_list){.n = 0};
	for (uint32_t i = 0; i < from->n; i++) {
		span s = arena_copy(d->mem, from->v[i].p, from->v[i].n);
		if (!s.p || span_list_add(d->mem, &d->claims, s) < 0)
			return TENSEN_E_NOMEM;
	}
	return TENSEN_OK;
}

static tensen_status
merge_texts(document *d, const document *o, int licence)
{
	if ((licence ? take_if_absent : take)(d, &d->title, o->title) < 0 ||
	    take(d, &d->abstract, o->abstract) < 0 || take(d, &d->problem, o->problem) < 0 ||
	    take(d, &d->means, o->means) < 0 || take(d, &d->effect, o->effect) < 0 ||
	    take(d, &d->description, o->description) < 0 ||
	    take(d, &d->products, o->products) < 0 || take_claims(d, &o->claims) < 0)
		return TENSEN_E_NOMEM;
	return TENSEN_OK;
}

static tensen_status
merge_lists(document *d, const document *o)
{
	if (unite(d, &d->ipc, &o->ipc) < 0 || unite(d, &d->fi, &o->fi) < 0 ||
	    unite(d, &d->cpc, &o->cpc) < 0 || unite(d, &d->fterm, &o->fterm) < 0 ||
	    unite(d, &d->applicants, &o->applicants) < 0 || unite(d, &d->numbers, &o->numbers) < 0)
		return TENSEN_E_NOMEM;
	return TENSEN_OK;
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
keep_object(span *to, json_object *o, arena *mem)
{
	size_t n;
	const char *text = json_object_to_json_string_length(o, PLAIN, &n);

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
merge_extra(document *d, const document *o)
{
	span first = d->extra, second = o->extra;

	if (state_rank(o->status) > state_rank(d->status)) {
		first = o->extra;
		second = d->extra;
	}
	if (first.n && first.p == o->extra.p) {
		first = arena_copy(d->mem, first.p, first.n);
		if (!first.p)
			return TENSEN_E_NOMEM;
	}
	d->extra = first;
	return unite_objects(&d->extra, second, d->mem);
}

/* The number of a licence record joins the patent's numbers, so that it finds the patent. */
static tensen_status
merge_licence_number(document *d, const document *o)
{
	span id;

	if (!o->id.n || span_eq(o->id, d->id) || span_list_has(&d->numbers, o->id))
		return TENSEN_OK;
	id = arena_copy(d->mem, o->id.p, o->id.n);
	return id.p ? span_list_add(d->mem, &d->numbers, id) : TENSEN_E_NOMEM;
}

static tensen_status
merge_facts(document *d, const document *o)
{
	if (take_if_absent(d, &d->license_id, o->license_id) < 0 ||
	    take(d, &d->license_terms, o->license_terms) < 0 ||
	    take_if_absent(d, &d->url, o->url) < 0 || take_if_absent(d, &d->lang, o->lang) < 0 ||
	    take_if_absent(d, &d->source, o->source) < 0 || merge_licence_number(d, o) < 0)
		return TENSEN_E_NOMEM;
	return merge_extra(d, o);
}

tensen_status
document_merge(document *d, const document *other, int *differs)
{
	int licence = other->license_id.n && span_eq(other->license_id, other->id);

	d->binary = (span){NULL, 0};
	if (differs)
		*differs = !licence && (disagree(d->title, other->title) ||
					   disagree(d->abstract, other->abstract));
	if (merge_texts(d, other, licence) < 0 || merge_lists(d, other) < 0 ||
	    merge_facts(d, other) < 0)
		return TENSEN_E_NOMEM;
	if (state_rank(other->status) > state_rank(d->status))
		d->status = other->status;
	if (!d->date)
		d->date = other->date;
	d->open |= other->open;
	return TENSEN_OK;
}
