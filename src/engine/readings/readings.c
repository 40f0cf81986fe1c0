/* engine/readings/readings.c - see readings.h.
 *
 * WHICH COUNT  Of several readings of one pair a person's stands above a model's, and a later one
 *              above an earlier one; what a person did not write (quotations, a transfer) stays
 *              from the model.  A reading names the hashes of both texts: if one of the documents
 *              says something else now, the reading is left out. */
#include "engine/query/understand.h"
#include <tensen/messages.h>
#include "engine/readings/readings.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "engine/readings/lines.h"
#include "util/fail.h"
#include "util/json/json_read.h"

struct readings_slot {
	pthread_mutex_t lock;
	char *path;
	tensen_readings *readings; /* NULL: not opened yet */
};

tensen_status
readings_slot_new(readings_slot **out, const char *path, tensen_error *err)
{
	readings_slot *slot = *out = calloc(1, sizeof *slot);

	if (!slot || !(slot->path = strdup(path))) {
		free(slot);
		*out = NULL;
		return tensen_fail_nomem(err);
	}
	pthread_mutex_init(&slot->lock, NULL);
	return TENSEN_OK;
}

void
readings_slot_free(readings_slot *slot)
{
	if (!slot)
		return;
	tensen_readings_close(slot->readings);
	pthread_mutex_destroy(&slot->lock);
	free(slot->path);
	free(slot);
}

/* With the lines of today; *out NULL: none are wanted. */
static tensen_status
open_readings(tensen_readings **out, readings_slot *slot, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	int fresh;

	*out = NULL;
	if (!slot->path[0])
		return TENSEN_OK;
	pthread_mutex_lock(&slot->lock);
	if ((fresh = !slot->readings))
		st = tensen_readings_open(&slot->readings, slot->path, err);
	*out = slot->readings;
	pthread_mutex_unlock(&slot->lock);
	return st == TENSEN_OK && !fresh ? tensen_readings_refresh(*out, err) : st;
}

/* XXH3-64 of the parts of a document that a reader is given. */
static uint64_t
readings_text_hash(const document *doc)
{
	const span texts[] = {doc->title, doc->abstract, doc->problem, doc->means, doc->effect,
	    doc->description, doc->products};
	XXH3_state_t state;

	XXH3_64bits_reset(&state);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		XXH3_64bits_update(&state, texts[i].p, texts[i].n);
		XXH3_64bits_update(&state, "", 1);
	}
	for (uint32_t i = 0; i < doc->claims.n; i++) {
		XXH3_64bits_update(&state, doc->claims.v[i].p, doc->claims.v[i].n);
		XXH3_64bits_update(&state, "", 1);
	}
	return XXH3_64bits_digest(&state);
}

/* "text:HASH" for a query that is no document, else its id; in searcher->mem. */
static const char *
readings_query_name(tensen_searcher *searcher, const query *q)
{
	char name[32];
	int n;

	if (q->row != ROW_NONE)
		return arena_copy(&searcher->mem, q->doc.id.p, q->doc.id.n).p;
	n = snprintf(
	    name, sizeof name, "text:%016llx", (unsigned long long)readings_text_hash(&q->doc));
	return arena_copy(&searcher->mem, name, (size_t)n).p;
}

tensen_status
tensen_query_name(tensen_searcher *searcher, const tensen_query *q, char **name,
    char hash[TENSEN_HASH_BYTES], tensen_error *err)
{
	query a;
	tensen_status st = query_understand(&a, searcher, q, err);
	const char *copy = st == TENSEN_OK ? readings_query_name(searcher, &a) : NULL;

	*name = NULL;
	if (st < 0)
		return st;
	if (!copy || !(*name = strdup(copy)))
		return tensen_fail_nomem(err);
	snprintf(
	    hash, TENSEN_HASH_BYTES, "%016llx", (unsigned long long)readings_text_hash(&a.doc));
	return TENSEN_OK;
}

/* ---- the readings of one query ---- */

/* A document that was read, with what counts of it. */
#define GOOD 2 /* the least grade of a pair that somebody would use */

typedef struct read_pair {
	const char *id;
	json_object *grade, *doubt; /* lines; NULL: none */
	json_object *model;         /* the line of a model, if a person graded the pair, too */
} read_pair;

typedef struct joining {
	tensen_searcher *s;
	const char *graded; /* the role whose grades count: "judge" or, of a need, "meet" */
	char hash[TENSEN_HASH_BYTES]; /* of the query's text */
	json_object **lines;          /* all that are used, to be freed */
	size_t n_lines;
	read_pair *pairs;
	size_t n_pairs;
	const char **said; /* of one model and prompt, the last of the file */
	size_t n_said;
} joining;

