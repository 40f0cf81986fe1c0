/* Class symbols of every spelling, the symbols of a document, and their fields. */
#include <stdio.h>
#include <string.h>
#include "../support.h"
#include "fields/fields.h"
#include "util/buf.h"

static int
open_fields(void **state)
{
	models *m;
	fields *f = NULL;

	if (models_open(&m, NULL, NULL) < 0)
		return -1;
	if (fields_open(&f, m, NULL) < 0)
		return -1;
	models_close(m); /* embedded bytes stay */
	*state = f;
	return 0;
}

static int
close_fields(void **state)
{
	fields_close(*state);
	return 0;
}

static unsigned
field_of(const fields *f, const char *symbol)
{
	class_symbol c;

	return class_symbol_parse(&c, span_of(symbol)) ? fields_of(f, &c) : 0;
}

static void
every_spelling_is_the_same_symbol(void **state)
{
	static const struct {
		const char *s, *subclass;
		uint32_t group;
	} cases[] = {
	    {"A63F 5/04", "A63F", 5},
	    {"A63F5/04", "A63F", 5},
	    {"A63F5/04,512@D", "A63F", 5},
	    {"A63F5/04@Z", "A63F", 5},
	    {"A01D  34/13        20060101AFI20091204BHJP", "A01D", 34},
	    {"A45C7/00 S", "A45C", 7},
	    {"B41J3/04 103A", "B41J", 3},
	    {"A63F  5/04     (2006.01)", "A63F", 5},
	    {"A63F0005/04", "A63F", 5},
	    {"A63F 0005040000", "A63F", 5}, /* ST.8 */
	    {"A63F-5/04", "A63F", 5},
	    {"a63f 5/04", "A63F", 5},
	    {" A63F 5/04", "A63F", 5},
	    {"\xe3\x80\x80"
	     "A63F\xe3\x80\x80"
	     "5/04",
		"A63F", 5},
	    {"A63F", "A63F", 0},
	    {"A61K2800/10", "A61K", 2800},
	    {"G01N2333/705", "G01N", 2333},
	    {"C12N15/00,100", "C12N", 15},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		class_symbol c;
		if (!class_symbol_parse(&c, span_of(cases[i].s)) ||
		    strcmp(c.subclass, cases[i].subclass) != 0 || c.group != cases[i].group)
			fail_msg("\"%s\" was read as %s %u", cases[i].s, c.subclass, c.group);
	}
}

static void
what_is_no_symbol_is_refused(void **state)
{
	static const char *const cases[] = {
	    "", "A", "A6", "A63", "6A3F", "AA3F", "A6XF", "A631", "装置", "102", "512@D", "(57)"};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		class_symbol c;
		if (class_symbol_parse(&c, span_of(cases[i])))
			fail_msg("\"%s\" was read as %s", cases[i], c.subclass);
	}
}

static void
a_group_has_one_name_for_every_spelling(void **state)
{
	char name[CLASS_GROUP_MAX];
	class_symbol c;

	(void)state;
	assert_true(class_symbol_parse(&c, SPAN_LIT("A63F5/04,512@D")));
	assert_true(span_eq(class_group_name(&c, name), SPAN_LIT("A63F 5")));
	assert_true(class_symbol_parse(&c, SPAN_LIT("A63F")));
	assert_true(span_eq(class_group_name(&c, name), SPAN_LIT("A63F")));
	assert_true(class_symbol_parse(&c, SPAN_LIT("A63F9999/99")));
	assert_true(span_eq(class_group_name(&c, name), SPAN_LIT("A63F 9999")));
}

