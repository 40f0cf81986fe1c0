/* tests/fuzz/targets.h - the fuzzed functions, and the promises that hold for any bytes.
 *
 * Shared by fuzz.c (libFuzzer, one target a program) and test_fuzz_readers.c (replays
 * tests/fuzz/corpus in `make test`). */
#pragma once
#include <archive.h>
#include <archive_entry.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include "corpus/document/date.h"
#include "corpus/document/docnumber.h"
#include "corpus/input/encoding.h"
#include "corpus/document/fold.h"
#include "corpus/reader.h"
#include "engine.h"
#include "promises.h"

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
	*(uint64_t *)payload = 0; /* every member of an archive has its account */
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

/* --- archives: what a mutation breaks first, checksums, is made to fit --- */

static inline void
tar_sign(uint8_t *p, size_t n)
{
	for (; n >= 512; p += 512, n -= 512) {
		unsigned sum = 0;
		char text[8];
		if (memcmp(p + 257, "ustar", 5) != 0)
			continue;
		memset(p + 148, ' ', 8);
		for (int i = 0; i < 512; i++)
			sum += p[i];
		snprintf(text, sizeof text, "%06o", sum);
		memcpy(p + 148, text, 7);
	}
}

/* The checksum of a stored member in its local and its central header. */
static inline void
zip_sign(uint8_t *p, size_t n)
{
	for (size_t at = 0; at + 46 <= n; at++) {
		size_t from, size;
		uint32_t sum;
		if (memcmp(p + at, "PK\3\4", 4) != 0 || le16(p + at + 8) != 0)
			continue;
		from = at + 30 + le16(p + at + 26) + le16(p + at + 28);
		size = le32(p + at + 18);
		if (from > n || size > n - from)
			continue;
		sum = (uint32_t)crc32(0, p + from, (uInt)size);
		memcpy(p + at + 14, &sum, 4);
		for (size_t c = from; c + 46 <= n; c++)
			if (memcmp(p + c, "PK\1\2", 4) == 0 && le32(p + c + 42) == at)
				memcpy(p + c + 16, &sum, 4);
	}
}

static inline void
fuzz_archive(const uint8_t *p, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);

	memcpy(copy, p, n);
	tar_sign(copy, n);
	zip_sign(copy, n);
	fuzz_read(FORMAT_AUTO, (span){"", 0}, copy, n);
	free(copy);
}

/* The parts of a workbook, each ended by NUL, are packed into one. */
static inline void
fuzz_xlsx(const uint8_t *p, size_t n)
{
	static const char *const parts[] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
	    "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
	    "xl/worksheets/sheet2.xml"};
	struct archive *zip = archive_write_new();
	size_t room = n + 4096, used = 0;
	uint8_t *out = malloc(room);

	archive_write_set_format_zip(zip);
	archive_write_zip_set_compression_store(zip);
	MUST(archive_write_open_memory(zip, out, room, &used) == ARCHIVE_OK);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		size_t size = strnlen((const char *)p, n);
		struct archive_entry *e = archive_entry_new();
		archive_entry_set_pathname(e, parts[i]);
		archive_entry_set_size(e, (la_int64_t)size);
		archive_entry_set_filetype(e, AE_IFREG);
		MUST(archive_write_header(zip, e) == ARCHIVE_OK);
		MUST(archive_write_data(zip, p, size) == (la_ssize_t)size);
		archive_entry_free(e);
		size += size < n;
		p += size;
		n -= size;
	}
	MUST(archive_write_free(zip) == ARCHIVE_OK);
	fuzz_read(FORMAT_AUTO, (span){"", 0}, out, used);
	free(out);
}

static const struct fuzz_target {
	const char *name;
	void (*run)(const uint8_t *p, size_t n);
} fuzz_targets[] = {{"auto", fuzz_auto}, {"jsonl", fuzz_jsonl}, {"table", fuzz_table},
    {"gazette", fuzz_gazette}, {"text", fuzz_text}, {"record", fuzz_record},
    {"number", fuzz_number}, {"archive", fuzz_archive}, {"xlsx", fuzz_xlsx},
    {"container", fuzz_container}, {"index", fuzz_index}, {"query", fuzz_query},
    {"readings", fuzz_readings}, {"http", fuzz_http}, {"answers", fuzz_answers},
    {"embeddings", fuzz_embeddings}, {"vectors", fuzz_vectors}};
#define N_FUZZ_TARGETS (sizeof fuzz_targets / sizeof *fuzz_targets)
