/* The real files in ../shared/data, which are not part of the project: every record is
 * read, none refused, and the counts are those of an independent reading (Python's csv
 * and xml.etree; bench/data/readers_check.py compares every field).  Skipped without them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>
#include "read_outcome.h"

#define DATA "../shared/data/"

static outcome *
read_real(const char *path)
{
	struct stat sb;
	const char *paths[1] = {path};

	if (stat(path, &sb) < 0) {
		print_message("%s is not here: skipped\n", path);
		skip();
	}
	return read_paths(paths, 1, NULL);
}

static void
every_jplatpat_record_is_read(void **state)
{
	outcome *o = read_real(DATA "jplatpat");
	(void)state;
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
	outcome *o = read_real(DATA "gazette");
	size_t abstracts = 0, descriptions = 0, claims = 0;
	(void)state;
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
	outcome *csv = read_real(DATA "plidb/plidb_bulkdata_sample.csv");
	outcome *json = read_real(DATA "plidb/five-real-records.json");
	(void)state;
	assert_int_equal(csv->n, 5);
	assert_int_equal(json->n, 5);
	for (size_t i = 0; i < 5; i++) {
		document a = csv->d[i], b = json->d[i];
		buf p = BUF_INIT, q = BUF_INIT;
		a.source = b.source = (span){"", 0};
		assert_int_equal(a.open, 1);
		assert_int_equal(a.numbers.n, 3);
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
english_tables_and_packed_jsonl_are_read(void **state)
{
	outcome *tsv = read_real(DATA "en/uspto_random_5000.tsv");
	outcome *packed = read_real(DATA "en/us_11000.jsonl.zst");
	(void)state;
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
	    cmocka_unit_test(english_tables_and_packed_jsonl_are_read),
	};
	return cmocka_run_group_tests_name("real_files", tests, NULL, NULL);
}
