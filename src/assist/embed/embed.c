/* assist/embed/embed.c - see embed.h. */
#include "assist/embed/embed_impl.h"
#include <dirent.h>
#include <errno.h>
#include <json-c/json.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "assist/failure.h"
#include "assist/json.h"

#define CHARACTERS 2000
#define SECONDS 120
#define QUESTION_SECONDS 10
#define PARALLEL 4
#define REST 30.0 /* seconds without a question to a server that did not answer one */
#define SAME 0.999
#define DEPTH 32
#define SETTINGS ".embeddings.json"

/* ---- opening ---- */

static char *
beside(const embed *e, const char *suffix)
{
	char *path = NULL;

	return asprintf(&path, "%s.%s", e->index, suffix) < 0 ? NULL : path;
}

static int
keeps_settings(const struct dirent *one)
{
	size_t n = strlen(one->d_name);

	return n > strlen(SETTINGS) && strcmp(one->d_name + n - strlen(SETTINGS), SETTINGS) == 0;
}

/* The index that settings and answers lie beside; of a folder one in it that has settings. */
static char *
settled_index(const char *index)
{
	struct dirent **list = NULL;
	char *path = NULL;
	int n = scandir(index, &list, keeps_settings, alphasort);

	if (n <= 0)
		path = strdup(index);
	else if (asprintf(&path, "%s/%.*s", index,
		     (int)(strlen(list[0]->d_name) - strlen(SETTINGS)), list[0]->d_name) < 0)
		path = NULL;
	for (int i = 0; i < n; i++)
		free(list[i]);
	free(list);
	return path;
}

static int
take_probe(embed *e, json_object *list)
{
	size_t n = json_object_is_type(list, json_type_array) ? json_count(list) : 0;

	if (n == 0 || n > TENSEN_VECTOR_DIMS_MAX)
		return 1;
	e->n_probe = (uint32_t)n;
	if (!(e->probe = malloc(n * sizeof *e->probe)))
		return 0;
	for (size_t d = 0; d < n; d++)
		e->probe[d] = (float)json_object_get_double(json_item(list, d));
	return 1;
}

/* What FILE.embeddings.json keeps, where the caller says nothing. */
static tensen_status
take_settings(embed *e, tensen_error *err)
{
	char *path = beside(e, "embeddings.json");
	json_object *o = path ? json_object_from_file(path) : NULL;
	const char *url = e->o.url ? e->o.url : json_text_at(o, "url"),
		   *name = e->o.name ? e->o.name : json_text_at(o, "name"),
		   *key_file = json_text_at(o, "key_file");
	tensen_status st = path ? TENSEN_OK : failure_nomem(err);

	if (url && !(e->url = strdup(url)))
		st = failure_nomem(err);
	if (name && !(e->name = strdup(name)))
		st = failure_nomem(err);
	if (e->o.key_file)
		e->key_file = realpath(e->o.key_file, NULL);
	else if (key_file && !(e->key_file = strdup(key_file)))
		st = failure_nomem(err);
	if (e->o.key_file && !e->key_file)
		st = failure(err, TENSEN_E_IO, e->o.key_file, "%s", tensen_os_error(errno));
	if (!take_probe(e, json_at(o, "probe")))
		st = failure_nomem(err);
	e->o.remote |= json_object_get_boolean(json_at(o, "remote"));
	e->weight = json_object_get_double(json_at(o, "weight"));
	e->weight_kept = json_at(o, "weight") != NULL;
	if (!e->o.dim)
		e->o.dim = (uint32_t)json_object_get_int64(json_at(o, "dim"));
	if (!e->o.characters)
		e->o.characters = (uint32_t)json_object_get_int64(json_at(o, "characters"));
	json_object_put(o);
	free(path);
	if (!e->o.characters)
		e->o.characters = CHARACTERS;
	if (!e->o.parallel)
		e->o.parallel = PARALLEL;
	if (!e->o.seconds)
		e->o.seconds = SECONDS;
	return st;
}

static tensen_status
open_address(embed *e, tensen_error *err)
{
	tensen_status st = endpoint_parse(&e->to, e->url, ENDPOINT_EMBEDDINGS, err);

	if (st < 0)
		snprintf(err->where, sizeof err->where, "--embeddings");
	else if (!e->to.local && !e->o.remote)
		st = failure(err, TENSEN_E_ARG, "--embeddings", SAY_THIS_ADDRESS_NOT);
	else if (!e->name)
		st = failure(err, TENSEN_E_ARG, "--embeddings", SAY_EXPECTED_EMBEDDINGS_NAME);
	if (st < 0 || !e->key_file || (st = endpoint_key(&e->key, e->key_file, err)) < 0)
		return st;
	if (!e->to.encrypted && !e->to.local)
		embed_report(e, "注意: 鍵は暗号化されずに %s へ送られる",
		    "note: the key goes to %s without encryption", e->to.shown);
	return st;
}

