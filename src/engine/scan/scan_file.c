/* engine/scan/scan_file.c - the scan file read back (src/result/JSON.md, "scan file"). */
#include <stdio.h>
#include <tensen/version.h>
#include "engine/base/index.h"
#include "engine/scan/scan.h"
#include "fields/fields.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/json/json_read.h"
#include "util/threads/sort.h"
#include "util/memory.h"

#define SCAN_FILE_VERSION 3
#define TABLE_HASH_AT 24 /* index/FORMAT.md: covers the hash of every section */

static void
options_json(json *out, const scan *scanning)
{
	static const char *const outs[] = {"wipo35", "wipo35", "ipc3", "ipc4"};
	const tensen_scan_opts *o = scanning->opts;
	const tensen_filter *f = &o->filter;

	json_open(out, '{');
	json_key_int(out, "k", scanning->ideas.k);
	json_key_str(out, "lang", o->lang == TENSEN_EN ? "en" : "ja");
	json_key_bool(out, "open", !o->closed || f->open);
	json_key_bool(out, "alive", f->alive);
	json_key(out, "field");
	fields_json_mask(out, f->field);
	json_key(out, "not_field");
	fields_json_mask(out, f->not_field);
	json_key_str(out, "out_of_field", outs[f->out_of_field & 3]);
	json_key_str(out, "applicant", f->applicant ? f->applicant : "");
	if (f->classes && f->classes[0])
		json_key_str(out, "class", f->classes);
	if (f->must && f->must[0])
		json_key_str(out, "must", f->must);
	json_key_int(out, "from", f->since);
	json_key_int(out, "until", f->until);
	json_close(out, '}');
}

void
scan_header(buf *out, const scan *scanning)
{
	const filemap *map = &scanning->ix->store->map;
	char hash[17];
	json j;

	snprintf(hash, sizeof hash, "%016llx", (unsigned long long)le64(map->p + TABLE_HASH_AT));
	json_init(&j, out, 0);
	json_open(&j, '{');
	json_key_str(&j, "kind", "scan-file");
	json_key_int(&j, "version", SCAN_FILE_VERSION);
	json_key_str(&j, "program", TENSEN_VERSION);
	json_key_str(&j, "index", hash);
	json_key_int(&j, "documents", scanning->n);
	json_key(&j, "options");
	options_json(&j, scanning);
	json_close(&j, '}');
	buf_char(out, '\n');
}

static tensen_status
bad_line(const char *where, uint64_t line, const char *why, tensen_error *err)
{
	if (!why)
		return tensen_fail_nomem(err);
	tensen_fail(err, TENSEN_E_INPUT, "%s", why);
	tensen_fail_at(err, where, line);
	return TENSEN_E_INPUT;
}

static json_object *
scan_member(json_object *obj, const char *key, json_type type)
{
	json_object *v = NULL;

	if (!obj || !json_object_object_get_ex(obj, key, &v) || !json_object_is_type(v, type))
		return NULL;
	return v;
}

/* "" if there is none. */
static span
text_of(json_object *obj, const char *key)
{
	json_object *v = scan_member(obj, key, json_type_string);

	if (!v)
		return SPAN_LIT("");
	return (span){json_object_get_string(v), (size_t)json_object_get_string_len(v)};
}

static int
add_idea(scan_lines *lines, json_object *idea, uint16_t place, const char **why)
{
	span lead = text_of(scan_member(idea, "document", json_type_object), "id");
	scan_entry e = {.doc = lines->ids.n - 1,
	    .idea = place,
	    .grade = (uint8_t)json_read_number(
		scan_member(idea, "grade", json_type_int) ? idea : NULL, "grade", 0)};
	scan_entry *v;

	*why = SAY_IDEA_WITHOUT_DOCUMENT;
	if (!e.grade || lead.n == 0)
		return 0;
	*why = NULL;
	e.lead = strtab_add(&lines->leads, lead);
	if (e.lead == STRTAB_NONE ||
	    !(v = array_room(lines->v, lines->n, &lines->cap_v, 256, sizeof *v)))
		return 0;
	lines->v = v;
	lines->v[lines->n++] = e;
	return 1;
}

/* One patent's line; why: the error in it, NULL: memory is lacking. */
static int
add_patent(scan_lines *lines, span line, const char **why)
{
	json_object *o = json_read_object(line), *ideas = scan_member(o, "ideas", json_type_array);
	span id = text_of(o, "id");
	size_t n = ideas ? json_object_array_length(ideas) : 0;
	int good =
	    ideas && id.n && n <= TENSEN_IDEAS_MAX && strtab_find(&lines->ids, id) == STRTAB_NONE;

	*why = SAY_NOT_LINE_THAT;
	if (good) {
		uint64_t *at =
		    strtab_add(&lines->ids, id) == STRTAB_NONE
			? NULL
			: array_room(lines->at, lines->ids.n, &lines->cap_at, 256, sizeof *at);
		if (at)
			lines->at = at;
		else
			*why = NULL;
		good = at != NULL;
	}
	for (size_t i = 0; i < n && good; i++)
		good = add_idea(lines, json_object_array_get_idx(ideas, i), (uint16_t)i, why);
	json_object_put(o);
	return good;
}

static int
take_header(scan_lines *lines, span line)
{
	json_object *o = json_read_object(line);
	int good = span_eq(text_of(o, "kind"), SPAN_LIT("scan-file")) &&
		   json_read_number(o, "version", 0) == SCAN_FILE_VERSION;

	json_object_put(o);
	lines->header = line;
	return good;
}