static int
is_person(json_object *line)
{
	return line_is_true(line, "person");
}

static read_pair *
pair_of(joining *joined, const char *id)
{
	for (size_t i = joined->n_pairs; i-- > 0;)
		if (strcmp(joined->pairs[i].id, id) == 0)
			return &joined->pairs[i];
	joined->pairs[joined->n_pairs] = (read_pair){.id = id};
	return &joined->pairs[joined->n_pairs++];
}

static void
take_grade(joining *joined, json_object *line)
{
	read_pair *pair = pair_of(joined, line_text(line, "document"));

	if (is_person(line)) {
		if (pair->grade && !is_person(pair->grade))
			pair->model = pair->grade;
		pair->grade = line;
	} else if (pair->grade && is_person(pair->grade)) {
		pair->model = line;
	} else {
		pair->grade = line;
	}
}

/* A first round replaces what was said before it. */
static void
take_said(joining *joined, json_object *line)
{
	json_object *list = NULL, *round = NULL;

	if (!json_object_object_get_ex(line, "round", &round) || json_object_get_int(round) == 0)
		joined->n_said = 0;
	json_object_object_get_ex(line, "statements", &list);
	for (size_t i = 0;
	     json_object_is_type(list, json_type_array) && i < json_object_array_length(list) &&
	     joined->n_said < TENSEN_ASPECTS_MAX;
	     i++) {
		const char *text = line_text(json_object_array_get_idx(list, i), "text");
		if (text[0] && strlen(text) <= TENSEN_ASPECT_BYTES)
			joined->said[joined->n_said++] = text;
	}
}

/* 1: the line is kept. */
static int
take_line(joining *joined, json_object *line)
{
	const char *role = line_text(line, "role");

	if (strcmp(line_text(line, "query_hash"), joined->hash) != 0)
		return 0;
	if (strcmp(role, "say") == 0) {
		take_said(joined, line);
		return 1;
	}
	if (!line_text(line, "document")[0])
		return 0;
	/* A second reading whose answer does not stand holds nothing: a document may have ordered it. */
	if (strcmp(role, joined->graded) == 0 && !line_text(line, "dropped")[0])
		take_grade(joined, line);
	else if (strcmp(role, "doubt") == 0)
		pair_of(joined, line_text(line, "document"))->doubt = line;
	else
		return 0;
	return 1;
}

/* Lists that were looked through are long and concern only their reader. */
static int
is_screen(span line)
{
	return span_starts(line, SPAN_LIT("{\"v\":2,\"role\":\"screen\""));
}

static tensen_status
read_lines(joining *joined, span text, tensen_error *err)
{
	size_t n = 1;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	joined->lines = arena_alloc(&joined->s->mem, n * sizeof *joined->lines);
	joined->pairs = arena_alloc(&joined->s->mem, n * sizeof *joined->pairs);
	joined->said =
	    arena_alloc(&joined->s->mem, (TENSEN_ASPECTS_MAX + 1) * sizeof *joined->said);
	if (!joined->lines || !joined->pairs || !joined->said)
		return tensen_fail_nomem(err);
	while (text.n > 0) {
		const char *end = memchr(text.p, '\n', text.n);
		span line = span_sub(text, 0, end ? (size_t)(end - text.p) : text.n);
		json_object *o = is_screen(line) ? NULL : json_read_object(line);
		if (o && take_line(joined, o))
			joined->lines[joined->n_lines++] = o;
		else
			json_object_put(o);
		text = span_sub(text, line.n + 1, text.n);
	}
	return TENSEN_OK;
}

/* The hash of the text of a document that the index has. */
static int
hash_of(char out[TENSEN_HASH_BYTES], tensen_searcher *searcher, const char *id)
{
	uint32_t row;
	span record;
	document d;

	if (row_of_id(&row, searcher->ix, id, NULL) < 0 ||
	    docstore_get(searcher->ix->store->docs, searcher->docs, row, &record, NULL) < 0)
		return 0;
	document_init(&d, &searcher->mem);
	if (document_read(&d, &searcher->mem, record, NULL) < 0)
		return 0;
	snprintf(out, TENSEN_HASH_BYTES, "%016llx", (unsigned long long)readings_text_hash(&d));
	return 1;
}

tensen_status
tensen_document_hash(
    tensen_searcher *searcher, const char *id, char hash[TENSEN_HASH_BYTES], tensen_error *err)
{
	return hash_of(hash, searcher, id)
		   ? TENSEN_OK
		   : tensen_fail(err, TENSEN_E_NOTFOUND, SAY_NO_DOCUMENT_IN_THIS, id);
}