tensen_status
embed_open(embed **out, const embed_opts *opts, const char *index, tensen_error *err)
{
	embed *e = calloc(1, sizeof *e);
	tensen_status st;

	*out = NULL;
	if (!e || !(e->index = settled_index(index))) {
		free(e);
		return failure_nomem(err);
	}
	e->o = *opts;
	pthread_mutex_init(&e->lock, NULL);
	st = take_settings(e, err);
	if (st == TENSEN_OK && e->url)
		st = open_address(e, err);
	if (st < 0 || !e->url)
		embed_close(e);
	else
		*out = e;
	return st;
}

void
embed_close(embed *e)
{
	if (!e)
		return;
	kept_close(e->documents);
	kept_close(e->questions);
	pthread_mutex_destroy(&e->lock);
	free(e->index);
	free(e->url);
	free(e->name);
	free(e->key_file);
	endpoint_key_free(e->key);
	free(e->probe);
	free(e);
}

tensen_status
embed_kept(kept **out, const embed *e, const char *suffix, tensen_error *err)
{
	char *path = beside(e, suffix);
	tensen_status st = *out   ? TENSEN_OK
			   : path ? kept_open(out, path, e->name, err)
				  : failure_nomem(err);

	free(path);
	return st;
}

/* ---- requests ---- */

static char *
body_of(const batch *b, const char *model)
{
	json_object *o = json_object_new_object(), *list = json_object_new_array();
	char *out;

	for (uint32_t i = 0; i < b->n; i++)
		json_object_array_add(list, json_object_new_string_len(b->v[i].p, (int)b->v[i].n));
	json_put_text(o, "model", model);
	json_object_object_add(o, "input", list);
	json_put_text(o, "encoding_format", "float");
	out = strdup(json_line(o));
	json_object_put(o);
	return out;
}

/* NULL, or what is wrong with it. */
static const char *
read_vector(json_object *list, uint32_t dim, float *out)
{
	double norm = 0;

	if (!json_object_is_type(list, json_type_array) || json_count(list) != dim)
		return "a vector of another length";
	for (uint32_t d = 0; d < dim; d++) {
		out[d] = (float)json_object_get_double(json_item(list, d));
		norm += (double)out[d] * out[d];
	}
	return !isfinite(norm) ? "a vector that holds no number"
	       : norm > 0      ? NULL
			       : "a zero vector";
}

/* Vectors of a batch, in order of their `index`, [n][dim]; NULL and *why. */
static float *
read_vectors(json_object *data, uint32_t n, uint32_t *dim, const char **why)
{
	json_object *first = json_object_is_type(data, json_type_array)
				 ? json_at(json_item(data, 0), "embedding")
				 : NULL;
	uint8_t seen[BATCH] = {0};
	float *x;

	*why = "the answer has another number of vectors than texts";
	if (!json_object_is_type(first, json_type_array) || json_count(data) != n)
		return NULL;
	if (!*dim)
		*dim = (uint32_t)json_count(first);
	*why = "vectors of less than 8 or more than 4096 numbers";
	if (*dim < 8 || *dim > TENSEN_VECTOR_DIMS_MAX || !(x = malloc(sizeof *x * n * *dim)))
		return NULL;
	*why = NULL;
	for (uint32_t i = 0; i < n && !*why; i++) {
		json_object *o = json_item(data, i), *at = json_at(o, "index");
		int64_t k = at ? json_object_get_int64(at) : i;
		if (k < 0 || k >= n || seen[k]++)
			*why = "the numbers of the vectors are not those of the texts";
		else
			*why = read_vector(json_at(o, "embedding"), *dim, x + (size_t)k * *dim);
	}
	if (*why) {
		free(x);
		return NULL;
	}
	return x;
}

/* A chat_take: the vectors of a whole batch are kept, or none of them. */
static const char *
take(const char *answer, void *asker)
{
	batch *b = asker;
	json_object *o = completion_json(answer, strlen(answer), DEPTH);
	uint32_t dim = b->dim;
	const char *why = "the answer is not JSON";
	float *x = o ? read_vectors(json_at(o, "data"), b->n, &dim, &why) : NULL;
	tensen_status st = TENSEN_OK;

	if (x && b->probe)
		memcpy(b->probe, x, dim * sizeof *x);
	b->dim = dim;
	for (uint32_t i = b->probe != NULL; x && i < b->n && st == TENSEN_OK; i++)
		st = kept_add(b->to, b->v[i].key, x + (size_t)i * dim, dim, b->err);
	json_object_put(o);
	free(x);
	return st < 0 ? "the answer cannot be kept" : why;
}

