/* engine/scan/scan_fill.c - the best ideas of a scan, or those that are new since another.
 *
 * NEW: the other file has not this document for this patent.  MOVED: with another grade. */
#include <stdlib.h>
#include <string.h>
#include "engine/scan/scan.h"
#include "result/ideas/idea_words.h"
#include "util/fail.h"
#include "util/json/json_read.h"

#define TOP_DEFAULT 10

/* The ideas of another file: its entries by patent. */
typedef struct memory {
	const scan_lines *lines;
	uint64_t *first; /* [ids.n + 1]: entries of patent i are [first[i], first[i + 1]) */
	uint8_t *met;    /* of an entry: 1 when an idea of this file is the same */
} memory;

static tensen_status
remember(memory *m, const scan_lines *l, tensen_error *err)
{
	*m = (memory){l, calloc(l->ids.n + (size_t)1, sizeof *m->first), calloc(l->n + 1, 1)};
	if (!m->first || !m->met)
		return tensen_fail_nomem(err);
	/* entries are still in the order of the file: only the file of this scan is ranked */
	for (uint64_t i = 0; i < l->n; i++)
		m->first[l->v[i].doc + 1] = i + 1;
	for (uint32_t d = 0; d < l->ids.n; d++)
		if (m->first[d + 1] < m->first[d])
			m->first[d + 1] = m->first[d];
	return TENSEN_OK;
}

/* The entry of the same patent with the same document. */
static const scan_entry *
recall(memory *m, const scan_lines *l, const scan_entry *now)
{
	const scan_lines *o = m->lines;
	uint32_t doc = strtab_find(&o->ids, strtab_get(&l->ids, now->doc));
	uint32_t lead = strtab_find(&o->leads, strtab_get(&l->leads, now->lead));

	for (uint64_t i = doc == STRTAB_NONE ? o->n : m->first[doc];
	     i < o->n && i < m->first[doc + 1]; i++)
		if (o->v[i].lead == lead) {
			m->met[i] = 1;
			return &o->v[i];
		}
	return NULL;
}

static scan_change
changed(const scan_entry *now, const scan_entry *then)
{
	return !then ? SCAN_NEW : then->grade != now->grade ? SCAN_MOVED : SCAN_SAME;
}

static uint64_t
count_gone(const memory *m)
{
	uint64_t gone = 0;

	for (uint64_t i = 0; i < m->lines->n; i++)
		gone += !m->met[i];
	return gone;
}

static json_object *
get(json_object *o, const char *key)
{
	json_object *v = NULL;

	json_object_object_get_ex(o, key, &v);
	return v;
}

static const char *
copy(scan_result *r, json_object *o, const char *key)
{
	json_object *v = get(o, key);

	return json_object_is_type(v, json_type_string)
		   ? result_copy(&r->base, span_of(json_object_get_string(v)))
		   : "";
}

static const char *
copy_joined(scan_result *r, json_object *o, const char *key)
{
	json_object *v = get(o, key);
	size_t n = json_object_is_type(v, json_type_array) ? json_object_array_length(v) : 0;
	buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i ? "、" : "",
		    json_object_get_string(json_object_array_get_idx(v, i)));
	return result_text(&r->base, &b);
}

static tensen_shelf
shelf_of_name(const char *name)
{
	return strcmp(name, shelf_words[TENSEN_PRECEDENT].name) == 0 ? TENSEN_PRECEDENT
								     : TENSEN_NEW_USE;
}

/* The row of an entry, from the line that it was read from. */
static tensen_status
fill_row(scan_row *out, scan_result *r, const scan_lines *l, const scan_entry *e, tensen_error *err)
{
	span line = span_sub(l->bytes, l->at[e->doc], l->at[e->doc + 1]);
	json_object *o = json_read_object(line), *idea, *d;

	if (!o)
		return tensen_fail_nomem(err);
	idea = json_object_array_get_idx(get(o, "ideas"), e->idea);
	d = get(idea, "document");
	out->id = copy(r, o, "id");
	out->title = copy(r, o, "title");
	out->own_fields = copy(r, o, "own_fields");
	out->applicants = copy_joined(r, o, "applicants");
	out->document = copy(r, d, "id");
	out->document_title = copy(r, d, "title");
	out->field_name = copy(r, d, "field_name");
	out->subclass = copy(r, d, "subclass");
	out->subclass_name = copy(r, d, "subclass_name");
	out->title_only = json_object_get_boolean(get(d, "title_only"));
	out->application = copy(r, idea, "application");
	out->transfer = copy(r, idea, "transfer");
	out->objection = copy(r, idea, "objection");
	out->by = copy(r, idea, "by");
	out->doubted = json_object_get_boolean(get(idea, "doubted"));
	out->shelf = shelf_of_name(copy(r, idea, "shelf"));
	out->grade = e->grade;
	json_object_put(o);
	return TENSEN_OK;
}

/* Without a file to compare with, each patent is shown once, by its best idea: ten rows
 * about one patent would be no overview. */
static int
shown_already(uint8_t *seen, uint32_t doc)
{
	int was = seen[doc];

	seen[doc] = 1;
	return was;
}

static tensen_status
fill_rows(scan_result *r, const scan_lines *l, memory *m, uint32_t top, tensen_error *err)
{
	uint64_t most = top ? top : m ? l->n : TOP_DEFAULT, n = most < l->n ? most : l->n;
	scan_row *listed = arena_calloc(&r->base.mem, (n + 1) * sizeof *listed);
	uint8_t *seen = calloc(l->ids.n + (size_t)1, 1);
	tensen_status st = listed && seen ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint64_t i = 0; i < l->n && st == TENSEN_OK; i++) {
		const scan_entry *e = &l->v[i], *then = NULL;
		scan_change change = SCAN_SAME;
		if (m) {
			then = recall(m, l, e);
			change = changed(e, then);
			r->fresh += change == SCAN_NEW;
			r->moved += change == SCAN_MOVED;
		}
		if (r->n_rows >= n || (m ? change == SCAN_SAME : shown_already(seen, e->doc)))
			continue;
		listed[r->n_rows].rank = (uint32_t)i + 1;
		listed[r->n_rows].change = change;
		listed[r->n_rows].was = then ? then->grade : 0;
		st = fill_row(&listed[r->n_rows++], r, l, e, err);
	}
	free(seen);
	r->gone = m ? count_gone(m) : 0;
	r->rows = listed;
	return st;
}

/* Patents without an idea. */
static tensen_status
count_silent(scan_result *r, const scan_lines *l, tensen_error *err)
{
	uint8_t *has = calloc(l->ids.n + (size_t)1, 1);

	if (!has)
		return tensen_fail_nomem(err);
	for (uint64_t i = 0; i < l->n; i++)
		has[l->v[i].doc] = 1;
	for (uint32_t i = 0; i < l->ids.n; i++)
		r->silent += !has[i];
	free(has);
	return TENSEN_OK;
}

tensen_status
scan_fill(
    scan_result *r, const scan_lines *l, const scan_lines *old, uint32_t top, tensen_error *err)
{
	memory m = {NULL, NULL, NULL};
	tensen_status st = old ? remember(&m, old, err) : TENSEN_OK;

	r->documents = l->ids.n;
	r->ideas = l->n;
	if (st == TENSEN_OK)
		st = count_silent(r, l, err);
	if (st == TENSEN_OK)
		st = fill_rows(r, l, old ? &m : NULL, top, err);
	free(m.first);
	free(m.met);
	return st;
}
