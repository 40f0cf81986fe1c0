/* tests/unit/test_readings.c - the file of readings: its lines, its side file, what of it counts in
 * an answer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../support.h"

/* A line of "judge" about query `query`. */
static const char *
line_of(char *out, size_t size, const char *key, const char *query, int grade)
{
	snprintf(out, size,
	    "{\"v\":2,\"role\":\"judge\",\"key\":\"%s\",\"query\":\"%s\",\"grade\":%d}", key, query,
	    grade);
	return out;
}

static void
add(tensen_readings *r, const char *key, const char *query, int grade)
{
	char line[300];

	assert_int_equal(
	    tensen_readings_add(r, line_of(line, sizeof line, key, query, grade), NULL), TENSEN_OK);
}

static tensen_readings *
opened(const char *path)
{
	tensen_readings *r = NULL;

	assert_int_equal(tensen_readings_open(&r, path, NULL), TENSEN_OK);
	return r;
}

/* -1: there is none. */
static int
grade_of(tensen_readings *r, const char *key)
{
	tensen_text line;
	int grade = -1;

	assert_int_equal(tensen_readings_find(r, "judge", key, &line, NULL), TENSEN_OK);
	assert_int_equal(tensen_readings_has(r, "judge", key), line.p != NULL);
	if (line.p)
		grade = atoi(strstr(line.p, "\"grade\":") + 8);
	tensen_text_free(&line);
	assert_false(tensen_readings_has(r, "say", key));
	return grade;
}

static int
kept_grade(const char *path, const char *key)
{
	tensen_readings *r = opened(path);
	int grade = grade_of(r, key);

	tensen_readings_close(r);
	return grade;
}

static size_t
n_lines(tensen_readings *r, const char *query)
{
	tensen_text text;
	size_t n = 0;

	assert_int_equal(tensen_readings_lines(r, query, &text, NULL), TENSEN_OK);
	for (const char *p = text.p; p && (p = strchr(p, '\n')); p++)
		n++;
	tensen_text_free(&text);
	return n;
}

static void
readings_survive_torn_lines_and_two_writers(void **state)
{
	const char *path = place("j.jsonl");
	tensen_readings *a, *b;

	(void)state;
	file_text(path,
	    "{\"v\":2,\"role\":\"judge\",\"key\":\"k1\",\"grade\":1}\nnonsense\n"
	    "{\"v\":9,\"role\":\"judge\",\"key\":\"k2\",\"grade\":1}\n"
	    "{ \"key\" : \"k\\u0036\", \"v\":2, \"query\":\"q\", \"role\":\"judge\",\"grade\":1}\n"
	    "{\"v\":2,\"role\":\"judge\",\"key\":\"k3\",\"gra");
	a = opened(path);
	b = opened(path);
	add(a, "k4", "q", 2);
	add(b, "k5", "q", 3);
	add(a, "k1", "q", 0);
	assert_int_equal(tensen_readings_refresh(b, NULL), TENSEN_OK);
	assert_int_equal(grade_of(b, "k4"), 2);
	assert_int_equal(n_lines(b, "q"), 4);
	tensen_readings_close(a);
	tensen_readings_close(b);
	assert_int_equal(kept_grade(path, "k1"), 0);
	assert_int_equal(kept_grade(path, "k2"), -1);
	assert_int_equal(kept_grade(path, "k3"), -1);
	assert_int_equal(kept_grade(path, "k5"), 3);
	assert_int_equal(kept_grade(path, "k6"), 1);
}

static void
what_is_no_reading_is_not_added(void **state)
{
	static const char *const wrong[] = {"", "{}", "[1]", "{\"v\":2,\"role\":\"judge\"}",
	    "{\"v\":2,\n\"role\":\"judge\",\"key\":\"k\"}",
	    "{\"v\":1,\"role\":\"judge\",\"key\":\"k\"}"};
	tensen_readings *r = opened(place("w.jsonl"));

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(tensen_readings_add(r, wrong[i], NULL), TENSEN_E_ARG);
	tensen_readings_close(r);
	assert_int_equal(access(place("w.jsonl"), F_OK), -1);
}