tensen_status
embed_ask(const embed *e, batch *v, size_t n, gate *g, uint32_t seconds, uint32_t tries,
    tensen_error *err)
{
	chat_opts o = {.to = &e->to,
	    .model = e->name,
	    .key = e->key,
	    .seconds = seconds,
	    .tries = tries,
	    .gate = g,
	    .plain = 1};
	chat_request *r = calloc(n ? n : 1, sizeof *r);
	chat *c = NULL;
	tensen_error wrote = {.code = TENSEN_OK};
	tensen_status st = r ? chat_new(&c, &o, err) : failure_nomem(err);

	for (size_t i = 0; i < n && st == TENSEN_OK; i++) {
		v[i].err = &wrote;
		v[i].dim = e->n_probe;
		r[i].asker = &v[i];
		if (!(r[i].user = body_of(&v[i], e->name)))
			st = failure_nomem(err);
	}
	if (st == TENSEN_OK)
		st = chat_ask(c, r, n, take, NULL, NULL, err);
	for (size_t i = 0; i < n && st == TENSEN_OK; i++)
		if (!r[i].answered)
			st = failure(err, TENSEN_E_IO, e->to.shown, "%s", r[i].why);
	if (wrote.code < 0) {
		*err = wrote;
		st = wrote.code;
	}
	for (size_t i = 0; r && i < n; i++)
		free((char *)(uintptr_t)r[i].user);
	free(r);
	chat_free(c);
	return st;
}

/* ---- lines ---- */

void
embed_report(const embed *e, const char *ja, const char *en, ...)
{
	char line[600];
	va_list ap;

	if (!e->o.report)
		return;
	va_start(ap, en);
	vsnprintf(line, sizeof line, e->o.lang == TENSEN_JA ? ja : en, ap);
	va_end(ap);
	e->o.report(line, e->o.report_payload);
}

/* ---- one model ---- */

static double
cosine(const float *a, const float *b, uint32_t n)
{
	double ab = 0, aa = 0, bb = 0;

	for (uint32_t d = 0; d < n; d++) {
		ab += (double)a[d] * b[d];
		aa += (double)a[d] * a[d];
		bb += (double)b[d] * b[d];
	}
	return aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : 0;
}

/* The probe that the server just answered is the one that is known, or becomes it. */
static tensen_status
compare(embed *e, const float *probe, uint32_t dim, tensen_error *err)
{
	if (!e->probe) {
		if (!(e->probe = malloc(dim * sizeof *e->probe)))
			return failure_nomem(err);
		memcpy(e->probe, probe, dim * sizeof *probe);
		e->n_probe = dim;
	}
	if (dim != e->n_probe || cosine(e->probe, probe, dim) < SAME)
		return failure(
		    err, TENSEN_E_MISMATCH, e->to.shown, SAY_MODEL_ANSWERS_OTHERWISE, e->name);
	return TENSEN_OK;
}

/* Ask for the probe, and a text behind it. */
static tensen_status
ask_probe(
    embed *e, kept *k, const text *behind, uint32_t seconds, uint32_t tries, tensen_error *err)
{
	static const gate_limits one = {.parallel = 1};
	float probe[TENSEN_VECTOR_DIMS_MAX];
	gate *g = gate_new(&one);
	batch b = {.to = k, .n = 1, .probe = probe};
	tensen_status st;

	b.v[0] = (text){(char *)(uintptr_t)TENSEN_PROBE, strlen(TENSEN_PROBE), 0};
	if (behind)
		b.v[b.n++] = *behind;
	st = g ? embed_ask(e, &b, 1, g, seconds, tries, err) : failure_nomem(err);
	gate_free(g);
	return st == TENSEN_OK ? compare(e, probe, b.dim, err) : st;
}

static tensen_status
keep_settings(const embed *e, tensen_error *err)
{
	char *path = beside(e, "embeddings.json");
	json_object *o = json_object_new_object(), *probe = json_object_new_array();
	char *fresh = beside(e, "embeddings.json.new");
	int bad;

	json_put_text(o, "url", e->url);
	json_put_text(o, "name", e->name);
	if (e->key_file)
		json_put_text(o, "key_file", e->key_file);
	json_put_flag(o, "remote", e->o.remote);
	json_put_int(o, "dim", e->o.dim);
	json_put_int(o, "characters", e->o.characters);
	if (e->weight_kept)
		json_object_object_add(o, "weight", json_object_new_double(e->weight));
	for (uint32_t d = 0; d < e->n_probe; d++)
		json_object_array_add(probe, json_object_new_double((double)e->probe[d]));
	json_object_object_add(o, "probe", probe);
	bad = !path || !fresh || json_object_to_file_ext(fresh, o, JSON_C_TO_STRING_PLAIN) < 0 ||
	      rename(fresh, path) < 0;
	json_object_put(o);
	if (bad)
		failure(err, TENSEN_E_IO, path ? path : "", SAY_CANNOT_WRITE);
	free(fresh);
	free(path);
	return bad ? TENSEN_E_IO : TENSEN_OK;
}

