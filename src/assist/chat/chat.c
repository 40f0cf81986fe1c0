/* assist/chat/chat.c - see chat.h.
 *
 * One thread runs `parallel` transfers at once by libcurl's multi interface.  Its loop starts the
 * questions that wait, reads the answers that are complete, and asks `progress` at least every
 * POLL_MS whether to stop. */
#include "assist/chat/chat.h"
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tensen/version.h>
#include "assist/failure.h"

#define FIRST_PAUSE 0.5 /* seconds before the second try; doubled for each one after */
#define POLL_MS 200
#define POLL_WAITING_MS 20 /* another chat may leave the gate meanwhile */
#define CONNECT_SECONDS 10L

struct chat {
	const chat_opts *o;
	CURLM *multi;
	struct curl_slist *headers;
};

/* A question on its way. */
typedef struct transfer {
	chat_request *r;
	CURL *easy; /* NULL: not running */
	char *body; /* sent */
	char *got;
	size_t n, size;
	double sent;       /* time when it entered the gate */
	double not_before; /* time of the next try */
	unsigned tries;
	int no_schema; /* sent without one */
	int done, too_large, plain;
} transfer;

static int
add_header(chat *c, const char *line)
{
	struct curl_slist *more = curl_slist_append(c->headers, line);

	c->headers = more ? more : c->headers;
	return more != NULL;
}

static int
add_headers(chat *c)
{
	char *line = NULL;
	int ok = add_header(c, "Content-Type: application/json") && add_header(c, "Expect:");

	if (!c->o->key)
		return ok;
	if (asprintf(&line, "Authorization: Bearer %s", c->o->key) < 0)
		return 0;
	ok = ok && add_header(c, line);
	explicit_bzero(line, strlen(line));
	free(line);
	return ok;
}

tensen_status
chat_new(chat **out, const chat_opts *opts, tensen_error *err)
{
	chat *c = calloc(1, sizeof *c);

	*out = NULL;
	if (!c || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(c);
		return failure_nomem(err);
	}
	c->o = opts;
	c->multi = curl_multi_init();
	if (!c->multi || !add_headers(c)) {
		chat_free(c);
		return failure_nomem(err);
	}
	*out = c;
	return TENSEN_OK;
}

void
chat_free(chat *c)
{
	if (!c)
		return;
	curl_multi_cleanup(c->multi);
	curl_slist_free_all(c->headers);
	curl_global_cleanup();
	free(c);
}

/* libcurl's write callback: keeps the received bytes up to the limit. */
static size_t
take_bytes(char *p, size_t one, size_t n, void *payload)
{
	transfer *t = payload;

	n *= one;
	if (t->n + n > (t->plain ? CHAT_VECTORS_MAX : CHAT_ANSWER_MAX)) {
		t->too_large = 1;
		return 0;
	}
	if (t->n + n > t->size) {
		size_t size = (t->n + n) * 2;
		char *more = realloc(t->got, size);
		if (!more)
			return 0;
		t->got = more;
		t->size = size;
	}
	memcpy(t->got + t->n, p, n);
	t->n += n;
	return n;
}

static void
set_options(chat *c, transfer *t, const char *url)
{
	CURL *e = t->easy;

	curl_easy_setopt(e, CURLOPT_URL, url);
	curl_easy_setopt(e, CURLOPT_PRIVATE, t);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, c->headers);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(e, CURLOPT_USERAGENT, "tensen/" TENSEN_VERSION);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(e, CURLOPT_TIMEOUT, (long)c->o->seconds);
	if (c->o->to->local)
		curl_easy_setopt(e, CURLOPT_PROXY, "");
}

/* 0: out of memory. */
static int
start(chat *c, transfer *t)
{
	free(t->body);
	t->no_schema = gate_plain(c->o->gate);
	t->body =
	    c->o->plain ? strdup(t->r->user) : completion_body(t->r, c->o->model, t->no_schema);
	t->easy = curl_easy_init();
	if (!t->body || !t->easy)
		return 0;
	t->n = 0;
	set_options(c, t, c->o->to->url);
	curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(t->body));
	curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, t->body);
	if (curl_multi_add_handle(c->multi, t->easy) != CURLM_OK)
		return 0;
	t->tries++;
	return 1;
}

