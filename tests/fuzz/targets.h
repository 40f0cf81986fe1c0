/* tests/fuzz/targets.h - the fuzzed functions, and the promises that hold for any bytes.
 *
 * Shared by fuzz.c (libFuzzer, one target a program) and test_fuzz_readers.c (replays
 * tests/fuzz/corpus in `make test`). */
#ifndef TESTS_FUZZ_TARGETS_H
#define TESTS_FUZZ_TARGETS_H
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "corpus/document/date.h"
#include "corpus/document/docnumber.h"
#include "corpus/input/encoding.h"
#include "corpus/document/fold.h"
#include "corpus/reader.h"
#include "text/utf8.h"

#define MUST(x)                                                                                    \
	do {                                                                                       \
		if (!(x)) {                                                                        \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #x);                    \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* --- promises -------------------------------------------------------------- */

static inline void
must_be_text(span s)
{
	MUST(s.n == 0 || s.p != NULL);
	MUST(utf8_bad_at(s) == s.n);
	MUST(s.n == 0 || memchr(s.p, 0, s.n) == NULL);
}

static inline void
must_be_texts(const span_list *l)
{
	for (uint32_t i = 0; i < l->n; i++)
		must_be_text(l->v[i]);
}

static inline void
must_be_object(span s)
{
	json_tokener *t;
	json_object *o;

	if (s.n == 0)
		return;
	t = json_tokener_new_ex(128);
	o = json_tokener_parse_ex(t, s.p, (int)s.n);
	MUST(o && json_object_is_type(o, json_type_object));
	json_object_put(o);
	json_tokener_free(t);
}

/* Writing, reading and writing a document again gives the same bytes. */
static inline void
must_round_trip(const document *d)
{
	buf a = BUF_INIT, b = BUF_INIT;
	arena mem;
	document e;

	arena_init(&mem);
	document_write(&a, d);
	MUST(!a.failed && document_read(&e, &mem, (span){a.p, a.n}, NULL) == TENSEN_OK);
	document_write(&b, &e);
	MUST(a.n == b.n && memcmp(a.p, b.p, a.n) == 0);
	MUST(document_merge(&e, d, NULL) == TENSEN_OK);
	arena_clear(&mem);
	buf_clear(&a);
	buf_clear(&b);
}

static inline tensen_status
fuzz_document(void *payload, const document *d, tensen_error *err)
{
	const span *texts[] = {&d->id, &d->title, &d->abstract, &d->problem, &d->means, &d->effect,
	    &d->description, &d->products, &d->license_id, &d->license_terms, &d->url, &d->lang,
	    &d->source, &d->extra};
	const span_list *lists[] = {
	    &d->claims, &d->ipc, &d->fi, &d->cpc, &d->fterm, &d->applicants, &d->numbers};

	(void)err;
	++*(uint64_t *)payload;
	MUST(d->id.n > 0);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		must_be_text(*texts[i]);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		must_be_texts(lists[i]);
	must_be_object(d->extra);
	must_round_trip(d);
	return TENSEN_OK;
}

static inline void
fuzz_message(void *payload, const char *path, unsigned long long at, const char *why)
{
	(void)payload;
	(void)path;
	(void)at;
	MUST(why[0] != '\0' && strchr(why, '\n') == NULL);
	must_be_text(span_of(why));
}

static inline void
fuzz_file_done(void *payload, const file_account *a)
{
	MUST(a->records == a->read + a->no_text + a->refused);
	MUST(*(uint64_t *)payload == a->read + a->no_text);
}

/* Read `head` and the bytes behind it as a file of that format. */
static inline void
fuzz_read(corpus_format format, span head, const uint8_t *p, size_t n)
{
	corpus_opts opts = {.format = format};
	uint64_t documents = 0;
	corpus_sink sink = {.document = fuzz_document,
	    .refused = fuzz_message,
	    .file_done = fuzz_file_done,
	    .payload = &documents,
	    .noted = fuzz_message};
	int fd = memfd_create("fuzz", 0);
	char path[64];
	const char *paths[1] = {path};
	tensen_error err;

	MUST(fd >= 0 && write(fd, head.p, head.n) == (ssize_t)head.n &&
	     write(fd, p, n) == (ssize_t)n);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (corpus_read(paths, 1, &opts, &sink, &err) < 0)
		MUST(err.message[0] != '\0');
	close(fd);
}

/* --- targets ----------------------------------------------------------------------- */

#define FUZZ_FORMAT(name, format)                                                                  \
	static inline void name(const uint8_t *p, size_t n)                                        \
	{                                                                                          \
		fuzz_read(format, (span){"", 0}, p, n);                                            \
	}

FUZZ_FORMAT(fuzz_auto, FORMAT_AUTO)

FUZZ_FORMAT(fuzz_jsonl, FORMAT_JSONL)

/* The first byte chooses a header, so that mutations are spent on rows. */
static inline void
fuzz_table(const uint8_t *p, size_t n)
{
	static const struct {
		corpus_format format;
		const char *head;
	} kinds[] = {
	    {FORMAT_JPLATPAT,
		"\"文献番号\",\"出願番号\",\"公知日\",\"発明の名称\",\"出願人/権利者\",\"FI\","
		"\"要約\",\"ステージ\",\"余分\"\r\n"},
	    {FORMAT_PLIDB, "開放特許情報番号,タイトル,登録番号,技術概要,特許権譲渡,"
			   "国際特許分類（IPC）,出願日\n"},
	    {FORMAT_TABLE, "id\ttitle\tcpc\tclaims\tdate\tother\n"},
	    {FORMAT_TABLE, "\"id\",\"title\"\n"}, {FORMAT_TABLE, ""}};
	size_t k = n ? p[0] % (sizeof kinds / sizeof *kinds) : 0;

	if (n > 0)
		fuzz_read(kinds[k].format, span_of(kinds[k].head), p + 1, n - 1);
}

FUZZ_FORMAT(fuzz_gazette, FORMAT_GAZETTE)

FUZZ_FORMAT(fuzz_text, FORMAT_TEXT)

/* Stored records come from files that may be damaged. */
static inline void
fuzz_record(const uint8_t *p, size_t n)
{
	arena mem;
	document d;

	arena_init(&mem);
	if (document_read(&d, &mem, (span){(const char *)p, n}, NULL) == TENSEN_OK)
		must_round_trip(&d);
	arena_clear(&mem);
}

/* The canonical form of a canonical number is the number itself. */
static inline void
fuzz_number(const uint8_t *p, size_t n)
{
	span s = {(const char *)p, n};
	char once[DOCNUMBER_MAX], twice[DOCNUMBER_MAX];
	size_t a = docnumber_parse(s, once), b;
	uint32_t day = date_parse(s);

	MUST(day == 0 || (day >= 18000101 && day <= 21991231));
	if (a == 0)
		return;
	must_be_text((span){once, a});
	b = docnumber_parse((span){once, a}, twice);
	MUST(a == b && memcmp(once, twice, a) == 0);
}

static const struct fuzz_target {
	const char *name;
	void (*run)(const uint8_t *p, size_t n);
} fuzz_targets[] = {{"auto", fuzz_auto}, {"jsonl", fuzz_jsonl}, {"table", fuzz_table},
    {"gazette", fuzz_gazette}, {"text", fuzz_text}, {"record", fuzz_record},
    {"number", fuzz_number}};
#define N_FUZZ_TARGETS (sizeof fuzz_targets / sizeof *fuzz_targets)

#endif