tensen_status
embed_check(embed *e, tensen_error *err)
{
	tensen_status st = embed_kept(&e->documents, e, "embeddings", err);

	if (st == TENSEN_OK && e->checked)
		return st;
	if (st == TENSEN_OK)
		st = ask_probe(e, e->documents, NULL, e->o.seconds, TRIES, err);
	if (st == TENSEN_OK && kept_dim(e->documents) && kept_dim(e->documents) != e->n_probe)
		st = failure(err, TENSEN_E_MISMATCH, e->to.shown, SAY_EMBEDDINGS_HAS_VECTORS,
		    e->index, kept_dim(e->documents), e->n_probe);
	if (st == TENSEN_OK && e->o.dim > e->n_probe)
		st = failure(err, TENSEN_E_ARG, "--embeddings-dim", SAY_VECTORS_NUMBERS_WHICH,
		    e->n_probe, e->o.dim, 8u, (unsigned)TENSEN_VECTOR_DIMS_MAX);
	e->checked = st == TENSEN_OK;
	return st == TENSEN_OK ? keep_settings(e, err) : st;
}

const char *
embed_index(const embed *e)
{
	return e->index;
}

float
embed_weight(const embed *e)
{
	return e->weight_kept && !(e->weight > 0) ? -1 : (float)e->weight;
}

tensen_status
embed_keep_weight(embed *e, float weight, tensen_error *err)
{
	e->weight = (double)weight;
	e->weight_kept = 1;
	return keep_settings(e, err);
}

tensen_status
embed_carry(const char *to, const char *from, tensen_error *err)
{
	embed a = {.index = settled_index(from)}, b = {.index = (char *)(uintptr_t)to};
	char *source = a.index ? beside(&a, "embeddings.json") : NULL,
	     *target = beside(&b, "embeddings.json"), *fresh = beside(&b, "embeddings.json.new");
	json_object *o = NULL;
	tensen_status st = source && target && fresh ? TENSEN_OK : failure_nomem(err);

	if (st == TENSEN_OK && access(target, F_OK) != 0 && (o = json_object_from_file(source)) &&
	    (json_object_to_file_ext(fresh, o, JSON_C_TO_STRING_PLAIN) < 0 ||
		rename(fresh, target) < 0))
		st = failure(err, TENSEN_E_IO, target, SAY_CANNOT_WRITE);
	json_object_put(o);
	free(a.index);
	free(source);
	free(target);
	free(fresh);
	return st;
}

/* ---- questions ---- */

/* Under the lock. */
static tensen_status
answer(embed *e, const text *t, float *out, tensen_error *err)
{
	tensen_status st = embed_kept(&e->questions, e, "questions", err);

	if (st == TENSEN_OK && kept_find(e->questions, t->key) == KEPT_NONE) {
		if (e->not_before > gate_now()) {
			*err = e->why;
			return e->why.code;
		}
		st = ask_probe(e, e->questions, t, QUESTION_SECONDS, 1, err);
	}
	if (st < 0) {
		e->why = *err;
		e->not_before = gate_now() + REST;
		return st;
	}
	return kept_read(e->questions, kept_find(e->questions, t->key), out)
		   ? TENSEN_OK
		   : failure(err, TENSEN_E_IO, e->index, SAY_VECTOR_QUESTION_LOST);
}

tensen_status
embed_question(void *payload, const char *p, size_t n, uint32_t dim, float *out, tensen_error *err)
{
	embed *e = payload;
	const text t = {(char *)(uintptr_t)p, n, kept_key(p, n)};
	float x[TENSEN_VECTOR_DIMS_MAX];
	int told;
	tensen_status st;

	pthread_mutex_lock(&e->lock);
	told = e->not_before > gate_now();
	st = answer(e, &t, x, err);
	if (st == TENSEN_OK && kept_dim(e->questions) < dim)
		st = failure(err, TENSEN_E_MISMATCH, e->to.shown, SAY_VECTOR_ANOTHER_LENGTH);
	if (st < 0 && !told)
		embed_report(e, "%s: %s。語と LSA だけで答える",
		    "%s: %s: the answer is by words and LSA alone", err->where, err->message);
	pthread_mutex_unlock(&e->lock);
	if (st == TENSEN_OK)
		memcpy(out, x, dim * sizeof *out);
	return st;
}
