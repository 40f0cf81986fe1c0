/* corpus/formats/read_jsonl.c - JSON Lines, an array of objects, or objects one after another,
 * with the keys of the README or of the open-patent database.
 *
 * Unknown keys are kept in `extra`, and so are values of the wrong kind (an object instead of a
 * text). */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include "corpus/formats/columns.h"
#include "corpus/formats/json_split.h"
#include "util/fail.h"

#define DEPTH_MAX 64 /* nested values; json-c uses stack for every level */
#define PLAIN (JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)

typedef struct jsonl {
	feed *feed;
	json_split split;
	json_tokener *tokener;
	record rec;
	int is_plidb;
	span id_key; /* the key of the object that is "id"; empty: none is */
	char problem[768];
	int ended_early; /* the problem is that JSON ends before it is complete */
} jsonl;

static record_field
field_of_key(const jsonl *in, span key)
{
	record_field f;

	if (in->is_plidb)
		return columns_field(FORMAT_PLIDB, key, NULL);
	f = columns_json_key(key);
	/* {"id": ..., "publication_number": ...}: "id" is the id, the other one of its numbers */
	if (f == FIELD_ID && in->id_key.n && !span_eq(key, in->id_key))
		return FIELD_NUMBER;
	return f;
}

static void
keep_json(jsonl *in, span key, json_object *obj)
{
	size_t n;
	const char *text = json_object_to_json_string_length(obj, PLAIN, &n);

	if (text)
		record_set_json(&in->rec, key, (span){text, n});
	else
		in->rec.failed = 1;
}

/* A string, number or boolean as text.  NUL (written \u0000) becomes a blank. */
static void
set_scalar(jsonl *in, record_field field, span key, json_object *obj)
{
	const char *p = json_object_get_string(obj);
	span s = {p, 0};

	if (!p)
		return;
	s.n = json_object_is_type(obj, json_type_string) ? (size_t)json_object_get_string_len(obj)
							 : strlen(p);
	if (s.n && memchr(s.p, 0, s.n)) {
		char *q;
		s = arena_copy(&in->feed->mem, s.p, s.n);
		if (!(q = (char *)(uintptr_t)s.p)) {
			in->rec.failed = 1;
			return;
		}
		for (size_t i = 0; i < s.n; i++)
			if (!q[i])
				q[i] = ' ';
	}
	record_set(&in->rec, field, key, s);
}

static int
is_scalar(json_object *obj)
{
	return !json_object_is_type(obj, json_type_object) &&
	       !json_object_is_type(obj, json_type_array);
}

static int
all_scalars(json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++)
		if (!is_scalar(json_object_array_get_idx(list, i)))
			return 0;
	return 1;
}

static void
set_list(jsonl *in, record_field field, span key, json_object *list)
{
	if (!all_scalars(list)) {
		keep_json(in, key, list);
		return;
	}
	if (field == FIELD_APPLICANTS || field == FIELD_APPLICANTS2)
		field = FIELD_APPLICANT; /* the list is already split */
	for (size_t i = 0; i < json_object_array_length(list); i++)
		set_scalar(in, field, key, json_object_array_get_idx(list, i));
}

/* "license.KEY", in the record's memory. */
static span
licence_key(jsonl *in, span key)
{
	span prefix = SPAN_LIT("license.");
	char *p = arena_alloc(in->rec.d.mem, prefix.n + key.n);

	if (!p) {
		in->rec.failed = 1;
		return prefix;
	}
	memcpy(p, prefix.p, prefix.n);
	memcpy(p + prefix.n, key.p, key.n);
	return (span){p, prefix.n + key.n};
}

/* {"id": "L2023000887", "terms": "…"} and further keys. */
static void
set_license(jsonl *in, json_object *o)
{
	json_object_object_foreach(o, k, v)
	{
		span key = span_of(k);
		if (span_eq(key, SPAN_LIT("id")) && is_scalar(v))
			set_scalar(in, FIELD_LICENSE_ID, key, v);
		else if (span_eq(key, SPAN_LIT("terms")) && is_scalar(v))
			set_scalar(in, FIELD_LICENSE_TERMS, key, v);
		else if (v)
			keep_json(in, licence_key(in, key), v);
	}
}

static void
set_value(jsonl *in, span key, json_object *obj)
{
	record_field f = field_of_key(in, key);

	if (!obj)
		return;
	if (json_object_is_type(obj, json_type_object) && span_eq(key, SPAN_LIT("license")))
		set_license(in, obj);
	else if (f == FIELD_EXTRA || json_object_is_type(obj, json_type_object))
		keep_json(in, key, obj);
	else if (json_object_is_type(obj, json_type_array))
		set_list(in, f, key, obj);
	else
		set_scalar(in, f, key, obj);
}

