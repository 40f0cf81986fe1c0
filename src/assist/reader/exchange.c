/* assist/reader/exchange.c - readings of another file, checked, and grades of a person.
 *
 * A reading is taken if the index has its texts as they were read (by their hashes) and each
 * quotation stands in them letter for letter. */
#include "assist/reader/exchange.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tensen/messages.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/literal.h"
#include "assist/reader/reader_impl.h"
#include "assist/reader/verdict.h"
#define XXH_INLINE_ALL
#include <xxhash.h>

#define WHOLE ((size_t)64 << 20) /* bytes of a text that is searched for quotations: all */

/* A text of the index, the last one that was wanted. */
typedef struct known_text {
	char *id;
	passage p;
	char hash[TENSEN_HASH_BYTES];
} known_text;

typedef struct exchange {
	tensen_readings *r;
	tensen_searcher *s;
	known_text query, document;
	const import_opts *o;
	import_counts *n;
	uint64_t line;
	tensen_error *err;
} exchange;

static void
exchange_forget(known_text *text)
{
	free(text->id);
	passage_clear(&text->p);
	text->id = NULL;
}

/* 1: the index has it, and t is it. */
static int
find_text(exchange *talk, known_text *known, const char *id)
{
	const tensen_query q = {.size = sizeof q, .id = id};

	if (known->id && strcmp(known->id, id) == 0)
		return known->p.text != NULL;
	exchange_forget(known);
	known->id = strdup(id);
	if (!known->id || passage_read(&known->p, talk->s, &q, WHOLE, NULL) < 0)
		return 0;
	if (tensen_document_hash(talk->s, id, known->hash, NULL) < 0)
		passage_clear(&known->p);
	return known->p.text != NULL;
}

static void
exchange_refuse(exchange *talk, const char *why)
{
	talk->n->refused++;
	if (talk->o->refused)
		talk->o->refused(talk->line, why, talk->o->payload);
}

/* Letter for letter; an empty one is none. */
static int
exchange_stands(const char *quote, const passage *text_of)
{
	size_t n;

	return !quote || !quote[0] ||
	       literal_find(text_of->text, quote, text_of->title_only ? 2 : LITERAL_LEAST, &n) !=
		   NULL;
}

/* NULL: the line may be taken. */
static const char *
exchange_fault(exchange *talk, json_object *obj)
{
	const char *what = json_text(obj, "role"), *query = json_text(obj, "query"),
		   *document = json_text(obj, "document");
	int doubt = strcmp(what, "doubt") == 0, is_text = strncmp(query, "text:", 5) == 0,
	    pair = doubt || strcmp(what, "judge") == 0 || strcmp(what, "meet") == 0;

	if (json_object_get_int(json_at(obj, "v")) != TENSEN_READINGS_VERSION || !what[0] ||
	    !json_text(obj, "key")[0] || !query[0])
		return "not a reading of this version";
	if (!is_text && !find_text(talk, &talk->query, query))
		return "the index has no such query";
	if (!is_text && strcmp(json_text(obj, "query_hash"), talk->query.hash) != 0)
		return "the query has another text here";
	if (!pair || json_text(obj, "dropped")[0])
		return NULL;
	/* a doubt strikes or holds, it has no grade */
	if (!doubt && verdict_grade(obj) < 0)
		return "expected a grade of 0, 1, 2 or 3";
	if (!find_text(talk, &talk->document, document))
		return "the index has no such document";
	if (strcmp(json_text(obj, "document_hash"), talk->document.hash) != 0)
		return "the document has another text here";
	/* the text of a query that is no document is kept nowhere */
	if ((!is_text && !exchange_stands(json_text(obj, "quote_patent"), &talk->query.p)) ||
	    !exchange_stands(json_text(obj, "quote_document"), &talk->document.p))
		return "a quotation does not stand in the text";
	return NULL;
}

static tensen_status
exchange_add(exchange *talk, json_object *obj)
{
	const char *text = json_line(obj);
	tensen_text before;
	tensen_status st = tensen_readings_find(
	    talk->r, json_text(obj, "role"), json_text(obj, "key"), &before, talk->err);

	if (st < 0)
		return st;
	if (before.p && before.n == strlen(text) + 1 && memcmp(before.p, text, strlen(text)) == 0) {
		talk->n->known++;
	} else if ((st = tensen_readings_add(talk->r, text, talk->err)) == TENSEN_OK) {
		talk->n->taken++;
	}
	tensen_text_free(&before);
	return st;
}

static tensen_status
import_lines(exchange *talk, FILE *out)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	tensen_status st = TENSEN_OK;

	while (st == TENSEN_OK && (n = getline(&line, &size, out)) > 0) {
		json_object *o;
		const char *why;
		talk->line++;
		if (stock_is_line(line, (size_t)n))
			continue;
		o = completion_json(line, (size_t)n, 16);
		if (!json_object_is_type(o, json_type_object))
			exchange_refuse(talk, "not a JSON object");
		else if ((why = exchange_fault(talk, o)))
			exchange_refuse(talk, why);
		else
			st = exchange_add(talk, o);
		json_object_put(o);
	}
	free(line);
	return st;
}

/* ---- grades of a person ---- */

static void
add_if(json_object *obj, const char *key, const char *text)
{
	if (text && text[0])
		json_object_object_add(obj, key, reader_tidy(text, strlen(text), 600));
}

