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
	double not_before; /* time of the next try */
	unsigned tries;
	int no_schema; /* sent without one */
	int done, too_large, plain;
} transfer;

static int
add_header(chat *conn_to, const char *line)
{
	struct curl_slist *more = curl_slist_append(conn_to->headers, line);

	conn_to->headers = more ? more : conn_to->headers;
	return more != NULL;
}

static int
add_headers(chat *conn_to)
{
	char *line = NULL;
	int ok =
	    add_header(conn_to, "Content-Type: application/json") && add_header(conn_to, "Expect:");

	if (!conn_to->o->key)
		return ok;
	if (asprintf(&line, "Authorization: Bearer %s", conn_to->o->key) < 0)
		return 0;
	ok = ok && add_header(conn_to, line);
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
chat_free(chat *conn_to)
{
	if (!conn_to)
		return;
	curl_multi_cleanup(conn_to->multi);
	curl_slist_free_all(conn_to->headers);
	curl_global_cleanup();
	free(conn_to);
}

/* libcurl's write callback: keeps the received bytes up to the limit. */
static size_t
take_bytes(char *str, size_t one, size_t n, void *payload)
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
	memcpy(t->got + t->n, str, n);
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
chat_start(chat *conn_to, transfer *t)
{
	free(t->body);
	t->no_schema = gate_plain(conn_to->o->gate);
	t->body = conn_to->o->plain ? strdup(t->r->user)
				    : completion_body(t->r, conn_to->o->model, t->no_schema);
	t->easy = curl_easy_init();
	if (!t->body || !t->easy)
		return 0;
	t->n = 0;
	set_options(conn_to, t, conn_to->o->to->url);
	curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(t->body));
	curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, t->body);
	if (curl_multi_add_handle(conn_to->multi, t->easy) != CURLM_OK)
		return 0;
	t->tries++;
	return 1;
}

static void
chat_stop(chat *conn_to, transfer *moved)
{
	if (!moved->easy)
		return;
	gate_leave(conn_to->o->gate);
	curl_multi_remove_handle(conn_to->multi, moved->easy);
	curl_easy_cleanup(moved->easy);
	moved->easy = NULL;
}

/* A server that has not answered a single question by now is not asked another. */
static void
give_up(chat *conn_to, transfer *moved, const char *why)
{
	snprintf(moved->r->why, sizeof moved->r->why, "%s", why);
	moved->done = 1;
	if (!gate_counted(conn_to->o->gate).answers)
		gate_end(conn_to->o->gate, why);
}

/* The server will answer no question at all. */
static void
end_all(chat *conn_to, transfer *moved, const char *why)
{
	gate_end(conn_to->o->gate, why);
	give_up(conn_to, moved, why);
}

/* Try the question again after a pause, or give it up. */
static void
chat_again(chat *conn_to, transfer *moved, const char *why, double pause)
{
	char message[160];

	if (moved->tries < conn_to->o->tries) {
		moved->not_before = gate_now() + pause;
		return;
	}
	snprintf(message, sizeof message, moved->tries > 1 ? "%s, tried %u times" : "%s", why,
	    moved->tries);
	give_up(conn_to, moved, message);
}

static double
usual_pause(const transfer *moved)
{
	double pause = FIRST_PAUSE;

	for (unsigned i = 1; i < moved->tries; i++)
		pause *= 2;
	return pause;
}

static void
take_answer(chat *conn_to, transfer *moved, chat_take take)
{
	completion got;
	const char *why;

	if (conn_to->o->plain)
		got = (completion){.content = strndup(moved->got ? moved->got : "", moved->n)};
	else
		completion_read(&got, moved->got ? moved->got : "", moved->n);
	gate_answered(conn_to->o->gate, got.prompt_tokens, got.completion_tokens);
	moved->r->prompt_tokens += got.prompt_tokens;
	moved->r->completion_tokens += got.completion_tokens;
	why = got.content ? take(got.content, moved->r->asker) : got.why;
	if (why && got.cut)
		why = "the answer was cut off at its greatest length";
	free(got.content);
	if (why) {
		chat_again(conn_to, moved, why, 0);
		return;
	}
	moved->r->answered = moved->done = 1;
}

/* Retry-After is a number of seconds, or a date; libcurl reads both. */
static void
take_status(chat *conn_to, transfer *t, long status)
{
	char why[80];
	curl_off_t wait = 0;

	snprintf(why, sizeof why, "status %ld", status);
	curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &wait);
	if ((status == 400 || status == 422) && !t->no_schema && !conn_to->o->plain) {
		gate_refuse_schema(conn_to->o->gate);
		chat_again(conn_to, t, why, 0);
	} else if (wait > CHAT_WAIT_MAX) {
		snprintf(
		    why, sizeof why, "status %ld, asks to come back in %ld s", status, (long)wait);
		end_all(conn_to, t, why);
	} else if (status == 408 || status == 429 || status >= 500) {
		chat_again(conn_to, t, why, wait > 0 ? (double)wait : usual_pause(t));
	} else {
		end_all(conn_to, t, why);
	}
}

static void
chat_finish(chat *conn_to, transfer *t, CURLcode code, chat_take take)
{
	char why[120];
	long status = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	if (t->too_large)
		give_up(conn_to, t,
		    conn_to->o->plain ? "an answer of more than 16 MB"
				      : "an answer of more than 1 MB");
	else if (code == CURLE_OK && status == 200)
		take_answer(conn_to, t, take);
	else if (code == CURLE_OK)
		take_status(conn_to, t, status);
	else {
		snprintf(why, sizeof why, "%s", curl_easy_strerror(code));
		if (code == CURLE_OPERATION_TIMEDOUT)
			snprintf(why, sizeof why, "no answer within %u s",
			    (unsigned)conn_to->o->seconds);
		chat_again(conn_to, t, why, usual_pause(t));
		/* without a listening server the other questions need not be tried */
		if (t->done &&
		    (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST))
			gate_end(conn_to->o->gate, t->r->why);
	}
	chat_stop(conn_to, t);
}