/* In the arena; NULL if there is none. */
static const char *
text_of(joining *joined, json_object *line, const char *key)
{
	const char *text = line ? line_text(line, key) : "";

	return text[0] ? arena_copy(&joined->s->mem, text, strlen(text)).p : NULL;
}

/* What a person wrote, else what the second reading says, else the first. */
static const char *
said_of(joining *joined, const read_pair *pair, const char *key)
{
	json_object *const order[] = {is_person(pair->grade) ? pair->grade : pair->doubt,
	    is_person(pair->grade) ? pair->doubt : pair->grade, pair->model};
	const char *text = NULL;

	for (size_t i = 0; !text && i < sizeof order / sizeof *order; i++)
		text = text_of(joined, order[i], key);
	return text;
}

/* "MODEL (prompt VERSION)"; a person's has no model. */
static const char *
by_of(joining *joined, json_object *line)
{
	char by[256];
	int n = snprintf(by, sizeof by, "%.120s (prompt %.40s)", line_text(line, "by"),
	    line_text(line, "prompt"));

	return is_person(line) ? "" : arena_copy(&joined->s->mem, by, (size_t)n).p;
}

static int
shelf_of_kind(const char *kind)
{
	return kind[0] == 'N'   ? TENSEN_NEW_USE
	       : kind[0] == 'P' ? TENSEN_PRECEDENT
	       : kind[0] == 'F' ? TENSEN_OWN_FAMILY
				: -1;
}

/* Another reading is of the same text. */
static int
is_of_text(json_object *line, const char *hash)
{
	return line && strcmp(hash, line_text(line, "document_hash")) == 0;
}

/* Of how many readers would agree both readings count alike; a 3 is what the second one gives. */
static void
take_doubt(tensen_judgement *out, joining *joined, const read_pair *pair)
{
	const int first = line_number(pair->model ? pair->model : pair->grade, "agree", 0),
		  second = line_number(pair->doubt, "agree", 0);

	out->doubt = line_is_true(pair->doubt, "holds") ? 1 : -1;
	out->agree = first ? (first + second) / 2 : second;
	if (out->doubt > 0 && !is_person(pair->grade) &&
	    line_number(pair->doubt, "grade", 0) > out->grade)
		out->grade = line_number(pair->doubt, "grade", 0);
	out->doubt_objection = text_of(joined, pair->doubt, "objection");
	out->doubt_by = by_of(joined, pair->doubt);
}

/* 0: no reading of these texts. */
static int
judgement_of(tensen_judgement *out, joining *joined, read_pair *pair)
{
	char hash[TENSEN_HASH_BYTES];
	json_object *line = pair->grade;
	const char *kind;

	if (!line || !json_object_object_get_ex(line, "grade", NULL) ||
	    !hash_of(hash, joined->s, pair->id) || !is_of_text(line, hash))
		return 0;
	if (!is_of_text(pair->doubt, hash))
		pair->doubt = NULL;
	kind = said_of(joined, pair, "kind");
	*out = (tensen_judgement){.id = arena_copy(&joined->s->mem, pair->id, strlen(pair->id)).p,
	    .grade = line_number(line, "grade", 0),
	    .shelf = shelf_of_kind(kind ? kind : ""),
	    .by = by_of(joined, line),
	    .date = text_of(joined, line, "date"),
	    .application = said_of(joined, pair, "application"),
	    .transfer = said_of(joined, pair, "transfer"),
	    .quote_query = said_of(joined, pair, "quote_patent"),
	    .quote_document = said_of(joined, pair, "quote_document"),
	    .objection = said_of(joined, pair, "objection"),
	    .note = text_of(joined, line, "note")};
	if (pair->doubt)
		take_doubt(out, joined, pair);
	return out->grade >= 0 && out->grade <= 3 && out->id;
}

/* What was read first, then the caller's: of one document the later counts. */
static tensen_status
join_judgements(tensen_asking *asking, joining *joined, tensen_error *err)
{
	size_t n = 0;
	tensen_judgement *v =
	    arena_alloc(&joined->s->mem, (joined->n_pairs + asking->n_judgements + 1) * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < joined->n_pairs && n + asking->n_judgements < TENSEN_JUDGEMENTS_MAX;
	     i++)
		n += (size_t)judgement_of(&v[n], joined, &joined->pairs[i]);
	if (asking->n_judgements)
		memcpy(v + n, asking->judgements, asking->n_judgements * sizeof *v);
	asking->judgements = v;
	asking->n_judgements += n;
	return TENSEN_OK;
}