static void
readings_that_were_replaced_are_read_anew(void **state)
{
	const char *path = place("here.jsonl"), *other = place("there.jsonl");
	tensen_readings *r;

	(void)state;
	file_text(path, "{\"v\":2,\"role\":\"judge\",\"key\":\"old\",\"grade\":1}\n");
	r = opened(path);
	assert_int_equal(grade_of(r, "old"), 1);
	file_text(other, "{\"v\":2,\"role\":\"judge\",\"key\":\"new\",\"grade\":2}\n");
	assert_int_equal(rename(other, path), 0);
	assert_int_equal(tensen_readings_refresh(r, NULL), TENSEN_OK);
	assert_int_equal(grade_of(r, "new"), 2);
	assert_int_equal(grade_of(r, "old"), -1);
	assert_int_equal(remove(path), 0);
	assert_int_equal(tensen_readings_refresh(r, NULL), TENSEN_OK);
	assert_int_equal(grade_of(r, "new"), -1);
	tensen_readings_close(r);
}

static void
readings_that_cannot_be_written_are_an_error(void **state)
{
	tensen_readings *r = opened(place("no/such/folder.jsonl"));
	tensen_error err;
	char line[200];

	(void)state;
	assert_int_equal(
	    tensen_readings_add(r, line_of(line, sizeof line, "k", "q", 1), &err), TENSEN_E_IO);
	tensen_readings_close(r);
	assert_int_equal(tensen_readings_open(&r, place(""), &err), TENSEN_E_IO);
	assert_null(r);
}

enum { MANY = 60000 };

/* Enough lines for a side file: line i has key i and the query i / 10. */
static void
write_many(const char *path)
{
	FILE *f = fopen(path, "wb");
	char line[300], key[24], query[24];

	assert_non_null(f);
	for (int i = 0; i < MANY; i++) {
		snprintf(key, sizeof key, "key %d", i);
		snprintf(query, sizeof query, "Q%d", i / 10);
		fprintf(f, "%s\n", line_of(line, sizeof line, key, query, i % 4));
	}
	assert_int_equal(fclose(f), 0);
}

static void
assert_many(const char *path)
{
	tensen_readings *r = opened(path);

	for (int i = 0; i < MANY; i += 997) {
		char key[24], query[24];
		snprintf(key, sizeof key, "key %d", i);
		snprintf(query, sizeof query, "Q%d", i / 10);
		assert_int_equal(grade_of(r, key), i % 4);
		assert_int_equal(n_lines(r, query), 10);
	}
	assert_int_equal(grade_of(r, "key 60000"), -1);
	assert_int_equal(n_lines(r, "Q6000"), 0);
	tensen_readings_close(r);
}

static void
a_side_file_finds_what_reading_through_finds(void **state)
{
	const char *path = place("many.readings.jsonl"), *side = place("many.readings.at");
	tensen_readings *r;
	tensen_readings_counts n;

	(void)state;
	write_many(path);
	assert_many(path);
	r = opened(path);
	assert_int_equal(tensen_readings_settle(r, NULL), TENSEN_OK);
	tensen_readings_counted(r, &n);
	assert_int_equal(n.lines, MANY);
	assert_int_equal(n.indexed, MANY);
	assert_int_equal(n.memory, 0);
	add(r, "key 7", "Q0", 3);
	assert_int_equal(grade_of(r, "key 7"), 3);
	assert_int_equal(n_lines(r, "Q0"), 11);
	add(r, "key 7", "Q0", 7 % 4);
	tensen_readings_close(r);
	assert_int_equal(access(side, F_OK), 0);
	r = opened(path);
	tensen_readings_counted(r, &n);
	assert_int_equal(n.indexed, MANY);
	assert_int_equal(n.lines, MANY + 2);
	assert_int_equal(n_lines(r, "Q0"), 12);
	tensen_readings_close(r);
}