static void
stop(chat *c, transfer *t)
{
	if (!t->easy)
		return;
	gate_leave(c->o->gate, t->sent);
	curl_multi_remove_handle(c->multi, t->easy);
	curl_easy_cleanup(t->easy);
	t->easy = NULL;
}

/* A server that has not answered a single question by now is not asked another. */
static void
give_up(chat *c, transfer *t, const char *why)
{
	snprintf(t->r->why, sizeof t->r->why, "%s", why);
	t->done = 1;
	if (gate_failed(c->o->gate))
		gate_end(c->o->gate, why);
}

/* The server will answer no question at all. */
static void
end_all(chat *c, transfer *t, const char *why)
{
	gate_end(c->o->gate, why);
	give_up(c, t, why);
}

/* Try the question again after a pause, or give it up. */
static void
again(chat *c, transfer *t, const char *why, double pause)
{
	char message[160];

	if (t->tries < c->o->tries) {
		t->not_before = gate_now() + pause;
		return;
	}
	snprintf(
	    message, sizeof message, t->tries > 1 ? "%s, tried %u times" : "%s", why, t->tries);
	give_up(c, t, message);
}

static double
usual_pause(const transfer *t)
{
	double pause = FIRST_PAUSE;

	for (unsigned i = 1; i < t->tries; i++)
		pause *= 2;
	return pause;
}

static void
take_answer(chat *c, transfer *t, chat_take take)
{
	completion got;
	const char *why;

	if (c->o->plain)
		got = (completion){.content = strndup(t->got ? t->got : "", t->n)};
	else
		completion_read(&got, t->got ? t->got : "", t->n);
	gate_answered(c->o->gate, got.prompt_tokens, got.completion_tokens);
	t->r->prompt_tokens += got.prompt_tokens;
	t->r->completion_tokens += got.completion_tokens;
	why = got.content ? take(got.content, t->r->asker) : got.why;
	if (why && got.cut)
		why = "the answer was cut off at its greatest length";
	free(got.content);
	if (why) {
		again(c, t, why, 0);
		return;
	}
	t->r->answered = t->done = 1;
}

/* Retry-After is a number of seconds, or a date; libcurl reads both. */
static void
take_status(chat *c, transfer *t, long status)
{
	char why[80];
	curl_off_t wait = 0;

	snprintf(why, sizeof why, "status %ld", status);
	curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &wait);
	if ((status == 400 || status == 422) && !t->no_schema && !c->o->plain) {
		gate_refuse_schema(c->o->gate);
		again(c, t, why, 0);
	} else if (wait > CHAT_WAIT_MAX) {
		snprintf(
		    why, sizeof why, "status %ld, asks to come back in %ld s", status, (long)wait);
		end_all(c, t, why);
	} else if (status == 408 || status == 429 || status >= 500) {
		again(c, t, why, wait > 0 ? (double)wait : usual_pause(t));
	} else {
		end_all(c, t, why);
	}
}

static void
finish(chat *c, transfer *t, CURLcode code, chat_take take)
{
	char why[120];
	long status = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	if (t->too_large)
		give_up(c, t,
		    c->o->plain ? "an answer of more than 16 MB" : "an answer of more than 1 MB");
	else if (code == CURLE_OK && status == 200)
		take_answer(c, t, take);
	else if (code == CURLE_OK)
		take_status(c, t, status);
	else {
		snprintf(why, sizeof why, "%s", curl_easy_strerror(code));
		if (code == CURLE_OPERATION_TIMEDOUT)
			snprintf(why, sizeof why, "no answer within %u s", (unsigned)c->o->seconds);
		again(c, t, why, usual_pause(t));
		/* without a listening server the other questions need not be tried */
		if (t->done &&
		    (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST))
			gate_end(c->o->gate, t->r->why);
	}
	stop(c, t);
}

