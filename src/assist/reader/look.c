/* assist/reader/look.c - the lists that a reader looks through. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"
#include "assist/json.h"
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "assist/reader/reading.h"

/* Lines of each list.  Of the documents that two readers confirmed, half stood in the second ten;
 * longer lists brought less than other words did. */
#define LIST_DEPTH 20
#define WHOLE_DEPTH 40 /* of the patent's own words, things and classes */
/* Characters of a line's parts: a title is what a reader looks at, the sentence decides between
 * titles alike.  Japanese characters count twice. */
#define TITLE_SHOWN 60
#define CLASS_SHOWN 24
#define SENTENCE_SHOWN 60
#define ALONE_SHOWN 76 /* a sentence that stands for both */

/* The beginning of a text, about `most` columns wide; one line. */
static void
put_short(FILE *out, const char *text, unsigned most)
{
	unsigned width = 0;

	for (const unsigned char *p = (const unsigned char *)text; *p;) {
		size_t n = *p < 0x80 ? 1 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4;
		if ((width += n > 2 ? 2 : 1) > most) {
			fputs("…", out);
			return;
		}
		if (*p < 0x20 || *p == '|')
			putc(' ', out);
		else
			fwrite(p, 1, strnlen((const char *)p, n), out);
		p += strnlen((const char *)p, n);
	}
}

/* Where the title stands in the sentence, which then says both: a title that was made of the text is
 * its beginning ("An apparatus for ..." : "apparatus for ..."); NULL: it does not. */
static const char *
title_in_sentence(const tensen_candidate *cand)
{
	return strstr(cand->sentence, cand->document.title);
}

/* title | sentence; of a document with nothing but a title, title | class, "title only". */
static char *
show_line(const reading *now, const tensen_candidate *cand)
{
	char *out = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&out, &size);
	const char *class_name = cand->document.subclass_name[now->lang];

	if (!f)
		return NULL;
	if (cand->document.title_only) {
		put_short(f, cand->document.title, TITLE_SHOWN);
		fputs(" | ", f);
		put_short(f, class_name && class_name[0] ? class_name : cand->document.subclass,
		    CLASS_SHOWN);
		fputs(now->lang == TENSEN_JA ? "、題名のみ" : ", title only", f);
	} else if (title_in_sentence(cand)) {
		put_short(f, title_in_sentence(cand), ALONE_SHOWN);
	} else {
		put_short(f, cand->document.title, TITLE_SHOWN);
		fputs(" | ", f);
		put_short(f, cand->sentence, SENTENCE_SHOWN);
	}
	return fclose(f) == 0 ? out : NULL;
}

static int
has_line(const title_list *titles, const char *id)
{
	for (size_t i = 0; i < titles->n; i++)
		if (strcmp(titles->v[i].id, id) == 0)
			return 1;
	return 0;
}

/* 1: the pair is judged, with the text of today. */
static int
is_judged(reading *now, const char *id, const char *hash)
{
	json_object *line = json_at(now->judged, id);

	if (!line || strcmp(json_text(line, "document_hash"), hash) == 0)
		return line != NULL;
	json_object_object_del(now->judged, id);
	json_object_object_del(now->doubted, id);
	return 0;
}

/* Lines that go into one question: half of the model's context, at 48 tokens a line. */
static size_t
lines_most(const reader *by)
{
	size_t most = by->o.context / 2 / 48;

	return by->o.context && most < LIST_MAX ? most : LIST_MAX;
}

/* 1: a line reads the same, as of an application and its patent. */
static int
reads_as_another(const title_list *titles, const char *shown)
{
	for (size_t i = 0; i < titles->n; i++)
		if (strcmp(titles->v[i].shown, shown) == 0)
			return 1;
	return 0;
}

static uint32_t
mark_of(const char *id, const char *hash)
{
	return (uint32_t)XXH3_64bits_withSeed(id, strlen(id), strtoull(hash, NULL, 16));
}