static void
a_damaged_or_foreign_side_file_only_costs_time(void **state)
{
	const char *path = place("many.readings.jsonl"), *side = place("many.readings.at");
	buf bytes = BUF_INIT;
	tensen_readings *r;

	(void)state;
	write_many(path);
	r = opened(path);
	assert_int_equal(tensen_readings_settle(r, NULL), TENSEN_OK);
	tensen_readings_close(r);
	file_get(&bytes, side);
	for (size_t cut = 0; cut < bytes.n; cut = cut < 80 ? cut + 7 : 2 * cut) {
		file_put(side, bytes.p, cut);
		assert_many(path);
	}
	for (size_t at = 0; at < 64; at += 5) {
		bytes.p[at] ^= 0x41;
		file_put(side, bytes.p, bytes.n);
		tensen_readings_close(opened(path));
		bytes.p[at] ^= 0x41;
	}
	/* places that lead elsewhere: lines may be missed, none is wrong */
	for (size_t at = 64; at < bytes.n; at += 4093)
		bytes.p[at] ^= 0x55;
	file_put(side, bytes.p, bytes.n);
	r = opened(path);
	for (int i = 0; i < MANY; i += 997) {
		char key[24];
		int grade;
		snprintf(key, sizeof key, "key %d", i);
		grade = grade_of(r, key);
		assert_true(grade == -1 || grade == i % 4);
	}
	tensen_readings_close(r);
	buf_clear(&bytes);
	/* of another file of the same length */
	file_get(&bytes, path);
	bytes.p[60] ^= 1;
	file_put(path, bytes.p, bytes.n);
	r = opened(path);
	assert_int_equal(grade_of(r, "key 59999"), 59999 % 4);
	tensen_readings_close(r);
	buf_clear(&bytes);
}

static tensen_status
count_line(const char *line, size_t n, void *payload)
{
	assert_true(n > 0 && line[0] == '{');
	++*(size_t *)payload;
	return TENSEN_OK;
}

static void
each_line_that_counts_comes_once(void **state)
{
	tensen_readings *r = opened(place("each.jsonl"));
	size_t n = 0;

	(void)state;
	add(r, "a", "q", 1);
	add(r, "b", "q", 1);
	add(r, "a", "q", 2);
	assert_int_equal(tensen_readings_each(r, count_line, &n, NULL), TENSEN_OK);
	assert_int_equal(n, 2);
	tensen_readings_close(r);
}

/* ---- in answers ---- */

static char query_id[64], other_id[64];
static char query_hash[TENSEN_HASH_BYTES], other_hash[TENSEN_HASH_BYTES];

/* An index beside whose copy of the demonstration readings are written. */
static const tensen_judgement *
judgement_in(const char *lines, tensen_result **r, tensen_index **ix, tensen_searcher **s)
{
	const char *path = place("r.jsonl");
	tensen_open_opts o = TENSEN_OPEN_OPTS_INIT;
	const tensen_query q = {.id = query_id};
	tensen_candidates_opts c = TENSEN_CANDIDATES_OPTS_INIT;
	const tensen_candidate *v;
	size_t n;

	file_text(path, lines);
	o.readings = path;
	c.n = TENSEN_CANDIDATES_MAX;
	assert_int_equal(tensen_index_open(ix, place("index"), &o, NULL), TENSEN_OK);
	assert_int_equal(tensen_searcher_new(s, *ix, NULL), TENSEN_OK);
	assert_int_equal(tensen_candidates(*s, &q, &c, r, NULL), TENSEN_OK);
	v = tensen_result_candidates(*r, &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].document.id, other_id) == 0)
			return v[i].judgement;
	return NULL;
}

