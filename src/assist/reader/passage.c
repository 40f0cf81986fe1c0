/* assist/reader/passage.c - see passage.h; read from the JSON of `show`. */
#include "assist/reader/passage.h"
#include "assist/json.h"
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/failure.h"

/* Sections in the order they are worth reading, and the share of the limit that one of them
 * may take.  A description comes only if no other section has problem and means. */
static const struct {
	const char *name;
	unsigned percent;
} wanted[] = {{"title", 15}, {"problem", 40}, {"means", 40}, {"effect", 25}, {"other", 40},
    {"claims", 25}, {"products", 10}, {"description", 50}};
#define N_WANTED (sizeof wanted / sizeof *wanted)

int
passage_is_japanese(const char *text)
{
	/* U+3040..U+30FF and U+4E00..U+9FFF in UTF-8 */
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if ((p[0] == 0xE3 && p[1] >= 0x81 && p[1] <= 0x83) ||
		    (p[0] >= 0xE4 && p[0] <= 0xE9))
			return 1;
	return 0;
}

/* Bytes of a text that fit, without a character cut apart. */
static size_t
passage_fitting(const char *text, size_t most)
{
	size_t n = strlen(text);

	if (n <= most)
		return n;
	for (n = most; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80; n--)
		;
	return n;
}

/* 1 if a sentence ends before p: behind a full stop of either script. */
static int
is_sentence_end(const char *text, size_t at)
{
	static const char *const stops[] = {"。", "．", "｡"};

	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
		size_t n = strlen(stops[i]);
		if (at >= n && memcmp(text + at - n, stops[i], n) == 0)
			return 1;
	}
	return at > 0 && strchr(".;", text[at - 1]) && text[at] == ' ';
}

/* The same up to the end of a sentence, if one ends in the second half: a quotation of half a
 * sentence may mislead. */
static size_t
fitting_sentences(const char *text, size_t most)
{
	size_t n = passage_fitting(text, most);

	if (text[n])
		for (size_t at = n; at > n / 2; at--)
			if (is_sentence_end(text, at))
				return at;
	return n;
}

/* A section that is to be written. */
typedef struct part {
	const char *name, *text;
	size_t share, n; /* bytes that it may have of the limit; that it has */
} part;
#define PARTS_MAX 32

/* The sections that are wanted, in their order. */
static size_t
passage_choose(part *pt, json_object *sections, size_t limit)
{
	size_t n = 0, all = json_count(sections);

	for (size_t w = 0; w < N_WANTED; w++)
		for (size_t i = 0; i < all && n < PARTS_MAX; i++) {
			json_object *s = json_item(sections, i);
			if (strcmp(json_text(s, "section"), wanted[w].name) == 0 &&
			    (w + 1 < N_WANTED || n <= 1))
				pt[n++] = (part){wanted[w].name, json_text(s, "text"),
				    limit * wanted[w].percent / 100, 0};
		}
	return n;
}

/* Give each section its share, then the rest to those that need more. */
static void
passage_divide(part *pt, size_t n, size_t left)
{
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < n; i++) {
			size_t want = strlen(pt[i].text), more;
			if (round == 0 && want > pt[i].share)
				want = pt[i].share;
			more = want - pt[i].n < left ? want - pt[i].n : left;
			pt[i].n += more;
			left -= more;
		}
}

/* 1: there is a title and nothing else. */
static int
write_sections(FILE *out, json_object *sections, size_t limit, int *cut)
{
	part v[PARTS_MAX];
	size_t n = passage_choose(v, sections, limit);

	passage_divide(v, n, limit);
	for (size_t i = 0; i < n; i++) {
		size_t bytes = fitting_sentences(v[i].text, v[i].n);
		*cut |= v[i].text[bytes] != '\0';
		if (bytes > 0)
			fprintf(out, "[%s] %.*s%s\n", v[i].name, (int)bytes, v[i].text,
			    v[i].text[bytes] ? " …" : "");
	}
	return n == 1 && strcmp(v[0].name, "title") == 0;
}

static tensen_status
write_passage(passage *out, json_object *show, size_t limit, tensen_error *err)
{
	json_object *sections = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&out->text, &n);

	json_object_object_get_ex(show, "sections", &sections);
	out->id = strdup(json_text(show, "id"));
	if (!f || !out->id || !sections) {
		if (f)
			fclose(f);
		return failure_nomem(err);
	}
	if ((out->title_only = write_sections(f, sections, limit, &out->cut)))
		fputs(PASSAGE_NO_MORE, f);
	if (json_text(show, "classes")[0])
		fprintf(f, "[classes] %.*s\n",
		    (int)passage_fitting(json_text(show, "classes"), 120),
		    json_text(show, "classes"));
	if (fclose(f) != 0)
		return failure_nomem(err);
	out->japanese = passage_is_japanese(out->text);
	return TENSEN_OK;
}

tensen_status
passage_read(
    passage *out, tensen_searcher *searcher, const tensen_query *q, size_t limit, tensen_error *err)
{
	const tensen_query alone = {.id = q->id, .text = q->text, .text_len = q->text_len};
	tensen_style style = TENSEN_STYLE_INIT;
	tensen_result *r = NULL;
	tensen_text text = {.p = NULL};
	json_object *show = NULL;
	tensen_status st = tensen_show(searcher, &alone, &r, err);

	*out = (passage){.text = NULL};
	style.format = TENSEN_JSON;
	if (st == TENSEN_OK)
		st = tensen_result_render(r, &style, &text, err);
	if (st == TENSEN_OK && !(show = json_tokener_parse(text.p)))
		st = failure_nomem(err);
	if (st == TENSEN_OK)
		st = write_passage(out, show, limit, err);
	if (st < 0)
		passage_clear(out);
	json_object_put(show);
	tensen_text_free(&text);
	tensen_result_free(r);
	return st;
}

void
passage_clear(passage *text_of)
{
	free(text_of->id);
	free(text_of->text);
	*text_of = (passage){.text = NULL};
}
