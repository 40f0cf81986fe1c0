/* tests/fuzz/engine.h - fuzzed functions that need an index, or a server or model beside it.
 *
 * The index is that of small_index.h in a fresh folder, built when a target first wants it. */
#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <xxhash.h>
#include "../small_index.h"
#include "assist/chat/chat.h"
#include "assist/embed/embed.h"
#include "assist/reader/reader.h"
#include "cli/steps/vectors.h"
#include "engine/base/late.h"
#include "engine/readings/lines.h"
#include "engine/readings/side.h"
#include "promises.h"
#include "server/ask.h"
#include "server/server.h"
#include "util/bytes.h"

/* --- the index --- */

static struct small {
	tensen_index *ix; /* NULL: not built yet */
	tensen_searcher *s;
	char path[400];
	uint8_t *bytes;
	container file;
	struct sockaddr_in server;
	pthread_t server_thread;
} small;

static inline void
small_end(void)
{
	if (small.server_thread) {
		pthread_kill(small.server_thread, SIGTERM);
		pthread_join(small.server_thread, NULL);
	}
	tensen_searcher_free(small.s);
	tensen_index_free(small.ix);
	free(small.bytes);
	place_remove(NULL);
}

static inline void
small_begin(void)
{
	buf whole = BUF_INIT;

	if (small.ix)
		return;
	MUST(place_make(NULL) == 0);
	small_index("good", 0, N_SMALL);
	snprintf(small.path, sizeof small.path, "%s", place("good"));
	file_get(&whole, small.path);
	small.bytes = (uint8_t *)whole.p;
	MUST(container_parse(&small.file, small.bytes, whole.n, NULL) == TENSEN_OK);
	MUST(tensen_index_open(&small.ix, small.path, NULL, NULL) == TENSEN_OK);
	MUST(tensen_searcher_new(&small.s, small.ix, NULL) == TENSEN_OK);
	atexit(small_end);
}

/* JSON as the library writes it. */
static inline void
must_be_json(const char *p, size_t n)
{
	json_tokener *t = json_tokener_new_ex(64);
	json_object *o = json_tokener_parse_ex(t, p, (int)n);

	MUST(json_tokener_get_error(t) == json_tokener_success);
	json_object_put(o);
	json_tokener_free(t);
}

static inline void
must_be_answers(char *got[N_ANSWERS])
{
	for (int i = 0; i < N_ANSWERS; i++)
		if (got[i])
			must_be_json(got[i], strlen(got[i]));
	small_forget(got);
}

/* --- container: header, table and hashes; checksums are made to fit --- */

static inline void
container_sign(uint8_t *file, size_t n)
{
	size_t entries = n < CONTAINER_HEADER_SIZE ? 0 : le32(file + 12);

	if (n < CONTAINER_HEADER_SIZE ||
	    entries > (n - CONTAINER_HEADER_SIZE) / CONTAINER_ENTRY_SIZE)
		return;
	put_u64(file + 16, n);
	for (size_t i = 0; i < entries; i++) {
		uint8_t *e = file + CONTAINER_HEADER_SIZE + CONTAINER_ENTRY_SIZE * i;
		uint64_t at = le64(e + 8), size = le64(e + 16);
		if (le32(e + 4) == CODEC_STORED && at <= n && size <= n - at)
			put_u64(e + 32, XXH3_64bits(file + at, size));
	}
	sign_table(file);
}

static inline void
fuzz_container(const uint8_t *p, size_t n)
{
	uint8_t *file = malloc(n ? n : 1);
	container c;
	tensen_error err;

	memcpy(file, p, n);
	container_sign(file, n);
	if (container_parse(&c, file, n, &err) < 0)
		must_be_text(span_of(err.message));
	else
		for (uint32_t i = 0; i < c.n_entries; i++) {
			buf owned = BUF_INIT;
			span s;
			if (container_get(&c, c.entries[i].tag, 1, &s, &owned, &err) == TENSEN_OK)
				MUST(s.n == c.entries[i].raw_size);
			buf_clear(&owned);
		}
	free(file);
}

/* --- index: one section of the small index, edited behind right checksums --- */

/* The tag of a section (another word: the container's first), then edits of eight bytes:
 *   kind  what is done   0 a byte, 1 four bytes, 2 eight bytes, 3 cut here; 4 more: in the head
 *   at    u24, modulo the size of the section (of a head: 256)
 *   value u32, in eight bytes twice */