/* The statements behind the caller's own aspects. */
static tensen_status
join_said(tensen_asking *asking, joining *joined, tensen_error *err)
{
	size_t n = 0;
	const char **v;

	if (asking->only_given || joined->n_said == 0)
		return TENSEN_OK;
	if (!(v = arena_alloc(&joined->s->mem, (TENSEN_ASPECTS_MAX + 1) * sizeof *v)))
		return tensen_fail_nomem(err);
	for (; asking->aspects && asking->aspects[n] && n < TENSEN_ASPECTS_MAX; n++)
		v[n] = asking->aspects[n];
	for (size_t i = 0; i < joined->n_said && n < TENSEN_ASPECTS_MAX; i++) {
		if (!(v[n++] = arena_copy(&joined->s->mem, joined->said[i], strlen(joined->said[i]))
				   .p))
			return tensen_fail_nomem(err);
		asking->n_said++;
	}
	v[n] = NULL;
	asking->aspects = v;
	return TENSEN_OK;
}

static tensen_status
join(tensen_asking *asking, const char *graded, tensen_searcher *searcher, const query *q,
    tensen_error *err)
{
	joining j = {.s = searcher, .graded = graded};
	const char *name = readings_query_name(searcher, q);
	tensen_readings *r;
	tensen_text text;
	tensen_status st;

	if (asking->no_kept)
		return TENSEN_OK;
	if ((st = open_readings(&r, searcher->ix->readings, err)) < 0 || !r)
		return st;
	if (!name)
		return tensen_fail_nomem(err);
	if ((st = tensen_readings_lines(r, name, &text, err)) < 0 || !text.p)
		return st;
	snprintf(j.hash, sizeof j.hash, "%016llx", (unsigned long long)readings_text_hash(&q->doc));
	st = read_lines(&j, (span){text.p, text.n}, err);
	if (st == TENSEN_OK)
		st = join_judgements(asking, &j, err);
	if (st == TENSEN_OK)
		st = join_said(asking, &j, err);
	for (size_t i = 0; i < j.n_lines; i++)
		json_object_put(j.lines[i]);
	tensen_text_free(&text);
	return st;
}

tensen_status
readings_join(tensen_asking *asking, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	return join(asking, "judge", searcher, q, err);
}

tensen_status
readings_of_need(const tensen_judgement **out, size_t *n, tensen_searcher *searcher, const query *q,
    tensen_error *err)
{
	tensen_asking asking = {.only_given = 1};
	tensen_status st = join(&asking, "meet", searcher, q, err);

	*out = asking.judgements;
	*n = asking.n_judgements;
	return st;
}

uint64_t
tensen_index_readings(const tensen_index *ix)
{
	tensen_readings_counts n = {.bytes = 0};
	tensen_readings *r;

	if (open_readings(&r, ix->readings, NULL) == TENSEN_OK && r)
		tensen_readings_counted(r, &n);
	return n.bytes;
}

void
readings_agreed(tensen_agreement *out, const tensen_index *ix)
{
	tensen_readings *r;

	*out = (tensen_agreement){0, 0, 0, 0};
	if (open_readings(&r, ix->readings, NULL) == TENSEN_OK && r)
		tensen_readings_agreed(r, out);
}

typedef struct finding {
	const tensen_index *ix;
	uint32_t *rows_of, *n, most;
} finding;

/* TENSEN_E_NOTFOUND ends the search: enough were found. */
static tensen_status
take_held(const char *line, size_t n, void *payload)
{
	finding *f = payload;
	json_object *o = is_screen((span){line, n}) ? NULL : json_read_object((span){line, n});
	uint32_t row = ROW_NONE, i = 0;

	if (o && (is_person(o) ? line_number(o, "grade", 0) >= GOOD : line_is_true(o, "holds")))
		row = rows_find(&f->ix->store->rows, span_of(line_text(o, "query")));
	json_object_put(o);
	while (i < *f->n && f->rows_of[i] != row)
		i++;
	if (row != ROW_NONE && i == *f->n)
		f->rows_of[(*f->n)++] = row;
	return *f->n < f->most ? TENSEN_OK : TENSEN_E_NOTFOUND;
}

tensen_status
readings_held(
    uint32_t *rows_of, uint32_t *n, uint32_t most, const tensen_index *ix, tensen_error *err)
{
	finding f = {ix, rows_of, n, most};
	tensen_readings *r;
	tensen_status st = open_readings(&r, ix->readings, err);

	*n = 0;
	if (st == TENSEN_OK && r)
		st = tensen_readings_each(r, take_held, &f, err);
	return st == TENSEN_E_NOTFOUND ? TENSEN_OK : st;
}