/* old: the statement's list was made before, so that only new documents are lines. */
static tensen_status
add_line(reading *now, title_list *titles, const tensen_candidate *cand, int statement, int old)
{
	list_line *line = &titles->v[titles->n];
	char hash[TENSEN_HASH_BYTES], *shown;
	const char *id = cand->document.id;
	uint32_t mark;
	int judged = json_at(now->judged, id) != NULL, had = 0;
	tensen_status st;

	if (cand->shelf == TENSEN_OWN_FAMILY || has_line(titles, id) ||
	    tensen_document_hash(now->s, id, hash, NULL) < 0)
		return TENSEN_OK;
	mark = mark_of(id, hash);
	if (reading_has_seen(now, mark) || is_judged(now, id, hash))
		return TENSEN_OK;
	if (old && !judged &&
	    ((st = stock_had(&had, &now->r->stock, now->stock, id, now->err)) < 0 || had))
		return st;
	if (titles->n == lines_most(now->r)) {
		titles->cut = 1;
		return TENSEN_OK;
	}
	if (!(shown = show_line(now, cand)))
		return failure_nomem(now->err);
	if (reads_as_another(titles, shown)) {
		free(shown);
		return TENSEN_OK;
	}
	*line = (list_line){strdup(id),
	    strdup(cand->document.title[0] ? cand->document.title : cand->sentence), shown, mark,
	    statement, cand->document.title_only, 0, 0};
	titles->n++;
	return line->id && line->title ? TENSEN_OK : failure_nomem(now->err);
}

/* The candidates of one statement alone, or (NULL) of the whole text. */
static tensen_status
look_one(reading *now, title_list *titles, const char *statement, int number, int old)
{
	const size_t depth = statement ? LIST_DEPTH : WHOLE_DEPTH;
	const char *const aspects[] = {statement, NULL};
	tensen_candidates_opts o = TENSEN_CANDIDATES_OPTS_INIT;
	tensen_result *found = NULL;
	const tensen_candidate *v;
	size_t n = 0;
	tensen_status st;

	o.n = (uint32_t)depth;
	o.asking = (tensen_asking){.aspects = aspects, .only_given = 1, .n_said = 1, .no_kept = 1};
	if (!statement) {
		o.asking = (tensen_asking){.no_kept = 1};
		o.filter.out_of_field = TENSEN_OUT_WIPO35;
	}
	st = tensen_candidates(now->s, now->q, &o, &found, now->err);
	v = st == TENSEN_OK ? tensen_result_candidates(found, &n) : NULL;
	for (size_t i = 0; st == TENSEN_OK && i < n; i++)
		st = add_line(now, titles, &v[i], number, old);
	tensen_result_free(found);
	return st;
}

/* The lists of one round's statements, the first of which has a number. */
static tensen_status
look_round(reading *now, title_list *titles, json_object *said, int number, int old)
{
	tensen_status st = TENSEN_OK;

	for (size_t k = 0; st == TENSEN_OK && k < json_count(said); k++)
		st = look_one(
		    now, titles, json_text(json_item(said, k), "text"), number + (int)k, old);
	return st;
}

tensen_status
reading_look(reading *now, title_list *out)
{
	int number = 0;
	tensen_status st = TENSEN_OK;

	*out = (title_list){.v = calloc(LIST_MAX, sizeof *out->v)};
	if (!out->v)
		return failure_nomem(now->err);
	for (size_t i = 0; st == TENSEN_OK && i < json_count(now->said); i++) {
		json_object *said = json_list(json_item(now->said, i), "statements");
		if (i >= now->looked)
			st = look_round(now, out, said, number, i < now->old_rounds);
		number += (int)json_count(said);
	}
	if (st == TENSEN_OK && !now->r->o.no_whole && !now->whole_looked)
		st = look_one(now, out, NULL, -1, now->old_rounds > 0);
	if (st < 0)
		list_clear(out);
	return st;
}

void
reading_looked(reading *now, const title_list *titles)
{
	int all = titles->n < lines_most(now->r);

	for (size_t i = 0; all && i < titles->n; i++)
		all = reading_has_seen(now, titles->v[i].mark);
	if (!all)
		return;
	now->looked = json_count(now->said);
	now->whole_looked = 1;
}

void
list_clear(title_list *titles)
{
	for (size_t i = 0; i < titles->n; i++) {
		free(titles->v[i].id);
		free(titles->v[i].title);
		free(titles->v[i].shown);
	}
	free(titles->v);
	*titles = (title_list){.v = NULL};
}