static inline size_t
section_edit(uint8_t *s, size_t n, const uint8_t *edit, size_t edits)
{
	for (; edits >= 8 && n > 0; edit += 8, edits -= 8) {
		size_t reach = edit[0] & 4 && n > 256 ? 256 : n,
		       at = (edit[1] | edit[2] << 8 | edit[3] << 16) % reach,
		       width = (size_t[]){1, 4, 8, 0}[edit[0] & 3];
		if (width == 0)
			n = at;
		for (size_t k = 0; k < width && at + k < n; k++)
			s[at + k] = edit[4 + k % 4];
	}
	return n;
}

static inline void
index_with(const char *tag, const uint8_t *edit, size_t n_edits)
{
	container_writer *w;
	buf owned = BUF_INIT;
	span s;

	MUST(container_create(&w, place("bad"), NULL) == TENSEN_OK);
	for (uint32_t i = 0; i < small.file.n_entries; i++) {
		const container_entry *e = &small.file.entries[i];
		uint8_t *copy;
		size_t n;
		MUST(container_get(&small.file, e->tag, 1, &s, &owned, NULL) == TENSEN_OK);
		MUST((copy = malloc(s.n + 1)));
		memcpy(copy, s.p, s.n);
		n = strcmp(e->tag, tag) ? s.n : section_edit(copy, s.n, edit, n_edits);
		container_put(w, e->tag, (enum container_codec)e->codec, copy, n);
		free(copy);
	}
	MUST(container_commit(w, NULL) == TENSEN_OK);
	buf_clear(&owned);
}

/* Not verified, but opened and asked, as a program does. */
static inline void
index_ask_bad(void)
{
	const tensen_open_opts none = TENSEN_OPEN_OPTS_INIT;
	tensen_index bad = *small.ix;
	char *got[N_ANSWERS];
	tensen_error err = {.code = TENSEN_OK};

	if (store_begin(&bad.store, place("bad"), &err) < 0) {
		MUST(err.message[0] != '\0');
		return;
	}
	MUST(index_late_new(&bad.late, place("bad"), &none, NULL) == TENSEN_OK);
	small_ask(&bad, got, 0);
	for (int i = 0; i < N_ANSWERS; i++)
		MUST(!got[i] || got[i][0]);
	small_forget(got);
	index_late_free(bad.late);
	store_close(bad.store);
}

static inline void
fuzz_index(const uint8_t *p, size_t n)
{
	char tag[5] = "";
	tensen_result *r = NULL;

	if (n < 12)
		return;
	small_begin();
	memcpy(tag, p, 4);
	if (!container_find(&small.file, tag))
		memcpy(tag, small.file.entries[p[0] % small.file.n_entries].tag, 4);
	index_with(tag, p + 4, n - 4);
	tensen_index_verify(place("bad"), &r, NULL);
	tensen_result_free(r);
	index_ask_bad();
}

/* --- query: parameters as in an address or a JSON body, and the answer --- */

/* The first byte is the operation. */
static inline void
fuzz_query(const uint8_t *p, size_t n)
{
	static params list;
	static ask a;
	ask_to to;
	char *text = n ? strndup((const char *)p + 1, n - 1) : NULL;
	operation op = n ? (operation)(p[0] % (OP_SHOW + 1)) : OP_INFO;
	tensen_text out = {NULL, 0, 0};
	tensen_error err = {.code = TENSEN_OK};
	problem why = {.status = 0};
	int ok;

	if (!text)
		return;
	small_begin();
	to = (ask_to){.ix = small.ix, .s = small.s};
	ok = text[0] == '{' ? params_json(&list, text, strlen(text), &why)
			    : params_query(&list, text, &why);
	ok = ok && ask_parse(&a, op, TENSEN_JSON, &list, NULL, &why) &&
	     ask_run(&a, &to, &out, &err, &why);
	MUST(ok ? out.p != NULL : why.status >= 400 && why.status < 600);
	if (ok && a.style.format == TENSEN_JSON) {
		must_be_text((span){out.p, out.n});
		must_be_json(out.p, out.n);
	}
	tensen_text_free(&out);
	params_clear(&list);
	free(text);
}

/* --- readings: the file and its side file --- */

/* Bytes: places in each table of the side_path file (0: there is none), how much of the file they cover
 * (u16), the places (an odd `reserved` stands for names that are asked for), then the file. */