static void
choose_pair(void)
{
	const tensen_query q = {.id = demo_id(1, 20)};
	tensen_result *r = NULL;
	const tensen_candidate *v;
	size_t n;

	snprintf(query_id, sizeof query_id, "%s", q.id);
	assert_int_equal(tensen_candidates(demo_searcher, &q, NULL, &r, NULL), TENSEN_OK);
	v = tensen_result_candidates(r, &n);
	assert_true(n > 3);
	snprintf(other_id, sizeof other_id, "%s", v[3].document.id);
	tensen_result_free(r);
	assert_int_equal(
	    tensen_document_hash(demo_searcher, query_id, query_hash, NULL), TENSEN_OK);
	assert_int_equal(
	    tensen_document_hash(demo_searcher, other_id, other_hash, NULL), TENSEN_OK);
}

/* "GRADE BY DOUBT" of the pair, "-": not judged. */
static void
assert_counts(const char *expected, const char *fmt_lines)
{
	tensen_index *ix = NULL;
	tensen_searcher *s = NULL;
	tensen_result *r = NULL;
	const tensen_judgement *j = judgement_in(fmt_lines, &r, &ix, &s);
	char got[200] = "-";

	if (j)
		snprintf(got, sizeof got, "%d %s %d", j->grade, j->by ? j->by : "", j->doubt);
	assert_string_equal(got, expected);
	tensen_result_free(r);
	tensen_searcher_free(s);
	tensen_index_free(ix);
}

static char *
pair_line(const char *role, const char *key, const char *hash, const char *more)
{
	static char lines[8][600];
	static unsigned turn;
	char *out = lines[turn++ % 8];

	snprintf(out, sizeof lines[0],
	    "{\"v\":2,\"role\":\"%s\",\"key\":\"%s\",\"query\":\"%s\",\"query_hash\":\"%s\","
	    "\"document\":\"%s\",\"document_hash\":\"%s\",\"prompt\":\"1\",%s}\n",
	    role, key, query_id, query_hash, other_id, hash, more);
	return out;
}

/* "GRADE AGREE CONFIRMED APPLICATION" of the idea that the lines make, "-": none. */
static void
assert_idea(const char *expected, const char *lines)
{
	tensen_index *ix = NULL;
	tensen_searcher *s = NULL;
	tensen_result *r = NULL;
	const tensen_query q = {.id = query_id};
	char got[200] = "-";
	const tensen_idea *v;
	size_t n;

	judgement_in(lines, &r, &ix, &s);
	tensen_result_free(r);
	r = NULL;
	assert_int_equal(tensen_ideas(s, &q, NULL, &r, NULL), TENSEN_OK);
	v = tensen_result_ideas(r, &n);
	if (n)
		snprintf(got, sizeof got, "%d %d %d %s", v[0].grade, v[0].agree,
		    v[0].confirmed_of_ten, v[0].application);
	assert_string_equal(got, expected);
	tensen_result_free(r);
	tensen_searcher_free(s);
	tensen_index_free(ix);
}

#define READ(agree, more) "\"by\":\"m\",\"grade\":2,\"agree\":" #agree more ",\"application\":\"b\""

static void
a_patent_without_an_idea_has_the_best_of_what_both_readings_liked(void **state)
{
	static const char *const shown[][2] = {{READ(29, ",\"transfer\":\"t\""), "2 38 6 b"},
	    {READ(28, ",\"transfer\":\"t\""), "-"}, {READ(29, ""), "-"}};
	char lines[2000];

	(void)state;
	choose_pair();
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		snprintf(lines, sizeof lines, "%s%s",
		    pair_line("judge", "m", other_hash, READ(47, ",\"kind\":\"N\"")),
		    pair_line("doubt", "d", other_hash, shown[i][0]));
		assert_idea(shown[i][1], lines);
	}
}

