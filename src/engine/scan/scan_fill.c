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
scan_remember(memory *mem, const scan_lines *lines, tensen_error *err)
{
	*mem = (memory){
	    lines, calloc(lines->ids.n + (size_t)1, sizeof *mem->first), calloc(lines->n + 1, 1)};
	if (!mem->first || !mem->met)
		return tensen_fail_nomem(err);
	/* entries are still in the order of the file: only the file of this scan is ranked */
	for (uint64_t i = 0; i < lines->n; i++)
		mem->first[lines->v[i].doc + 1] = i + 1;
	for (uint32_t d = 0; d < lines->ids.n; d++)
		if (mem->first[d + 1] < mem->first[d])
			mem->first[d + 1] = mem->first[d];
	return TENSEN_OK;
}

/* The entry of the same patent with the same document. */
static const scan_entry *
scan_recall(memory *mem, const scan_lines *one, const scan_entry *now)
{
	const scan_lines *o = mem->lines;
	uint32_t doc = strtab_find(&o->ids, strtab_get(&one->ids, now->doc));
	uint32_t lead = strtab_find(&o->leads, strtab_get(&one->leads, now->lead));

	for (uint64_t i = doc == STRTAB_NONE ? o->n : mem->first[doc];
	     i < o->n && i < mem->first[doc + 1]; i++)
		if (o->v[i].lead == lead) {
			mem->met[i] = 1;
			return &o->v[i];
		}
	return NULL;
}

static json_object *
scan_get(json_object *obj, const char *key)
{
	json_object *v = NULL;

	json_object_object_get_ex(obj, key, &v);
	return v;
}

static const char *
scan_copy(scan_result *result, json_object *obj, const char *key)
{
	json_object *v = scan_get(obj, key);

	return json_object_is_type(v, json_type_string)
		   ? result_copy(&result->base, span_of(json_object_get_string(v)))
		   : "";
}

static const char *
copy_joined(scan_result *result, json_object *obj, const char *key)
{
	json_object *v = scan_get(obj, key);
	size_t n = json_object_is_type(v, json_type_array) ? json_object_array_length(v) : 0;
	buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i ? "、" : "",
		    json_object_get_string(json_object_array_get_idx(v, i)));
	return result_text(&result->base, &b);
}

static tensen_shelf
shelf_of_name(const char *name)
{
	for (int i = 0; i <= TENSEN_SHELF_NOT_SAID; i++)
		if (strcmp(name, shelf_words[i].name) == 0)
			return (tensen_shelf)i;
	return TENSEN_NEW_USE;
}

/* The row of an entry, from the line that it was read from. */
static tensen_status
fill_row(scan_row *out, scan_result *result, const scan_lines *lines, const scan_entry *one,
    tensen_error *err)
{
	span line = span_sub(lines->bytes, lines->at[one->doc], lines->at[one->doc + 1]);
	json_object *o = json_read_object(line), *idea, *d;

	if (!o)
		return tensen_fail_nomem(err);
	idea = json_object_array_get_idx(scan_get(o, "ideas"), one->idea);
	d = scan_get(idea, "document");
	out->patent.id = scan_copy(result, o, "id");
	out->patent.title = scan_copy(result, o, "title");
	out->patent.field_names[0] = scan_copy(result, o, "own_fields");
	out->patent.applicants = copy_joined(result, o, "applicants");
	out->document.id = scan_copy(result, d, "id");
	out->document.title = scan_copy(result, d, "title");
	out->document.field_name[0] = scan_copy(result, d, "field_name");
	out->document.subclass = scan_copy(result, d, "subclass");
	out->document.subclass_name[0] = scan_copy(result, d, "subclass_name");
	out->document.title_only = json_object_get_boolean(scan_get(d, "title_only"));
	out->application = scan_copy(result, idea, "application");
	out->transfer = scan_copy(result, idea, "transfer");
	out->objection = scan_copy(result, idea, "objection");
	out->by = scan_copy(result, idea, "by");
	out->doubted = json_object_get_boolean(scan_get(idea, "doubted"));
	out->shelf = shelf_of_name(scan_copy(result, idea, "shelf"));
	out->grade = one->grade;
	json_object_put(o);
	return TENSEN_OK;
}

/* Without a file to compare with, each patent is shown once, by its best idea: ten rows
 * about one patent would be no overview. */
static tensen_status
fill_rows(
    scan_result *result, const scan_lines *lines, memory *budget, uint32_t top, tensen_error *err)
{
	uint64_t most = top      ? top
			: budget ? lines->n
				 : TOP_DEFAULT,
		 n = most < lines->n ? most : lines->n;
	scan_row *listed = arena_calloc(&result->base.mem, (n + 1) * sizeof *listed);
	uint8_t *seen = calloc(lines->ids.n + (size_t)1, 1);
	tensen_status st = listed && seen ? TENSEN_OK : tensen_fail_nomem(err);

	result->silent = lines->ids.n;
	for (uint64_t i = 0; i < lines->n && st == TENSEN_OK; i++) {
		const scan_entry *e = &lines->v[i], *then = NULL;
		const int again = seen[e->doc]; /* an idea of the same patent */
		scan_change change = SCAN_SAME;
		seen[e->doc] = 1;
		result->silent -= !again;
		if (budget) {
			then = scan_recall(budget, lines, e);
			change = !then                     ? SCAN_NEW
				 : then->grade != e->grade ? SCAN_MOVED
							   : SCAN_SAME;
			result->fresh += change == SCAN_NEW;
			result->moved += change == SCAN_MOVED;
		}
		if (result->n_rows >= n || (budget ? change == SCAN_SAME : again))
			continue;
		listed[result->n_rows].rank = (uint32_t)i + 1;
		listed[result->n_rows].change = change;
		listed[result->n_rows].was = then ? then->grade : 0;
		st = fill_row(&listed[result->n_rows++], result, lines, e, err);
	}
	free(seen);
	for (uint64_t i = 0; budget && i < budget->lines->n; i++)
		result->gone += !budget->met[i];
	result->rows = listed;
	return st;
}

tensen_status
scan_fill(scan_result *result, const scan_lines *lines, const scan_lines *old, uint32_t top,
    tensen_error *err)
{
	memory m = {NULL, NULL, NULL};
	tensen_status st = old ? scan_remember(&m, old, err) : TENSEN_OK;

	result->documents = lines->ids.n;
	result->ideas = lines->n;
	if (st == TENSEN_OK)
		st = fill_rows(result, lines, old ? &m : NULL, top, err);
	result->found = old ? result->fresh + result->moved : result->documents;
	free(m.first);
	free(m.met);
	return st;
}
