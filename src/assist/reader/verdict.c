/* assist/reader/verdict.c - see verdict.h. */
#include "assist/reader/verdict.h"
#include "assist/json.h"
#include <ctype.h>
#include <strings.h>
#include <string.h>
#include "assist/reader/literal.h"

#define TEXT_MOST 600 /* bytes of one sentence */
#define APPLICATION_MOST 120

/* Some models write "3" or "３" for 3. */
static int
grade_of_text(const char *str)
{
	if (strncmp(str, "\xEF\xBC", 2) == 0 && str[2] && !str[3])
		return (unsigned char)str[2] - 0x90; /* U+FF10.. */
	return str[0] && !str[1] ? str[0] - '0' : -1;
}

int
verdict_grade(json_object *given)
{
	json_object *v = NULL;
	double n = -1;

	if (!json_object_object_get_ex(given, "grade", &v))
		return -1;
	if (json_object_is_type(v, json_type_int) || json_object_is_type(v, json_type_double))
		n = json_object_get_double(v);
	else if (json_object_is_type(v, json_type_string))
		n = grade_of_text(json_object_get_string(v));
	return n == 0 || n == 1 || n == 2 || n == 3 ? (int)n : -1;
}

/* "N", "P", "F", or "" for none; small letters and "N: a new use" mean the same.  NULL:
 * something else. */
static const char *
kind_of(const char *s)
{
	static const char *const kinds[] = {"N", "P", "F"};

	if (!s[0])
		return "";
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if ((s[0] & ~0x20) == kinds[i][0] && !isalnum((unsigned char)s[1]))
			return kinds[i];
	return NULL;
}

static int
add_text(json_object *line, json_object *given, const char *key, size_t most)
{
	const char *s = json_text(given, key);

	if (!s[0])
		return 0;
	json_object_object_add(line, key, reader_tidy(s, strlen(s), most));
	return 1;
}

/* The quotation in the spelling of the document. */
static int
add_quote(json_object *line, const char *key, const char *quoted, const passage *from)
{
	size_t n = 0;
	const char *at = literal_find(from->text, quoted, from->title_only ? 2 : LITERAL_LEAST, &n);

	if (!at)
		return 0;
	json_object_object_add(line, key, reader_tidy(at, n, TEXT_MOST));
	return 1;
}

/* All that an idea says, or nothing. */
static drop
add_use(json_object *line, json_object *given, const passage *patent, const passage *document)
{
	static const char *const keys[] = {
	    "quote_patent", "quote_document", "application", "transfer", "objection"};
	drop why = N_DROPS;

	if (!add_quote(line, keys[0], json_text(given, keys[0]), patent) ||
	    !add_quote(line, keys[1], json_text(given, keys[1]), document))
		why = DROP_QUOTATION;
	else if (!add_text(line, given, keys[2], APPLICATION_MOST) ||
		 !add_text(line, given, keys[3], TEXT_MOST) ||
		 !add_text(line, given, keys[4], TEXT_MOST))
		why = DROP_EMPTY;
	for (size_t i = 0; why != N_DROPS && i < sizeof keys / sizeof *keys; i++)
		json_object_object_del(line, keys[i]);
	return why;
}

/* The grade, at most `most`, and the kind; what is of the patent's own family is no more than a 1. */
static drop
add_grade(json_object *line, json_object *given, int most)
{
	int grade = verdict_grade(given);
	const char *kind = kind_of(json_text(given, "kind"));

	if (grade < 0)
		return DROP_GRADE;
	if (!kind || (!kind[0] && grade > 1))
		return DROP_KIND;
	if (kind[0] == 'F')
		most = 1;
	json_put_int(line, "grade", grade < most ? grade : most);
	json_put_text(line, "kind", kind);
	return N_DROPS;
}

static drop
check_judgement(
    json_object *line, json_object *given, const passage *patent, const passage *document)
{
	drop why = add_grade(line, given, document->title_only ? 2 : 3);
	int grade = json_object_get_int(json_at(line, "grade"));

	if (why != N_DROPS)
		return why;
	return grade < 2 ? N_DROPS : add_use(line, given, patent, document);
}