/* "id", else the first key that is "id" in another spelling; empty: none is. */
static span
id_key_of(json_object *o)
{
	if (json_object_object_get_ex(o, "id", NULL))
		return SPAN_LIT("id");
	json_object_object_foreach(o, key, value)
	{
		(void)value;
		if (columns_is_id(span_of(key)))
			return span_of(key);
	}
	return (span){"", 0};
}

static tensen_status
read_object(jsonl *in, json_object *o, uint64_t line, tensen_error *err)
{
	record_begin(&in->rec, line);
	in->is_plidb = json_object_object_get_ex(o, "開放特許情報番号", NULL);
	in->id_key = id_key_of(o);
	json_object_object_foreach(o, key, value)
	{
		set_value(in, span_of(key), value);
	}
	if (in->is_plidb)
		record_is_licence(&in->rec);
	return record_end(&in->rec, err);
}

/* The object that the text holds, or NULL and the reason in in->problem. */
static json_object *
read_parse(jsonl *in, span text)
{
	enum json_tokener_error e;
	json_object *o;
	size_t end;

	json_tokener_reset(in->tokener);
	o = json_tokener_parse_ex(in->tokener, text.p, (int)text.n);
	e = json_tokener_get_error(in->tokener);
	end = json_tokener_get_parse_end(in->tokener);
	in->ended_early = e == json_tokener_continue;
	if (in->ended_early) {
		snprintf(in->problem, sizeof in->problem, SAY_JSON_ENDS_BEFORE);
	} else if (e != json_tokener_success) {
		snprintf(in->problem, sizeof in->problem, SAY_NOT_JSON_AT, end + 1,
		    json_tokener_error_desc(e));
	} else if (span_trim(span_sub(text, end, text.n)).n > 0) {
		snprintf(in->problem, sizeof in->problem, SAY_NOT_JSON_BEHIND, end + 1);
	} else if (!json_object_is_type(o, json_type_object)) {
		snprintf(in->problem, sizeof in->problem, SAY_EXPECTED_OBJECT_FOUND,
		    json_type_to_name(json_object_get_type(o)));
	} else {
		return o;
	}
	json_object_put(o);
	return NULL;
}

/* The piece cannot be read.  At the end of a file that ends inside it, the file is cut. */
static tensen_status
read_refuse(jsonl *in, const json_piece *piece, const char *why, tensen_error *err)
{
	span s = span_trim(piece->text);

	if (!piece->cut || (s.n && s.p[0] != '{' && s.p[0] != '['))
		return feed_refuse(in->feed, piece->line, why, err);
	feed_bad_file(in->feed, piece->line, piece->problem ? why : SAY_JSON_ENDS_BEFORE);
	return TENSEN_OK;
}

static tensen_status
read_piece(jsonl *in, const json_piece *piece, tensen_error *err)
{
	tensen_error bad;
	json_object *o;
	char why[FEED_WHY_MAX];
	span s = span_trim(piece->text);
	int whole = s.n && s.p[s.n - 1] == '}';
	tensen_status st;

	if (piece->problem)
		return read_refuse(in, piece, piece->problem, err);
	if (stream_check(in->feed->src, piece->text, piece->offset, &bad) < 0) {
		fail_said(&bad, why, sizeof why);
		return whole ? feed_refuse(in->feed, piece->line, why, err)
			     : read_refuse(in, piece, why, err);
	}
	o = read_parse(in, piece->text);
	if (!o)
		return whole && !in->ended_early
			   ? feed_refuse(in->feed, piece->line, in->problem, err)
			   : read_refuse(in, piece, in->problem, err);
	st = read_object(in, o, piece->line, err);
	json_object_put(o);
	return st;
}

tensen_status
read_jsonl(feed *from, tensen_error *err)
{
	jsonl j = {.feed = from};
	json_piece piece;
	tensen_status st;

	record_init(&j.rec, from);
	j.tokener = json_tokener_new_ex(DEPTH_MAX);
	if (!j.tokener) {
		record_clear(&j.rec);
		return tensen_fail_nomem(err);
	}
	json_tokener_set_flags(j.tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS);
	st = json_split_init(&j.split, from->src, err);
	j.split.line += from->lines_before;
	while (st == TENSEN_OK && (st = json_split_next(&j.split, &piece, err)) == TENSEN_OK) {
		if (piece.text.n == 0 && !piece.problem)
			break;
		st = read_piece(&j, &piece, err);
	}
	json_split_clear(&j.split);
	json_tokener_free(j.tokener);
	record_clear(&j.rec);
	return st;
}
