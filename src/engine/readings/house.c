/* engine/readings/house.c - how often people agree with a model, of pairs that both graded.
 *
 * The counts are one line of the file (role "house"), which writers renew: an answer finds it as it
 * finds any line, and need not read the others. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tensen/readings.h>
#include "engine/readings/lines.h"
#include "util/buf.h"
#include "util/fail.h"
#include "util/json/json_read.h"
#include "util/strtab.h"

#define GOOD 2

/* A pair that a person graded, and what a model said of the same texts. */
typedef struct house_pair {
	int person, model; /* grades; -1: none */
	int held;          /* 1: by the second reading */
	char document[TENSEN_HASH_BYTES];
} house_pair;

typedef struct house {
	strtab names; /* query and document */
	house_pair *v;
	uint32_t room;
	buf key;
	int failed;
} house;

/* The number of the pair of a line, UINT32_MAX: no person graded it, or no memory. */
static uint32_t
house_find(house *of, json_object *line, int add)
{
	uint32_t before = of->names.n, i;
	house_pair *v;

	buf_reset(&of->key);
	buf_printf(&of->key, "%s\t%s\t%s", line_text(line, "query"), line_text(line, "query_hash"),
	    line_text(line, "document"));
	if (of->key.failed || !add)
		return of->key.failed ? UINT32_MAX
				      : strtab_find(&of->names, (span){of->key.p, of->key.n});
	i = strtab_add(&of->names, (span){of->key.p, of->key.n});
	if (i < before || i == UINT32_MAX)
		return i;
	if (i >= of->room) {
		of->room = 2 * of->room + 64;
		if (!(v = realloc(of->v, of->room * sizeof *v)))
			return UINT32_MAX;
		of->v = v;
	}
	of->v[i] = (house_pair){.person = -1, .model = -1};
	return i;
}

static tensen_status
take_person(const char *line, size_t n, void *payload)
{
	house *of = payload;
	json_object *o;
	uint32_t i;

	if (!memmem(line, n, "\"person\":true", 13) || !(o = json_read_object((span){line, n})))
		return TENSEN_OK;
	if (strcmp(line_text(o, "role"), "judge") == 0 && line_is_true(o, "person")) {
		if ((i = house_find(of, o, 1)) == UINT32_MAX) {
			of->failed = 1;
		} else {
			of->v[i].person = line_number(o, "grade", -1);
			snprintf(of->v[i].document, sizeof of->v[i].document, "%s",
			    line_text(o, "document_hash"));
		}
	}
	json_object_put(o);
	return of->failed ? TENSEN_E_NOMEM : TENSEN_OK;
}

static tensen_status
take_model(const char *line, size_t n, void *payload)
{
	house *of = payload;
	json_object *o;
	uint32_t i;

	if (!(span_starts((span){line, n}, SPAN_LIT("{\"v\":2,\"role\":\"judge\"")) ||
		span_starts((span){line, n}, SPAN_LIT("{\"v\":2,\"role\":\"doubt\""))) ||
	    memmem(line, n, "\"person\":true", 13) || !(o = json_read_object((span){line, n})))
		return TENSEN_OK;
	i = house_find(of, o, 0);
	if (i != UINT32_MAX && !line_text(o, "dropped")[0] &&
	    strcmp(of->v[i].document, line_text(o, "document_hash")) == 0) {
		if (strcmp(line_text(o, "role"), "judge") == 0)
			of->v[i].model = line_number(o, "grade", -1);
		else
			of->v[i].held = line_is_true(o, "holds");
	}
	json_object_put(o);
	return TENSEN_OK;
}

int
tensen_reading_is_count(const char *line, size_t n)
{
	return span_starts((span){line, n}, SPAN_LIT("{\"v\":2,\"role\":\"house\""));
}

static void
house_count(const house *of, tensen_agreement *out)
{
	*out = (tensen_agreement){0, 0, 0, 0};
	for (uint32_t i = 0; i < of->names.n; i++) {
		const house_pair *p = &of->v[i];
		int good;
		if (p->person < 0 || p->model < 0)
			continue;
		good = p->model >= GOOD;
		out->pairs++;
		out->agreed += (p->person >= GOOD) == good;
		out->ideas += good && p->held;
		out->confirmed += good && p->held && p->person >= GOOD;
	}
}

void
tensen_readings_agreed(tensen_readings *kept, tensen_agreement *out)
{
	static const char *const keys[] = {"pairs", "agreed", "ideas", "confirmed"};
	uint32_t n[4] = {0, 0, 0, 0};
	tensen_text line = {.p = NULL};
	json_object *o = NULL, *v;

	if (tensen_readings_find(kept, "house", "agreement", &line, NULL) == TENSEN_OK && line.p)
		o = json_read_object((span){line.p, line.n});
	for (int i = 0; o && i < 4; i++)
		if (json_object_object_get_ex(o, keys[i], &v) && json_object_get_int64(v) > 0 &&
		    json_object_get_int64(v) < UINT32_MAX)
			n[i] = (uint32_t)json_object_get_int64(v);
	*out = (tensen_agreement){n[0], n[1], n[2], n[3]};
	if (out->confirmed > out->ideas || out->agreed > out->pairs)
		*out = (tensen_agreement){0, 0, 0, 0};
	json_object_put(o);
	tensen_text_free(&line);
}

static tensen_status
house_keep(tensen_readings *kept, const tensen_agreement *now, tensen_error *err)
{
	tensen_agreement before;
	char line[256];

	tensen_readings_agreed(kept, &before);
	if (memcmp(&before, now, sizeof before) == 0)
		return TENSEN_OK;
	snprintf(line, sizeof line,
	    "{\"v\":2,\"role\":\"house\",\"key\":\"agreement\",\"query\":\"\",\"pairs\":%u,"
	    "\"agreed\":%u,\"ideas\":%u,\"confirmed\":%u}",
	    now->pairs, now->agreed, now->ideas, now->confirmed);
	return tensen_readings_add(kept, line, err);
}

tensen_status
tensen_readings_agree(tensen_readings *kept, tensen_agreement *out, tensen_error *err)
{
	house h = {.key = BUF_INIT};
	tensen_status st;

	strtab_init(&h.names);
	st = tensen_readings_each(kept, take_person, &h, err);
	if (st == TENSEN_OK && h.names.n)
		st = tensen_readings_each(kept, take_model, &h, err);
	if (h.failed || h.key.failed)
		st = tensen_fail_nomem(err);
	house_count(&h, out);
	if (st == TENSEN_OK)
		st = house_keep(kept, out, err);
	strtab_clear(&h.names);
	buf_clear(&h.key);
	free(h.v);
	return st;
}
