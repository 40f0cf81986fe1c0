/* Files as offices give them: every record is read, none refused, and it has what was written.  Where
 * the real ones of ../shared/data are (no part of the project), their counts are those of an
 * independent reading (Python's csv and xml.etree; bench/data/readers_check.py compares every
 * field).  Elsewhere the invented patents of data/demo are written in the forms of the offices. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <zstd.h>
#include "read_outcome.h"

#define DATA "../shared/data/"
#define INVENTED 43 /* patents of data/demo/other.jsonl */

static int
is_here(const char *path)
{
	struct stat sb;

	return stat(path, &sb) == 0;
}

static outcome *
read_one(const char *path)
{
	return read_paths(&path, 1, NULL);
}

/* ---- the invented patents in the forms of the offices ---- */

#define ARGS(text) (int)(text).n, (text).p

static void
as_jplatpat(FILE *f, const document *d, int first)
{
	if (first)
		fputs(
		    "\xef\xbb\xbf\"文献番号\",\"発明の名称\",\"出願人/権利者\",\"FI\",\"要約\"\r\n",
		    f);
	fprintf(f, "\"%.*s\",\"%.*s\",\"%.*s\",\"%.*s\",\"%.*s\"\r\n", ARGS(d->id), ARGS(d->title),
	    ARGS(d->applicants.v[0]), ARGS(d->ipc.v[0]), ARGS(d->abstract));
}

static void
as_gazette(FILE *f, const document *d, int first)
{
	(void)first;
	fprintf(f,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<jp-official-gazette kind-of-jp=\"A\">"
	    "<bibliographic-data><publication-reference><document-id><country>JP</country>"
	    "<doc-number>2099%.*s</doc-number><kind>公開特許公報(A)</kind><date>20990107</date>"
	    "</document-id></publication-reference><invention-title>%.*s</invention-title><parties>"
	    "<applicants-agents-article><applicants-agents><applicant><addressbook><name>%.*s</"
	    "name>"
	    "</addressbook></applicant></applicants-agents></applicants-agents-article></parties>"
	    "<classification-ipc><main-clsf>%.*s</main-clsf></classification-ipc></"
	    "bibliographic-data>"
	    "<claims><claim num=\"1\"><claim-text>%.*s</claim-text></claim></claims>"
	    "<abstract><p>%.*s</p></abstract></jp-official-gazette>\n",
	    (int)d->id.n - 5, d->id.p + 5, ARGS(d->title), ARGS(d->applicants.v[0]),
	    ARGS(d->ipc.v[0]), ARGS(d->title), ARGS(d->abstract));
}

static void
as_licence_csv(FILE *f, const document *d, int first)
{
	if (first)
		fputs("開放特許情報番号,タイトル,出願人,国際特許分類IPC,技術概要\r\n", f);
	fprintf(f, "%.*s,\"%.*s\",\"%.*s\",\"%.*s\",\"%.*s\"\r\n", ARGS(d->id), ARGS(d->title),
	    ARGS(d->applicants.v[0]), ARGS(d->ipc.v[0]), ARGS(d->abstract));
}

static void
as_licence_json(FILE *f, const document *d, int first)
{
	fprintf(f,
	    "%c{\"開放特許情報番号\":\"%.*s\",\"タイトル\":\"%.*s\",\"出願人\":\"%.*s\","
	    "\"国際特許分類IPC\":\"%.*s\",\"技術概要\":\"%.*s\"}\n",
	    first ? '[' : ',', ARGS(d->id), ARGS(d->title), ARGS(d->applicants.v[0]),
	    ARGS(d->ipc.v[0]), ARGS(d->abstract));
}

static void
as_table(FILE *f, const document *d, int first)
{
	if (first)
		fputs("id\ttitle\tapplicants\tipc\tabstract\n", f);
	fprintf(f, "%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", ARGS(d->id), ARGS(d->title),
	    ARGS(d->applicants.v[0]), ARGS(d->ipc.v[0]), ARGS(d->abstract));
}

typedef void (*written_as)(FILE *f, const document *d, int first);

/* What reading gives of the invented patents in this form; packed: as zstd. */
static outcome *
read_invented(written_as form, const char *end, int packed)
{
	outcome *patents = read_one("data/demo/other.jsonl"), *got;
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	assert_int_equal(patents->n, INVENTED);
	for (size_t i = 0; i < patents->n; i++)
		form(f, &patents->d[i], i == 0);
	fputs(end, f);
	fclose(f);
	if (packed) {
		char *small = malloc(ZSTD_compressBound(n));
		size_t m = ZSTD_compress(small, ZSTD_compressBound(n), text, n, 3);
		got = read_bytes(small, m, NULL);
		free(small);
	} else {
		got = read_bytes(text, n, NULL);
	}
	free(text);
	assert_int_equal(got->records, INVENTED);
	assert_int_equal(got->read, INVENTED);
	assert_int_equal(got->n_refused + got->n_noted, 0);
	for (size_t i = 0; i < patents->n; i++) {
		const document *a = &patents->d[i], *b = &got->d[i];
		assert_true(span_eq(a->title, b->title));
		assert_true(span_eq(a->applicants.v[0], b->applicants.v[0]));
		assert_true(b->ipc.n + b->fi.n > 0);
	}
	outcome_free(patents);
	return got;
}