/* In the readings the quotation of the query is "quote_patent" for every role. */
static drop
check_meeting(json_object *line, json_object *given, const passage *need, const passage *patent)
{
	int grade = verdict_grade(given);

	if (grade < 0)
		return DROP_GRADE;
	if (grade > 2 && patent->title_only)
		grade = 2;
	json_put_int(line, "grade", grade);
	if (grade < 2)
		return N_DROPS;
	if (!add_quote(line, "quote_patent", json_text(given, "quote_need"), need) ||
	    !add_quote(line, "quote_document", json_text(given, "quote_patent"), patent))
		return DROP_QUOTATION;
	return add_text(line, given, "transfer", TEXT_MOST) &&
		       add_text(line, given, "objection", TEXT_MOST)
		   ? N_DROPS
		   : DROP_EMPTY;
}

static int
judged_good(json_object *given)
{
	int grade = verdict_grade(given);

	return grade != 0 && grade != 1;
}

/* How many of 100 readers would agree, 0..100; -1: not said. */
static int
agree_of(json_object *given)
{
	json_object *v = NULL;
	double n = -1;

	if (json_object_object_get_ex(given, "agree", &v) &&
	    (json_object_is_type(v, json_type_int) || json_object_is_type(v, json_type_double) ||
		json_object_get_string_len(v) > 0))
		n = json_object_get_double(v);
	return n >= 0 && n <= 100 ? (int)n : -1;
}

/* ---- the second reading: graded again among others, then doubted ----
 *
 * Who grades again sees the liked pairs among others, and definitions alone: of 436 liked pairs of 64
 * patents 337 held, .82 of them good for blind readers, of the others .29.  The sceptic sees what is
 * left, and his number is an order: of 48 below 40 of 100 readers .57 were good, of 296 others .87.
 * What else he answers was no order in three draws; it is asked as it was when the number was measured
 * (bench/ideas/read-24.md). */
static drop
check_regrade(json_object *line, json_object *given, const passage *patent, const passage *document)
{
	drop why = add_grade(line, given, 3);

	(void)patent;
	(void)document;
	if (why == N_DROPS)
		add_text(line, given, "objection", TEXT_MOST);
	return why;
}

#define AGREE_LEAST 40

static int
doubt_holds(json_object *given)
{
	return agree_of(given) >= AGREE_LEAST && strcasecmp(json_text(given, "fault"), "own") != 0;
}

/* The fault of a pair, "" for none; NULL: no word that was offered. */
static const char *
fault_of(json_object *given)
{
	static const char *const faults[] = {"", "own", "fails", "no_trouble"};
	const char *s = json_text(given, "fault");

	if (strcasecmp(s, "none") == 0)
		s = "";
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		if (strcasecmp(s, faults[i]) == 0)
			return faults[i];
	return NULL;
}

static drop
check_doubt(json_object *line, json_object *given, const passage *patent, const passage *document)
{
	const char *fault = fault_of(given);
	const int agree = agree_of(given);

	(void)patent;
	(void)document;
	if (!fault || agree < 0)
		return DROP_GRADE;
	json_put_flag(line, "holds", doubt_holds(given));
	json_put_int(line, "agree", agree);
	json_put_text(line, "fault", fault);
	return add_text(line, given, "objection", TEXT_MOST) ? N_DROPS : DROP_EMPTY;
}

static int
doubt_accepts(json_object *given)
{
	return agree_of(given) >= AGREE_LEAST;
}

const verdict_kind verdict_judge = {
    ROLE_JUDGE, "judgements", 15, PASSAGE_DOCUMENT, check_judgement, judged_good};
const verdict_kind verdict_regrade = {
    ROLE_REGRADE, "grades", 15, PASSAGE_SHORT, check_regrade, judged_good};
const verdict_kind verdict_doubt = {
    ROLE_DOUBT, "doubts", 8, PASSAGE_DOCUMENT, check_doubt, doubt_accepts};
const verdict_kind verdict_meet = {
    ROLE_MEET, "offers", 10, PASSAGE_DOCUMENT, check_meeting, judged_good};