/* How many transfers came to their end. */
static long
finish_all(chat *conn_to, chat_take take)
{
	CURLMsg *m;
	long n = 0;
	int left;

	while ((m = curl_multi_info_read(conn_to->multi, &left)))
		if (m->msg == CURLMSG_DONE) {
			CURLcode code = m->data.result;
			transfer *t = NULL;
			curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&t);
			chat_finish(conn_to, t, code, take);
			n++;
		}
	return n;
}

/* Start a question if the gate lets it in; `wait`: this chat has nothing else to do.  -1: out of
 * memory; 0: it waits. */
static int
chat_enter(chat *conn_to, transfer *moved, int wait)
{
	char why[160];

	switch (gate_enter(conn_to->o->gate, wait)) {
	case -1:
		gate_ended(conn_to->o->gate, why);
		give_up(conn_to, moved, why);
		return 0;
	case 0:
		return 0;
	}
	if (chat_start(conn_to, moved))
		return 1;
	if (!moved->easy)
		gate_leave(conn_to->o->gate);
	return -1;
}

/* Start the questions that wait for no pause, as many as the gate lets in.  Returns how many
 * questions are not done; -1: out of memory.  *waiting: some could be sent at once. */
static long
start_all(chat *conn_to, transfer *moved, size_t n, int *waiting)
{
	uint32_t running = 0;
	double time = gate_now();
	long open = 0;

	*waiting = 0;
	for (size_t i = 0; i < n; i++)
		running += moved[i].easy != NULL;
	for (size_t i = 0; i < n; i++) {
		transfer *t = &moved[i];
		int started = 0;
		if (!t->done && !t->easy && t->not_before <= time && !*waiting) {
			if ((started = chat_enter(conn_to, t, running == 0)) < 0)
				return -1;
			*waiting = !started && !t->done;
		}
		running += (uint32_t)started;
		open += !t->done;
	}
	return open;
}

static tensen_status
chat_run(chat *conn_to, transfer *moved, size_t n, chat_take take, tensen_progress_fn progress,
    void *payload, tensen_error *err)
{
	long open, finished;
	int running, waiting;

	while ((open = start_all(conn_to, moved, n, &waiting)) > 0) {
		curl_multi_perform(conn_to->multi, &running);
		finished = finish_all(conn_to, take);
		if (progress && progress("model", n - (size_t)open, n, payload))
			return failure(err, TENSEN_E_CANCELLED, "", SAY_STOPPED);
		if (running > 0 || (open > finished && !waiting))
			curl_multi_poll(
			    conn_to->multi, NULL, 0, waiting ? POLL_WAITING_MS : POLL_MS, NULL);
	}
	return open == 0 ? TENSEN_OK : failure_nomem(err);
}

tensen_status
chat_ask(chat *conn_to, chat_request *req, size_t n, chat_take take, tensen_progress_fn progress,
    void *payload, tensen_error *err)
{
	transfer *t = calloc(n ? n : 1, sizeof *t);
	tensen_status st;

	if (!t)
		return failure_nomem(err);
	for (size_t i = 0; i < n; i++) {
		t[i].r = &req[i];
		t[i].plain = conn_to->o->plain;
		req[i].answered = 0;
		req[i].why[0] = '\0';
	}
	st = chat_run(conn_to, t, n, take, progress, payload, err);
	for (size_t i = 0; i < n; i++) {
		chat_stop(conn_to, &t[i]);
		free(t[i].body);
		free(t[i].got);
	}
	free(t);
	return st;
}

tensen_status
chat_get(chat *conn_to, const char *path, char **body, tensen_error *err)
{
	transfer t = {.easy = curl_easy_init()};
	char url[sizeof conn_to->o->to->url + 32];
	const char *end = strstr(conn_to->o->to->url, conn_to->o->to->path);
	long status = 0;

	*body = NULL;
	if (!t.easy)
		return failure_nomem(err);
	snprintf(url, sizeof url, "%.*s%s",
	    (int)(end ? (size_t)(end - conn_to->o->to->url) : strlen(conn_to->o->to->url)),
	    conn_to->o->to->url, path);
	set_options(conn_to, &t, url);
	curl_easy_setopt(t.easy, CURLOPT_HTTPGET, 1L);
	if (curl_easy_perform(t.easy) == CURLE_OK)
		curl_easy_getinfo(t.easy, CURLINFO_RESPONSE_CODE, &status);
	if (status == 200 && t.got)
		*body = strndup(t.got, t.n);
	curl_easy_cleanup(t.easy);
	free(t.got);
	return TENSEN_OK;
}

tensen_status
chat_reach(chat *conn_to, tensen_error *err)
{
	transfer t = {.easy = curl_easy_init()};
	CURLcode went;

	if (!t.easy)
		return failure_nomem(err);
	set_options(conn_to, &t, conn_to->o->to->url);
	curl_easy_setopt(t.easy, CURLOPT_CONNECT_ONLY, 1L);
	went = curl_easy_perform(t.easy);
	curl_easy_cleanup(t.easy);
	return went == CURLE_OK ? TENSEN_OK
				: failure(err, TENSEN_E_IO, conn_to->o->to->shown,
				      SAY_MODEL_NOT_REACHED, curl_easy_strerror(went));
}