static void
an_idea_has_the_words_of_the_second_reading_and_the_mean_of_both(void **state)
{
	char lines[4000];
	const char *first, *second;

	(void)state;
	choose_pair();
	first = pair_line("judge", "m", other_hash,
	    "\"by\":\"m\",\"grade\":2,\"agree\":62,\"kind\":\"N\",\"application\":\"a\"");
	second = pair_line("doubt", "d", other_hash,
	    "\"by\":\"m\",\"grade\":3,\"agree\":51,\"holds\":true,\"application\":\"b\"");
	assert_idea("-", first);
	snprintf(lines, sizeof lines, "%s%s", first, second);
	assert_idea("3 56 9 b", lines);
	second = pair_line("doubt", "d", other_hash,
	    "\"by\":\"m\",\"grade\":1,\"agree\":49,\"holds\":true,\"application\":\"b\"");
	snprintf(lines, sizeof lines, "%s%s", first, second);
	assert_idea("2 55 8 b", lines);
	strncat(lines,
	    pair_line(
		"judge", "p", other_hash, "\"by\":\"\",\"person\":true,\"grade\":3,\"kind\":\"N\""),
	    sizeof lines - strlen(lines) - 1);
	assert_idea("3 55 0 b", lines);
}

static void
of_twenty_ideas_that_people_of_the_house_graded_their_share_is_said(void **state)
{
	char lines[4000];
	static const struct {
		unsigned ideas, confirmed;
		const char *idea;
	} cases[] = {{19, 13, "2 56 9 b"}, {20, 13, "2 56 6 b"}, {20, 20, "2 56 10 b"}};

	(void)state;
	choose_pair();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(lines, sizeof lines,
		    "%s%s{\"v\":2,\"role\":\"house\",\"key\":\"agreement\",\"query\":\"\","
		    "\"pairs\":%u,\"agreed\":%u,\"ideas\":%u,\"confirmed\":%u}\n",
		    pair_line("judge", "m", other_hash, READ(56, ",\"kind\":\"N\"")),
		    pair_line("doubt", "d", other_hash, READ(56, ",\"holds\":true")),
		    cases[i].ideas, cases[i].ideas, cases[i].ideas, cases[i].confirmed);
		assert_idea(cases[i].idea, lines);
	}
}

static void
a_person_stands_above_a_model_and_a_changed_text_is_not_used(void **state)
{
	char lines[4000];
	const char *model, *person, *doubt;

	(void)state;
	choose_pair();
	model = pair_line("judge", "m", other_hash, "\"by\":\"m\",\"grade\":3,\"kind\":\"N\"");
	person = pair_line("judge", "p", other_hash, "\"by\":\"\",\"person\":true,\"grade\":1");
	doubt = pair_line("doubt", "d", other_hash,
	    "\"by\":\"m\",\"grade\":2,\"holds\":true,\"objection\":\"o\"");
	assert_counts("-", "");
	assert_counts("3 m (prompt 1) 0", model);
	snprintf(lines, sizeof lines, "%s%s", person, model);
	assert_counts("1  0", lines);
	snprintf(lines, sizeof lines, "%s%s", model, doubt);
	assert_counts("3 m (prompt 1) 1", lines);
	snprintf(lines, sizeof lines, "%s%s",
	    model, /* an answer that does not stand holds nothing */
	    pair_line("doubt", "d", other_hash, "\"by\":\"m\",\"dropped\":\"control\""));
	assert_counts("3 m (prompt 1) -1", lines);
	snprintf(lines, sizeof lines, "%s%s", /* a 3 is what the second reading gives */
	    pair_line(
		"judge", "m", other_hash, "\"by\":\"m\",\"grade\":2,\"agree\":60,\"kind\":\"N\""),
	    pair_line(
		"doubt", "d", other_hash, "\"by\":\"m\",\"grade\":3,\"holds\":true,\"agree\":70"));
	assert_counts("3 m (prompt 1) 1", lines);
	snprintf(lines, sizeof lines, "%s%s%s", model, doubt, person);
	assert_counts("1  1", lines);
	assert_counts("-",
	    pair_line("judge", "m", "0123456789abcdef", "\"by\":\"m\",\"grade\":3,\"kind\":\"N\""));
	assert_counts("-", pair_line("judge", "m", other_hash,
			       "\"by\":\"m\",\"dropped\":\"quotation\",\"grade\":3"));
}