/* ---- what is true of both ---- */

static void
every_jplatpat_record_is_read(void **state)
{
	outcome *o;
	(void)state;
	if (!is_here(DATA "jplatpat")) {
		outcome_free(read_invented(as_jplatpat, "", 0));
		return;
	}
	o = read_one(DATA "jplatpat");
	assert_int_equal(o->files, 28);
	assert_int_equal(o->records, 34013);
	assert_int_equal(o->read, 34013);
	assert_int_equal(o->n_refused, 0);
	assert_int_equal(o->n_noted, 0);
	outcome_free(o);
}

static void
every_gazette_gives_what_it_has(void **state)
{
	size_t abstracts = 0, descriptions = 0, claims = 0;
	outcome *o;
	(void)state;
	if (!is_here(DATA "gazette")) {
		o = read_invented(as_gazette, "", 0);
		for (size_t i = 0; i < o->n; i++)
			assert_true(
			    o->d[i].claims.n == 1 && o->d[i].abstract.n > 0 && o->d[i].date);
		outcome_free(o);
		return;
	}
	o = read_one(DATA "gazette");
	assert_int_equal(o->files, 60);
	assert_int_equal(o->n, 60);
	assert_int_equal(o->n_refused, 0);
	for (size_t i = 0; i < o->n; i++) {
		const document *d = &o->d[i];
		assert_true(d->title.n > 0 && d->date > 0 && d->ipc.n > 0 && d->fi.n > 0);
		assert_true(d->applicants.n > 0 && d->claims.n > 0 && d->numbers.n > 0);
		claims += d->claims.n;
		abstracts += d->abstract.n > 0;
		descriptions += d->description.n > 0;
	}
	assert_int_equal(abstracts, 57); /* three are granted patents */
	assert_int_equal(descriptions, 60);
	assert_int_equal(claims, 438);
	outcome_free(o);
}

static void
every_licence_record_is_read_alike_from_csv_and_json(void **state)
{
	int real = is_here(DATA "plidb");
	outcome *csv = real ? read_one(DATA "plidb/plidb_bulkdata_sample.csv")
			    : read_invented(as_licence_csv, "", 0);
	outcome *json = real ? read_one(DATA "plidb/five-real-records.json")
			     : read_invented(as_licence_json, "]", 0);
	(void)state;
	assert_int_equal(csv->n, real ? 5 : INVENTED);
	assert_int_equal(json->n, csv->n);
	for (size_t i = 0; i < csv->n; i++) {
		document a = csv->d[i], b = json->d[i];
		buf p = BUF_INIT, q = BUF_INIT;
		a.source = b.source = (span){"", 0};
		assert_int_equal(a.open, 1);
		assert_int_equal(a.numbers.n, real ? 3 : 0);
		document_write(&p, &a);
		document_write(&q, &b);
		assert_true(span_eq((span){p.p, p.n}, (span){q.p, q.n}));
		buf_clear(&p);
		buf_clear(&q);
	}
	outcome_free(csv);
	outcome_free(json);
}

static void
tables_and_packed_files_are_read(void **state)
{
	outcome *tsv, *packed;
	(void)state;
	if (!is_here(DATA "en")) {
		outcome_free(read_invented(as_table, "", 0));
		outcome_free(read_invented(as_table, "", 1));
		return;
	}
	tsv = read_one(DATA "en/uspto_random_5000.tsv");
	packed = read_one(DATA "en/us_11000.jsonl.zst");
	assert_int_equal(tsv->records, 5000);
	assert_int_equal(tsv->read, 5000);
	assert_int_equal(packed->read, 11000);
	assert_int_equal(packed->n_refused, 0);
	outcome_free(tsv);
	outcome_free(packed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_jplatpat_record_is_read),
	    cmocka_unit_test(every_gazette_gives_what_it_has),
	    cmocka_unit_test(every_licence_record_is_read_alike_from_csv_and_json),
	    cmocka_unit_test(tables_and_packed_files_are_read),
	};
	return cmocka_run_group_tests_name("real_files", tests, NULL, NULL);
}