#define PLACES 4
static inline void
readings_put(const char *path, const char *side_path, const uint8_t *p, size_t n)
{
	line_place by_key[PLACES], by_query[PLACES];
	size_t k = p[0] % (PLACES + 1), used = 3 + 2 * k * sizeof *by_key;
	uint64_t covers = p[1] | (uint64_t)p[2] << 8;
	FILE *f;

	if (n < used)
		return;
	file_put(path, p + used, n - used);
	memcpy(by_key, p + 3, k * sizeof *by_key);
	memcpy(by_query, p + 3 + k * sizeof *by_key, k * sizeof *by_query);
	for (size_t i = 0; i < k; i++) {
		if (by_key[i].reserved & 1)
			by_key[i].name = line_key_name(SPAN_LIT("judge"), SPAN_LIT("k"));
		if (by_query[i].reserved & 1)
			by_query[i].name = line_query_name(SPAN_LIT("TEST-01"));
	}
	if (k == 0 || !(f = fopen(path, "rb")))
		return;
	MUST(side_write(side_path, fileno(f), covers < n - used ? covers : n - used, by_key,
		 by_query, k, NULL) == TENSEN_OK);
	fclose(f);
}

static inline tensen_status
readings_line(const char *line, size_t n, void *payload)
{
	(void)payload;
	MUST(n > 0 && memchr(line, '\n', n) == NULL);
	return TENSEN_OK;
}

static inline void
readings_walk(const char *path)
{
	tensen_readings *r;
	tensen_text t = {NULL, 0, 0};

	if (tensen_readings_open(&r, path, NULL) < 0)
		return;
	tensen_readings_find(r, "judge", "k", &t, NULL);
	tensen_text_free(&t);
	tensen_readings_lines(r, "TEST-01", &t, NULL);
	tensen_text_free(&t);
	tensen_readings_each(r, readings_line, NULL, NULL);
	MUST(tensen_readings_add(r, "{\"v\":2,\"role\":\"judge\",\"key\":\"k\"}", NULL) ==
	     TENSEN_OK);
	MUST(tensen_readings_has(r, "judge", "k"));
	tensen_readings_settle(r, NULL);
	tensen_readings_close(r);
}

static inline void
fuzz_readings(const uint8_t *p, size_t n)
{
	char path[440], side_path[440], *got[N_ANSWERS];

	if (n < 3)
		return;
	small_begin();
	snprintf(path, sizeof path, "%s.readings.jsonl", small.path);
	snprintf(side_path, sizeof side_path, "%s.readings.at", small.path);
	readings_put(path, side_path, p, n);
	small_ask(small.ix, got, 0);
	must_be_answers(got);
	readings_walk(path);
	unlink(path);
	unlink(side_path);
}

/* --- http: bytes to a server --- */

static inline void *
server_thread(void *payload)
{
	server_opts o = SERVER_OPTS_INIT;
	tensen_error err = {.code = TENSEN_OK};

	(void)payload;
	o.path = small.path;
	o.port = ntohs(small.server.sin_port);
	o.threads = 1;
	o.max_per_ip = 0;
	o.read_seconds = 1; /* libmicrohttpd waits on after an empty line and an end */
	if (server_run(&o, &err) < 0)
		fprintf(stderr, "%s: %s\n", err.where, err.message);
	return NULL;
}