static json_object *
person_line(const exchange *talk, const char *query, const tensen_judgement *judged)
{
	static const char *const kinds[] = {"N", "P", "F"};
	json_object *o = json_object_new_object();
	const char *by = talk->o->person ? talk->o->person : "";
	char key[64], date[11];
	time_t t = time(NULL);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(date, sizeof date, "%Y-%m-%d", &tm);
	snprintf(key, sizeof key, "person-%016llx%016llx",
	    (unsigned long long)XXH3_64bits_withSeed(
		query, strlen(query), XXH3_64bits(by, strlen(by))),
	    (unsigned long long)XXH3_64bits(judged->id, strlen(judged->id)));
	json_put_int(o, "v", TENSEN_READINGS_VERSION);
	json_put_text(o, "role", "judge");
	json_put_text(o, "key", key);
	json_put_text(o, "query", talk->query.p.id);
	json_put_text(o, "query_hash", talk->query.hash);
	json_put_text(o, "by", by);
	json_put_flag(o, "person", 1);
	json_put_text(o, "date", judged->date ? judged->date : date);
	json_put_text(o, "document", talk->document.p.id);
	json_put_text(o, "document_hash", talk->document.hash);
	json_put_int(o, "grade", judged->grade);
	add_if(o, "kind", judged->shelf >= 0 && judged->shelf < 3 ? kinds[judged->shelf] : "");
	add_if(o, "application", judged->application);
	add_if(o, "transfer", judged->transfer);
	add_if(o, "quote_patent", judged->quote_query);
	add_if(o, "quote_document", judged->quote_document);
	add_if(o, "objection", judged->objection);
	add_if(o, "note", judged->note);
	return o;
}

static tensen_status
import_grade(exchange *talk, const char *query, const tensen_judgement *judged)
{
	json_object *o;
	tensen_status st;

	talk->line++;
	if (!find_text(talk, &talk->query, query))
		return exchange_refuse(talk, "the index has no such query"), TENSEN_OK;
	if (!find_text(talk, &talk->document, judged->id))
		return exchange_refuse(talk, "the index has no such document"), TENSEN_OK;
	if (!exchange_stands(judged->quote_query, &talk->query.p) ||
	    !exchange_stands(judged->quote_document, &talk->document.p))
		return exchange_refuse(talk, "a quotation does not stand in the text"), TENSEN_OK;
	o = person_line(talk, query, judged);
	st = exchange_add(talk, o);
	json_object_put(o);
	return st;
}

static tensen_status
import_grades(exchange *talk, const char *path)
{
	tensen_judged *judged = NULL;
	const char *const *queries;
	size_t n_queries, n;
	tensen_status st = tensen_judged_read(&judged, path, talk->err);

	if (st < 0)
		return st;
	queries = tensen_judged_queries(judged, &n_queries);
	for (size_t i = 0; st == TENSEN_OK && i < n_queries; i++) {
		const tensen_judgement *v = tensen_judged_of(judged, queries[i], &n);
		for (size_t k = 0; st == TENSEN_OK && k < n; k++)
			st = import_grade(talk, queries[i], &v[k]);
	}
	tensen_judged_free(judged);
	return st;
}

/* Lines of readings say their version first; anything else is a file of grades. */
static int
has_readings(FILE *out)
{
	char begin[8] = "";

	if (fread(begin, 1, sizeof begin - 1, out) == 0)
		return 1;
	rewind(out);
	return strncmp(begin, "{\"v\":", 5) == 0;
}

tensen_status
exchange_import(tensen_readings *kept, tensen_searcher *searcher, const char *path,
    const import_opts *opts, import_counts *counts, tensen_error *err)
{
	exchange e = {.r = kept, .s = searcher, .o = opts, .n = counts, .err = err};
	FILE *f = fopen(path, "rb");
	tensen_agreement agreed;
	tensen_status st;

	*counts = (import_counts){0, 0, 0};
	if (!f)
		return failure(err, TENSEN_E_IO, path, SAY_COULD_NOT_BE);
	st = has_readings(f) ? import_lines(&e, f) : import_grades(&e, path);
	if (st == TENSEN_OK && ferror(f))
		st = failure(err, TENSEN_E_IO, path, SAY_COULD_NOT_BE);
	fclose(f);
	exchange_forget(&e.query);
	exchange_forget(&e.document);
	if (st == TENSEN_OK)
		st = tensen_readings_agree(kept, &agreed, err);
	return st == TENSEN_OK ? tensen_readings_settle(kept, err) : st;
}

static tensen_status
write_line(const char *line, size_t n, void *payload)
{
	FILE *f = payload;

	if (tensen_reading_is_count(line, n) || stock_is_line(line, n))
		return TENSEN_OK;
	return fwrite(line, 1, n, f) == n && putc('\n', f) != EOF ? TENSEN_OK : TENSEN_E_IO;
}

tensen_status
exchange_export(tensen_readings *kept, const char *path, tensen_error *err)
{
	FILE *f = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
	tensen_status st;
	int bad;

	if (!f)
		return failure(err, TENSEN_E_IO, path, SAY_COULD_NOT_BE_WRITTEN);
	st = tensen_readings_each(kept, write_line, f, err);
	bad = fflush(f) != 0;
	if (f != stdout)
		bad |= fclose(f) != 0;
	return st == TENSEN_E_IO || (st == TENSEN_OK && bad)
		   ? failure(err, TENSEN_E_IO, path, SAY_COULD_NOT_BE_WRITTEN)
		   : st;
}