tensen_status
scan_lines_read(scan_lines *out, span bytes, const char *where, tensen_error *err)
{
	const span kind = SPAN_LIT("{\"kind\":\"scan-file\"");
	size_t at = 0;
	uint64_t number = 0;

	*out = (scan_lines){.bytes = bytes};
	strtab_init(&out->ids);
	strtab_init(&out->leads);
	if (!(out->at = array_room(NULL, 0, &out->cap_at, 256, sizeof *out->at)))
		return tensen_fail_nomem(err);
	out->at[0] = 0;
	while (at < bytes.n && !out->finished) {
		size_t newline = span_find(bytes, SPAN_LIT("\n"), at);
		span line = span_sub(bytes, at, newline);
		const char *why = SAY_NOT_SCAN_FILE;
		int good = 1;
		if (newline == (size_t)-1)
			break; /* torn: it is not there */
		number++;
		at = newline + 1;
		if (number == 1)
			good = take_header(out, line);
		else if (span_starts(line, SPAN_LIT("{\"end\":true")))
			out->finished = at;
		else if (span_starts(line, SPAN_LIT("{\"rank\":")))
			continue; /* said again by the lines before */
		else
			good = add_patent(out, line, &why);
		if (!good)
			return bad_line(where, number, why, err);
		if (!out->finished)
			out->at[out->ids.n] = at;
	}
	/* one torn line: the beginning of a header, however short, or something else */
	if (number == 0 && !span_starts(bytes, kind) && !span_starts(kind, bytes))
		return bad_line(where, 1, SAY_NOT_SCAN_FILE, err);
	return TENSEN_OK;
}

void
scan_lines_clear(scan_lines *lines)
{
	strtab_clear(&lines->ids);
	strtab_clear(&lines->leads);
	free(lines->at);
	free(lines->v);
	*lines = (scan_lines){.n = 0};
}

/* The first key in which two headers differ. */
static void
write_difference(json_object *theirs, json_object *ours, buf *out)
{
	json_object *there, *here;
	const char *key = json_first_difference(theirs, ours, &there, &here);

	if (key && json_object_is_type(here, json_type_object) &&
	    json_object_is_type(there, json_type_object))
		write_difference(there, here, out);
	else if (key)
		/* signs instead of words: it stands in messages of both languages */
		buf_printf(out, "%s: %s ≠ %s", key, there ? json_object_get_string(there) : "-",
		    json_object_get_string(here));
}

/* E_INPUT when `part` (NULL: all) of two headers differs. */
static tensen_status
same_header(span theirs, span ours, const char *part, const char *what, const char *where,
    tensen_error *err)
{
	json_object *a = json_read_object(theirs), *b = json_read_object(ours);
	json_object *x = part ? scan_member(a, part, json_type_object) : a,
		    *y = part ? scan_member(b, part, json_type_object) : b;
	buf why = BUF_INIT;
	tensen_status st = TENSEN_OK;

	if (!x || !y || !json_object_equal(x, y)) {
		if (x && y)
			write_difference(x, y, &why);
		st = tensen_fail(err, TENSEN_E_INPUT, SAY_IN_BRACKETS, what, buf_cstr(&why));
		tensen_fail_at(err, where, 1);
	}
	json_object_put(a);
	json_object_put(b);
	buf_clear(&why);
	return st;
}

tensen_status
scan_lines_check(const scan_lines *lines, const scan *scanning, span header, const char *where,
    tensen_error *err)
{
	tensen_status st;

	if (lines->header.n == 0) /* empty, or killed in the middle of its first line */
		return lines->bytes.n < header.n && span_starts(header, lines->bytes)
			   ? TENSEN_OK
			   : bad_line(where, 1, SAY_FILE_ANOTHER_SCAN, err);
	st = same_header(lines->header, header, NULL, SAY_SCAN_ANOTHER_INDEX, where, err);
	if (st < 0)
		return st;
	for (uint32_t i = 0; i < lines->ids.n; i++)
		if (i >= scanning->n ||
		    !span_eq(strtab_get(&lines->ids, i),
			span_of(tensen_index_id(scanning->ix, scanning->rows[i]))))
			return bad_line(where, i + 2, SAY_NOT_PATENT_THAT, err);
	if (lines->finished && lines->ids.n != scanning->n)
		return bad_line(where, lines->ids.n + 2, SAY_ENDS_BEFORE_ALL, err);
	return TENSEN_OK;
}

tensen_status
scan_lines_comparable(const scan_lines *lines, span header, const char *where, tensen_error *err)
{
	if (!lines->finished)
		return bad_line(where, 0, SAY_NOT_FINISHED_SCAN, err);
	return same_header(lines->header, header, "options", SAY_SCAN_WITH_OTHER, where, err);
}

static int
scan_better(const void *a, const void *b, void *ctx)
{
	const scan_entry *x = a, *y = b;
	const strtab *ids = ctx;

	if (x->grade != y->grade)
		return x->grade > y->grade ? -1 : 1;
	if (x->doc != y->doc)
		return span_order(strtab_get(ids, x->doc), strtab_get(ids, y->doc));
	return ORDER(x->idea, y->idea);
}

void
scan_lines_rank(scan_lines *lines)
{
	if (lines->n)
		qsort_r(lines->v, lines->n, sizeof *lines->v, scan_better, &lines->ids);
}
