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
#define WHOLE_DEPTH 30
/* Characters of a line's parts: a title is what a reader looks at, the sentence decides between
 * titles alike.  Japanese characters count twice. */
#define TITLE_SHOWN 72
#define CLASS_SHOWN 24
#define SENTENCE_SHOWN 64

/* The beginning of a text, about `most` columns wide; one line. */
static void
put_short(FILE *f, const char *text, unsigned most)
{
	unsigned width = 0;

	for (const unsigned char *p = (const unsigned char *)text; *p;) {
		size_t n = *p < 0x80 ? 1 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4;
		if ((width += n > 2 ? 2 : 1) > most) {
			fputs("…", f);
			return;
		}
		if (*p < 0x20 || *p == '|')
			putc(' ', f);
		else
			fwrite(p, 1, strnlen((const char *)p, n), f);
		p += strnlen((const char *)p, n);
	}
}

/* title | class | sentence, or "title only". */
static char *
show_line(const reading *x, const tensen_candidate *c)
{
	char *out = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&out, &size);
	const char *class_name = c->document.subclass_name[x->lang];

	if (!f)
		return NULL;
	if (c->document.title[0])
		put_short(f, c->document.title, TITLE_SHOWN);
	else /* the sentence stands for both */
		put_short(f, c->sentence, (TITLE_SHOWN + SENTENCE_SHOWN) * 4 / 5);
	fputs(" | ", f);
	put_short(f, class_name && class_name[0] ? class_name : c->document.subclass, CLASS_SHOWN);
	fputs(" | ", f);
	if (c->document.title_only)
		fputs(x->lang == TENSEN_JA ? "題名のみ" : "title only", f);
	else if (c->document.title[0] && strcmp(c->document.title, c->sentence) != 0)
		put_short(f, c->sentence, SENTENCE_SHOWN);
	return fclose(f) == 0 ? out : NULL;
}

static int
has_line(const title_list *l, const char *id)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->v[i].id, id) == 0)
			return 1;
	return 0;
}

/* 1: the pair is judged, with the text of today. */
static int
is_judged(reading *x, const char *id, const char *hash)
{
	json_object *line = json_at(x->judged, id);

	if (!line || strcmp(reader_text(line, "document_hash"), hash) == 0)
		return line != NULL;
	json_object_object_del(x->judged, id);
	json_object_object_del(x->doubted, id);
	return 0;
}

/* Lines that go into one question: half of the model's context, at 48 tokens a line. */
static size_t
lines_most(const reader *r)
{
	size_t most = r->o.context / 2 / 48;

	return r->o.context && most < LIST_MAX ? most : LIST_MAX;
}

static tensen_status
add_line(reading *x, title_list *l, const tensen_candidate *c, int statement)
{
	list_line *line = &l->v[l->n];
	char hash[TENSEN_HASH_BYTES];
	uint32_t mark;

	if (l->n == lines_most(x->r) || c->shelf == TENSEN_OWN_FAMILY ||
	    has_line(l, c->document.id) ||
	    tensen_document_hash(x->s, c->document.id, hash, NULL) < 0)
		return TENSEN_OK;
	mark = (uint32_t)XXH3_64bits_withSeed(
	    c->document.id, strlen(c->document.id), strtoull(hash, NULL, 16));
	if (reading_has_seen(x, mark) || is_judged(x, c->document.id, hash))
		return TENSEN_OK;
	*line = (list_line){
	    strdup(c->document.id), strdup(c->document.title), show_line(x, c), mark, statement};
	l->n++;
	return line->id && line->title && line->shown ? TENSEN_OK : failure_nomem(x->err);
}

/* The candidates of one statement alone, or (NULL) of the whole text. */
static tensen_status
look_one(reading *x, title_list *l, const char *statement, int number)
{
	const char *const aspects[] = {statement, NULL};
	tensen_candidates_opts o = TENSEN_CANDIDATES_OPTS_INIT;
	tensen_result *found = NULL;
	const tensen_candidate *v;
	size_t n = 0;
	tensen_status st;

	o.n = statement ? LIST_DEPTH : WHOLE_DEPTH;
	o.asking = (tensen_asking){.aspects = aspects, .only_given = 1, .n_said = 1, .no_kept = 1};
	if (!statement) {
		o.asking = (tensen_asking){.no_kept = 1};
		o.filter.out_of_field = TENSEN_OUT_WIPO35;
	}
	st = tensen_candidates(x->s, x->q, &o, &found, x->err);
	v = st == TENSEN_OK ? tensen_result_candidates(found, &n) : NULL;
	for (size_t i = 0; st == TENSEN_OK && i < n; i++)
		st = add_line(x, l, &v[i], number);
	tensen_result_free(found);
	return st;
}

tensen_status
reading_look(reading *x, title_list *out)
{
	int number = 0;
	tensen_status st = TENSEN_OK;

	*out = (title_list){calloc(LIST_MAX, sizeof *out->v), 0};
	if (!out->v)
		return failure_nomem(x->err);
	for (size_t i = 0; i < json_object_array_length(x->said); i++) {
		json_object *said =
		    reader_list(json_object_array_get_idx(x->said, i), "statements");
		for (size_t k = 0; st == TENSEN_OK && said && k < json_object_array_length(said);
		     k++)
			st = look_one(x, out,
			    reader_text(json_object_array_get_idx(said, k), "text"), number++);
	}
	if (st == TENSEN_OK && !x->r->o.no_whole)
		st = look_one(x, out, NULL, -1);
	if (st < 0)
		list_clear(out);
	return st;
}

void
list_clear(title_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].id);
		free(l->v[i].title);
		free(l->v[i].shown);
	}
	free(l->v);
	*l = (title_list){NULL, 0};
}