/* How many transfers came to their end. */
static long
finish_all(chat *c, chat_take take)
{
	CURLMsg *m;
	long n = 0;
	int left;

	while ((m = curl_multi_info_read(c->multi, &left)))
		if (m->msg == CURLMSG_DONE) {
			CURLcode code = m->data.result;
			transfer *t = NULL;
			curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&t);
			finish(c, t, code, take);
			n++;
		}
	return n;
}

/* Start a question if the gate lets it in; `wait`: this chat has nothing else to do.  -1: out of
 * memory; 0: it waits. */
static int
enter(chat *c, transfer *t, int wait)
{
	char why[160];

	switch (gate_enter(c->o->gate, wait)) {
	case -1:
		gate_ended(c->o->gate, why);
		give_up(c, t, why);
		return 0;
	case 0:
		return 0;
	}
	t->sent = gate_now();
	if (start(c, t))
		return 1;
	if (!t->easy)
		gate_leave(c->o->gate, t->sent);
	return -1;
}

/* Start the questions that wait for no pause, as many as the gate lets in.  Returns how many
 * questions are not done; -1: out of memory.  *waiting: some could be sent at once. */
static long
start_all(chat *c, transfer *v, size_t n, int *waiting)
{
	uint32_t running = 0;
	double time = gate_now();
	long open = 0;

	*waiting = 0;
	for (size_t i = 0; i < n; i++)
		running += v[i].easy != NULL;
	for (size_t i = 0; i < n; i++) {
		transfer *t = &v[i];
		int started = 0;
		if (!t->done && !t->easy && t->not_before <= time && !*waiting) {
			if ((started = enter(c, t, running == 0)) < 0)
				return -1;
			*waiting = !started && !t->done;
		}
		running += (uint32_t)started;
		open += !t->done;
	}
	return open;
}

static tensen_status
run(chat *c, transfer *v, size_t n, chat_take take, tensen_progress_fn progress, void *payload,
    tensen_error *err)
{
	long open, finished;
	int running, waiting;

	while ((open = start_all(c, v, n, &waiting)) > 0) {
		curl_multi_perform(c->multi, &running);
		finished = finish_all(c, take);
		if (progress && progress("model", n - (size_t)open, n, payload))
			return failure(err, TENSEN_E_CANCELLED, "", "stopped");
		if (running > 0 || (open > finished && !waiting))
			curl_multi_poll(
			    c->multi, NULL, 0, waiting ? POLL_WAITING_MS : POLL_MS, NULL);
	}
	return open == 0 ? TENSEN_OK : failure_nomem(err);
}

tensen_status
chat_ask(chat *c, chat_request *v, size_t n, chat_take take, tensen_progress_fn progress,
    void *payload, tensen_error *err)
{
	transfer *t = calloc(n ? n : 1, sizeof *t);
	tensen_status st;

	if (!t)
		return failure_nomem(err);
	for (size_t i = 0; i < n; i++) {
		t[i].r = &v[i];
		t[i].plain = c->o->plain;
		v[i].answered = 0;
		v[i].why[0] = '\0';
	}
	st = run(c, t, n, take, progress, payload, err);
	for (size_t i = 0; i < n; i++) {
		stop(c, &t[i]);
		free(t[i].body);
		free(t[i].got);
	}
	free(t);
	return st;
}

tensen_status
chat_get(chat *c, const char *path, char **body, tensen_error *err)
{
	transfer t = {.easy = curl_easy_init()};
	char url[sizeof c->o->to->url + 32];
	const char *end = strstr(c->o->to->url, c->o->to->path);
	long status = 0;

	*body = NULL;
	if (!t.easy)
		return failure_nomem(err);
	snprintf(url, sizeof url, "%.*s%s",
	    (int)(end ? (size_t)(end - c->o->to->url) : strlen(c->o->to->url)), c->o->to->url,
	    path);
	set_options(c, &t, url);
	curl_easy_setopt(t.easy, CURLOPT_HTTPGET, 1L);
	if (curl_easy_perform(t.easy) == CURLE_OK)
		curl_easy_getinfo(t.easy, CURLINFO_RESPONSE_CODE, &status);
	if (status == 200 && t.got)
		*body = strndup(t.got, t.n);
	curl_easy_cleanup(t.easy);
	free(t.got);
	return TENSEN_OK;
}
