/* assist/reader/subjects.c - what the documents of an index are about, for a model that is to name
 * trades: a trade without documents brings nothing.  From the JSON of `fields`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/reading.h"

#define SUBJECTS 40

typedef struct subject {
	const char *name;
	int64_t documents;
} subject;

static int
by_documents(const void *a, const void *b)
{
	const subject *x = a, *y = b;

	return x->documents != y->documents ? (x->documents < y->documents ? 1 : -1)
					    : strcmp(x->name, y->name);
}

/* The subclasses of most documents of each field. */
static size_t
collect_subjects(subject *v, size_t room, json_object *fields)
{
	size_t n = 0;

	for (size_t f = 0; f < json_count(fields); f++) {
		json_object *mostly = json_list(json_item(fields, f), "mostly");
		for (size_t i = 0; i < json_count(mostly) && n < room; i++) {
			json_object *one = json_item(mostly, i);
			if (json_text(one, "name")[0])
				v[n++] = (subject){json_text(one, "name"),
				    json_object_get_int64(json_at(one, "documents"))};
		}
	}
	qsort(v, n, sizeof *v, by_documents);
	return n;
}

/* 1: a subclass of this name, of another field, stands before it. */
static int
is_listed(const subject *v, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(v[i].name, v[at].name) == 0)
			return 1;
	return 0;
}

static char *
write_subjects(json_object *fields, tensen_lang lang)
{
	subject v[256] = {{NULL, 0}};
	size_t n = collect_subjects(v, sizeof v / sizeof *v, fields), size = 0, written = 0;
	char *out = NULL;
	FILE *f = open_memstream(&out, &size);

	if (!f)
		return NULL;
	for (size_t i = 0; i < n && written < SUBJECTS; i++)
		if (!is_listed(v, i))
			fprintf(f, "%s%s %lld", written++ ? lang == TENSEN_JA ? "、" : ", " : "",
			    v[i].name, (long long)v[i].documents);
	if (!written)
		fputs(lang == TENSEN_JA ? "分類記号がないので不明"
					: "unknown, for want of class symbols",
		    f);
	return fclose(f) == 0 ? out : NULL;
}

static tensen_status
read_subjects(char **out, const tensen_index *ix, tensen_lang lang, tensen_error *err)
{
	tensen_style style = TENSEN_STYLE_INIT;
	tensen_result *r = NULL;
	tensen_text text = {.p = NULL};
	json_object *o = NULL, *fields;
	tensen_status st = tensen_index_fields(ix, &r, err);

	style.format = TENSEN_JSON;
	style.lang = lang;
	if (st == TENSEN_OK)
		st = tensen_result_render(r, &style, &text, err);
	if (st == TENSEN_OK) {
		o = json_tokener_parse(text.p);
		fields = json_list(o, "fields");
		*out = fields ? write_subjects(fields, lang) : NULL;
		st = *out ? TENSEN_OK : failure_nomem(err);
	}
	json_object_put(o);
	tensen_text_free(&text);
	tensen_result_free(r);
	return st;
}

/* Made once for each language; borrowed from the reader. */
tensen_status
reading_subjects(const char **out, reading *now)
{
	reader *by = now->r;
	tensen_status st = TENSEN_OK;

	pthread_mutex_lock(&by->lock);
	if (!by->subjects[now->lang])
		st = read_subjects(
		    &by->subjects[now->lang], tensen_searcher_index(now->s), now->lang, now->err);
	*out = by->subjects[now->lang];
	pthread_mutex_unlock(&by->lock);
	return st;
}