/* A grade of `document` for patent P, by a person or a model; hash: of the document's text. */
static void
add_grade(tensen_readings *r, int person, const char *document, const char *hash, int grade)
{
	char line[400];

	snprintf(line, sizeof line,
	    "{\"v\":2,\"role\":\"judge\",\"key\":\"%s-%s\",\"query\":\"P\",\"query_hash\":\"1\"%s,"
	    "\"document\":\"%s\",\"document_hash\":\"%s\",\"grade\":%d}",
	    person ? "person" : "model", document, person ? ",\"person\":true" : "", document, hash,
	    grade);
	assert_int_equal(tensen_readings_add(r, line, NULL), TENSEN_OK);
}

static void
add_doubt(tensen_readings *r, const char *document, int holds)
{
	char line[400];

	snprintf(line, sizeof line,
	    "{\"v\":2,\"role\":\"doubt\",\"key\":\"%s\",\"query\":\"P\",\"query_hash\":\"1\","
	    "\"document\":\"%s\",\"document_hash\":\"a\",\"holds\":%s}",
	    document, document, holds ? "true" : "false");
	assert_int_equal(tensen_readings_add(r, line, NULL), TENSEN_OK);
}

static void
people_and_a_model_agree_on_the_pairs_that_both_graded(void **state)
{
	const char *path = place("house.jsonl");
	tensen_readings *r = opened(path);
	tensen_agreement n, kept;
	tensen_text line;

	(void)state;
	add_grade(r, 0, "both", "a", 2);
	add_doubt(r, "both", 1);
	add_grade(r, 1, "both", "a", 3);
	add_grade(r, 1, "refused", "a", 0);
	add_grade(r, 0, "refused", "a", 3);
	add_doubt(r, "refused", 1);
	add_grade(r, 0, "struck", "a", 2);
	add_doubt(r, "struck", 0);
	add_grade(r, 1, "struck", "a", 1);
	add_grade(r, 0, "changed", "b", 2);
	add_grade(r, 1, "changed", "a", 2);
	add_grade(r, 1, "alone", "a", 2);
	add_grade(r, 0, "model", "a", 2);
	assert_int_equal(tensen_readings_agree(r, &n, NULL), TENSEN_OK);
	assert_int_equal(n.pairs, 3);
	assert_int_equal(n.agreed, 1);
	assert_int_equal(n.ideas, 2);
	assert_int_equal(n.confirmed, 1);
	add_grade(r, 1, "refused", "a", 2); /* a later grade counts */
	assert_int_equal(tensen_readings_agree(r, &n, NULL), TENSEN_OK);
	assert_int_equal(n.confirmed, 2);
	tensen_readings_close(r);

	r = opened(path);
	tensen_readings_agreed(r, &kept);
	assert_memory_equal(&n, &kept, sizeof n);
	assert_int_equal(tensen_readings_find(r, "house", "agreement", &line, NULL), TENSEN_OK);
	assert_true(tensen_reading_is_count(line.p, line.n));
	tensen_text_free(&line);
	tensen_readings_close(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		people_and_a_model_agree_on_the_pairs_that_both_graded, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		readings_survive_torn_lines_and_two_writers, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		what_is_no_reading_is_not_added, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		readings_that_were_replaced_are_read_anew, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		readings_that_cannot_be_written_are_an_error, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		a_side_file_finds_what_reading_through_finds, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		a_damaged_or_foreign_side_file_only_costs_time, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		each_line_that_counts_comes_once, place_make, place_remove),
	};
	const struct CMUnitTest with_index[] = {
	    cmocka_unit_test(a_person_stands_above_a_model_and_a_changed_text_is_not_used),
	    cmocka_unit_test(an_idea_has_the_words_of_the_second_reading_and_the_mean_of_both),
	    cmocka_unit_test(a_patent_without_an_idea_has_the_best_of_what_both_readings_liked),
	    cmocka_unit_test(of_twenty_ideas_that_people_of_the_house_graded_their_share_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) +
	       cmocka_run_group_tests(with_index, demo_make, demo_remove);
}