static inline int
server_dial(void)
{
	const struct linger at_once = {1, 0}; /* no port stays taken */
	const struct timeval patience = {10, 0};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	MUST(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	for (int tries = 0; tries < 500; tries++) {
		if (connect(fd, (struct sockaddr *)&small.server, sizeof small.server) == 0)
			return fd;
		usleep(20000);
	}
	MUST(!"the server listens");
	return -1;
}

static inline void
server_begin(void)
{
	socklen_t n = sizeof small.server;
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

	small_begin();
	if (small.server_thread) {
		close(fd);
		return;
	}
	small.server.sin_family = AF_INET;
	small.server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	MUST(bind(fd, (struct sockaddr *)&small.server, n) == 0 &&
	     getsockname(fd, (struct sockaddr *)&small.server, &n) == 0);
	close(fd);
	MUST(pthread_create(&small.server_thread, NULL, server_thread, NULL) == 0);
}

/* Every connection is answered in HTTP, or ended, soon. */
static inline void
fuzz_http(const uint8_t *p, size_t n)
{
	char got[65536];
	size_t have = 0;
	ssize_t k;
	int fd;

	server_begin();
	fd = server_dial();
	if (send(fd, p, n, MSG_NOSIGNAL) >= 0)
		shutdown(fd, SHUT_WR);
	while ((k = recv(fd, got + have, sizeof got - have, 0)) > 0)
		have = have + (size_t)k < sizeof got ? have + (size_t)k : 12;
	MUST(k == 0 || errno != EAGAIN);
	MUST(have < 12 || memcmp(got, "HTTP/1.", 7) == 0);
	close(fd);
}

/* --- answers of a model's server: the program is linked with --wrap=chat_ask --- */

static const char *model_answers, *model_end; /* each ends by NUL */

tensen_status __wrap_chat_ask(chat *conn_to, chat_request *req, size_t n, chat_take take,
    tensen_progress_fn step, void *payload, tensen_error *err);

/* Question by question the next answer; as chat.c does, but nothing is sent. */
tensen_status
__wrap_chat_ask(chat *conn_to, chat_request *req, size_t n, chat_take take, tensen_progress_fn step,
    void *payload, tensen_error *err)
{
	(void)conn_to, (void)step, (void)payload, (void)err;
	for (size_t i = 0; i < n; i++) {
		size_t size = strnlen(model_answers, (size_t)(model_end - model_answers));
		char *body = strndup(model_answers, size);
		completion got;
		const char *why;
		model_answers += size + (model_answers + size < model_end);
		completion_read(&got, body, size);
		why = take(got.content ? got.content : body, req[i].asker);
		req[i].answered = !why;
		if (why)
			snprintf(req[i].why, sizeof req[i].why, "%s", why);
		free(got.content);
		free(body);
	}
	return TENSEN_OK;
}

static inline void
remove_beside(const char *suffix)
{
	char path[440];

	snprintf(path, sizeof path, "%s.%s", small.path, suffix);
	unlink(path);
}

static inline void
fuzz_answers(const uint8_t *p, size_t n)
{
	reader_opts o = READER_OPTS_INIT;
	tensen_query q = {.id = "TEST-01"};
	reader *r = NULL;
	char *got[N_ANSWERS];

	small_begin();
	model_answers = (const char *)p;
	model_end = model_answers + n;
	o.url = "http://127.0.0.1:9/v1";
	o.name = "invented";
	MUST(reader_open(&r, &o, small.path, NULL) == TENSEN_OK);
	MUST(reader_read(r, small.s, &q, NULL) == TENSEN_OK);
	reader_close(r);
	small_ask(small.ix, got, 0);
	must_be_answers(got);
	remove_beside("readings.jsonl");
	remove_beside("readings.at");
}

static inline void
fuzz_embeddings(const uint8_t *p, size_t n)
{
	embed_opts o = {.url = "http://127.0.0.1:9/v1", .name = "invented"};
	float x[TENSEN_VECTOR_DIMS_MAX];
	embed *e = NULL;
	tensen_error err;

	small_begin();
	model_answers = (const char *)p;
	model_end = model_answers + n;
	MUST(embed_open(&e, &o, small.path, NULL) == TENSEN_OK);
	if (embed_question(e, "曇らない鏡", 15, 8, x, &err) == TENSEN_OK)
		for (int i = 0; i < 8; i++)
			MUST(x[i] - x[i] == 0); /* finite */
	embed_check(e, NULL);
	embed_close(e);
	remove_beside("embeddings");
	remove_beside("embeddings.json");
	remove_beside("questions");
}

/* --- vectors: a .npy file and the ids of its rows --- */

/* The ids stand in the first bytes, up to a NUL; the rest is the .npy file. */
static inline void
fuzz_vectors(const uint8_t *p, size_t n)
{
	const size_t ids = strnlen((const char *)p, n), from = ids < n ? ids + 1 : n;
	const vectors_args a = {.file = place("v.npy"), .ids = place("v.ids")};
	common c = {.quiet = 1};
	vectors_files f;

	small_begin();
	file_put(place("v.npy"), p + from, n - from);
	file_put(place("v.ids"), p, ids);
	file_put(place("v"), small.bytes, small.file.size);
	if (vectors_open(&f, &a, place("v"), &c, NULL, NULL) == TENSEN_OK)
		vectors_put(&f, &a, place("v"), &c, NULL);
	vectors_close(&f);
}