static void
subclasses_split_by_group_go_to_different_fields(void **state)
{
	static const struct {
		const char *symbol;
		unsigned field;
	} cases[] = {
	    {"A61K 6/00", 16}, /* dental preparations: pharmaceuticals */
	    {"A61K 8/18", 14}, /* cosmetics: organic fine chemistry */
	    {"A61K8/18,102@A", 14},
	    {"A61K 9/20", 16},
	    {"A61K 31/00", 16},
	    {"A61K2800/10", 14},
	    {"A61K", 16},
	    {"B01D 1/00", 23}, /* chemical engineering */
	    {"B01D 43/00", 23},
	    {"B01D 45/04", 24}, /* environmental technology */
	    {"B01D53/14,102", 24},
	    {"B01D 61/00", 23},
	    {"G01N 21/27", 10}, /* measurement */
	    {"G01N 33/48", 11}, /* analysis of biological materials */
	    {"G01N33/53@M", 11},
	    {"G01N 35/00", 10},
	    {"H04N 1/04", 3},  /* telecommunications: facsimile */
	    {"H04N 5/232", 2}, /* audio-visual */
	    {"H04N 7/18", 2},
	    {"H04N 21/234", 4}, /* digital communication */
	    {"H04N 23/60", 2},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (field_of(*state, cases[i].symbol) != cases[i].field)
			fail_msg("%s: field %u, expected %u", cases[i].symbol,
			    field_of(*state, cases[i].symbol), cases[i].field);
}

static void
plain_subclasses_belong_to_the_field_of_the_concordance(void **state)
{
	static const struct {
		const char *symbol;
		unsigned field;
	} cases[] = {{"H01M 10/05", 1}, {"G10L 15/00", 6}, {"G11B 20/10", 2}, {"H04W 4/02", 4},
	    {"H03K 3/00", 5}, {"G06F 3/01", 6}, {"G06Q 10/08", 7}, {"H01L 21/67", 8},
	    {"G02B 5/30", 9}, {"G05B 19/00", 12}, {"A61B 5/00", 13}, {"C07D 213/00", 14},
	    {"C12N 15/09", 15}, {"A61P 35/00", 16}, {"C08L 23/04", 17}, {"A23L 2/00", 18},
	    {"C09D 11/00", 19}, {"C22C 38/00", 20}, {"C23C 16/00", 21}, {"B82Y 30/00", 22},
	    {"C02F 1/00", 24}, {"B65G 1/04", 25}, {"B23Q 11/00", 26}, {"F02D 41/00", 27},
	    {"D21H 19/00", 28}, {"A01G 9/24", 29}, {"F24F 11/00", 30}, {"F16F 15/02", 31},
	    {"B60N 2/70", 32}, {"A63F 5/04", 33}, {"A47C 7/00", 33}, {"A41D 13/00", 34},
	    {"E04B 1/98", 35}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (field_of(*state, cases[i].symbol) != cases[i].field)
			fail_msg("%s: field %u, expected %u", cases[i].symbol,
			    field_of(*state, cases[i].symbol), cases[i].field);
}

static void
classes_created_after_2019_have_the_field_they_came_from(void **state)
{
	assert_int_equal(field_of(*state, "G06V 10/40"), field_of(*state, "G06K 9/00"));
	assert_int_equal(field_of(*state, "G16Y 40/10"), field_of(*state, "G16Z 99/00"));
	assert_int_equal(field_of(*state, "B64U 10/13"), field_of(*state, "B64C 39/02"));
	assert_int_equal(field_of(*state, "H10K 50/10"), field_of(*state, "H01L 51/50"));
	assert_int_equal(field_of(*state, "H10B 12/00"), 8);
	assert_int_equal(field_of(*state, "H10D 30/60"), 8);
	assert_int_equal(field_of(*state, "H10F 10/00"), 8);
	assert_int_equal(field_of(*state, "H10H 20/00"), 8);
	assert_int_equal(field_of(*state, "H10N 30/20"), 8);
}

static void
what_does_not_exist_has_no_field_and_no_name(void **state)
{
	assert_int_equal(field_of(*state, "Z99Z 1/00"), 0);
	assert_int_equal(field_of(*state, "Y02E 60/10"), 0); /* CPC tags are no field */
	assert_null(fields_subclass(*state, "Z99Z"));
	assert_null(fields_subclass(*state, ""));
	assert_null(fields_info(*state, 0));
	assert_null(fields_info(*state, 36));
}

static void
every_field_has_names_in_both_languages_and_a_sector(void **state)
{
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		const field_info *x = fields_info(*state, f);
		assert_non_null(x);
		assert_in_range(x->sector, 1, 5);
		for (int l = 0; l < 2; l++)
			assert_true(x->name[l].n && x->short_name[l].n && x->sector_name[l].n);
		for (unsigned g = 1; g < f; g++)
			assert_false(span_eq(x->name[0], fields_info(*state, g)->name[0]));
	}
}

static void
a_subclass_has_names_products_and_the_field_of_its_default_rule(void **state)
{
	const subclass_info *x = fields_subclass(*state, "F16F");

	assert_non_null(x);
	assert_string_equal(x->symbol, "F16F");
	assert_int_equal(x->field, 31);
	for (int l = 0; l < 2; l++)
		assert_true(x->name[l].n && x->products[l].n);
	assert_int_equal(fields_subclass(*state, "A61K")->field, 16);
}

static void
the_prior_is_symmetric_and_no_pair_outweighs_its_fields(void **state)
{
	for (unsigned a = 1; a <= N_FIELDS; a++)
		for (unsigned b = 1; b <= N_FIELDS; b++) {
			assert_int_equal(fields_prior(*state, a, b), fields_prior(*state, b, a));
			assert_true(fields_prior(*state, a, b) <= fields_prior(*state, a, a));
		}
}

/* Opens the fields with `text` instead of one of the model files. */
static tensen_status
open_with(const char *file, const char *text, tensen_error *err)
{
	models *m = NULL;
	fields *f = NULL;
	tensen_status st;

	assert_int_equal(place_make(NULL), 0);
	file_text(place(file), text);
	st = models_open(&m, place(""), err);
	if (st == TENSEN_OK)
		st = fields_open(&f, m, err);
	fields_close(f);
	models_close(m);
	assert_int_equal(place_remove(NULL), 0);
	return st;
}

static void
a_broken_model_file_is_named_with_its_line(void **state)
{
	static const struct {
		const char *file, *text;
		unsigned long long line;
	} cases[] = {
	    {"ipc-fields.tsv", "# head\nA01B\t0\t0\n", 2},
	    {"ipc-fields.tsv", "A01B\t0\t0\t36\n", 1},
	    {"ipc-fields.tsv", "A01B\t5\t4\t29\n", 1},
	    {"ipc-fields.tsv", "A01\t0\t0\t29\n", 1},
	    {"ipc-subclasses.tsv", "A01B\tx\n", 1},
	    {"fields.tsv", "1\t1\ta\tb\tc\td\te\n", 1},
	    {"fields.tsv", "99\t1\ta\tb\tc\td\te\tf\n", 1},
	    {"field-proximity.tsv", "1\t2\t3\n", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tensen_error err = {.code = TENSEN_OK};
		if (open_with(cases[i].file, cases[i].text, &err) != TENSEN_E_INPUT ||
		    strcmp(err.where, cases[i].file) != 0 || err.at != cases[i].line)
			fail_msg("case %zu: %d at %s:%llu: %s", i, err.code, err.where, err.at,
			    err.message);
	}
}

/* 35 lines with one field twice lack another field. */
static void
a_field_that_stands_twice_is_refused(void **state)
{
	buf b = BUF_INIT;
	tensen_error err = {.code = TENSEN_OK};

	(void)state;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		buf_printf(&b, "%u\t1\ta\tb\tc\td\te\tf\n", f == 7 ? 6 : f);
	assert_int_equal(open_with("fields.tsv", buf_cstr(&b), &err), TENSEN_E_INPUT);
	buf_clear(&b);
}

static void
symbols_of_a_document_come_from_ipc_then_fi_then_cpc(void **state)
{
	static const char *const want[] = {"A63F 5/04", "no symbol", "G01N 21/27", "B01D 1/00"};
	arena mem;
	document d;
	class_cursor at = {.of = &d};
	span written;
	size_t n = 0;

	(void)state;
	arena_init(&mem);
	document_init(&d, &mem);
	assert_int_equal(span_list_add(&mem, &d.cpc, span_of(want[3])), TENSEN_OK);
	assert_int_equal(span_list_add(&mem, &d.fi, span_of(want[2])), TENSEN_OK);
	assert_int_equal(span_list_add(&mem, &d.ipc, span_of(want[0])), TENSEN_OK);
	assert_int_equal(span_list_add(&mem, &d.ipc, span_of(want[1])), TENSEN_OK);
	while (class_next(&at, &written))
		assert_true(n < 4 && span_eq(written, span_of(want[n++])));
	assert_int_equal(n, 4);
	assert_int_equal(class_count(&d), 4);
	assert_false(class_next(&at, &written));
	arena_clear(&mem);
}

static void
the_first_symbol_with_a_field_gives_the_primary_one(void **state)
{
	arena mem;
	document d;
	class_cursor at = {.of = &d};
	class_symbol c;
	unsigned primary = 7;

	arena_init(&mem);
	document_init(&d, &mem);
	assert_int_equal(fields_mask(*state, &d, &primary), 0);
	assert_int_equal(primary, 0);
	assert_int_equal(span_list_add(&mem, &d.ipc, SPAN_LIT("no symbol")), TENSEN_OK);
	assert_int_equal(span_list_add(&mem, &d.fi, SPAN_LIT("Y02E 60/10")), TENSEN_OK);
	assert_int_equal(span_list_add(&mem, &d.fi, SPAN_LIT("G01N 21/27")), TENSEN_OK);
	assert_int_equal(span_list_add(&mem, &d.cpc, SPAN_LIT("B01D 1/00")), TENSEN_OK);
	assert_true(fields_mask(*state, &d, &primary) == (FIELD_BIT(10) | FIELD_BIT(23)));
	assert_int_equal(primary, 10);
	assert_true(class_next_symbol(&at, &c)); /* "no symbol" is passed over */
	assert_string_equal(c.subclass, "Y02E");
	arena_clear(&mem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(symbols_of_a_document_come_from_ipc_then_fi_then_cpc),
	    cmocka_unit_test(the_first_symbol_with_a_field_gives_the_primary_one),
	    cmocka_unit_test(every_spelling_is_the_same_symbol),
	    cmocka_unit_test(what_is_no_symbol_is_refused),
	    cmocka_unit_test(a_group_has_one_name_for_every_spelling),
	    cmocka_unit_test(subclasses_split_by_group_go_to_different_fields),
	    cmocka_unit_test(plain_subclasses_belong_to_the_field_of_the_concordance),
	    cmocka_unit_test(classes_created_after_2019_have_the_field_they_came_from),
	    cmocka_unit_test(what_does_not_exist_has_no_field_and_no_name),
	    cmocka_unit_test(every_field_has_names_in_both_languages_and_a_sector),
	    cmocka_unit_test(a_subclass_has_names_products_and_the_field_of_its_default_rule),
	    cmocka_unit_test(the_prior_is_symmetric_and_no_pair_outweighs_its_fields),
	    cmocka_unit_test(a_broken_model_file_is_named_with_its_line),
	    cmocka_unit_test(a_field_that_stands_twice_is_refused),
	};
	return cmocka_run_group_tests_name("fields", tests, open_fields, close_fields);
}
