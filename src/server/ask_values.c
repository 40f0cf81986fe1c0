/* server/ask_values.c - see ask_values.h. */
#include "server/ask_values.h"
#include "server/http/said.h"
#include <stdlib.h>
#include <string.h>

#define DAY_LENGTH 10 /* of 2026-11-24 */

int
value_bad(const reader *by, const param *arg, const char *expected)
{
	return problem_set(by->why, 400, "bad_value", SAY_HTTP_EXPECTED, arg->name, expected);
}

int
value_word(const reader *by, const param *arg, const word *words, int *out, const char *expected)
{
	for (; words->word; words++)
		if (strcmp(words->word, arg->value) == 0) {
			*out = words->value;
			return 1;
		}
	return value_bad(by, arg, expected);
}

int
value_u32(const reader *by, const param *arg, uint32_t least, uint32_t most, uint32_t *out)
{
	uint64_t v = 0;
	size_t i = 0;

	for (; i < arg->n && i < 10 && arg->value[i] >= '0' && arg->value[i] <= '9'; i++)
		v = v * 10 + (unsigned)(arg->value[i] - '0');
	if (i == 0 || i < arg->n || v < least || v > most)
		return problem_set(
		    by->why, 400, "bad_value", SAY_HTTP_WHOLE, arg->name, least, most);
	*out = (uint32_t)v;
	return 1;
}

int
value_id(const reader *by, const param *arg)
{
	if (arg->n == 0)
		return value_bad(by, arg, SAY_HTTP_AN_ID);
	if (by->a->n_ids == ASK_IDS)
		return problem_set(by->why, 400, "too_many", SAY_HTTP_IDS, ASK_IDS);
	by->a->ids[by->a->n_ids++] = arg->value;
	return 1;
}

/* Append to a list that ends with NULL; 0: it has `most` already. */
static int
value_append(const char **list, size_t most, const char *value)
{
	size_t n = 0;

	while (list[n])
		n++;
	if (n == most)
		return 0;
	list[n] = value;
	return 1;
}

int
value_key_word(const reader *by, const param *arg, const char *words[TENSEN_WORDS_MAX + 1])
{
	if (arg->n == 0 || arg->n > KEY_WORD_BYTES)
		return problem_set(
		    by->why, 400, "bad_value", SAY_HTTP_A_WORD, arg->name, KEY_WORD_BYTES);
	return value_append(words, TENSEN_WORDS_MAX, arg->value) ||
	       problem_set(
		   by->why, 400, "too_many", SAY_HTTP_TIMES, arg->name, (size_t)TENSEN_WORDS_MAX);
}

int
value_text(const reader *by, const param *arg)
{
	if (by->a->text)
		return problem_set(by->why, 400, "too_many", SAY_HTTP_ONE_TEXT);
	by->a->text = arg->value;
	by->a->text_len = arg->n;
	return 1;
}

int
value_boldness(const reader *by, const param *arg, float *out)
{
	char *end;
	float v = strtof(arg->value, &end);

	/* !(in range) also refuses NaN; strspn refuses the blanks, signs and hex that strtof
	 * accepts */
	if (arg->n == 0 || strspn(arg->value, "0123456789.") != arg->n || *end ||
	    !(v >= 0 && v <= 1))
		return value_bad(by, arg, SAY_HTTP_UNIT);
	*out = v;
	return 1;
}

/* A number needs no table of names: opening one for each request would cost more than many
 * searches. */
int
value_field(const reader *by, const param *arg, uint64_t *bits)
{
	tensen_error err = {0};
	unsigned f = 0;
	uint32_t v;

	if (strcmp(arg->name, "own-field") == 0 && strcmp(arg->value, "0") == 0) {
		*bits |= TENSEN_NO_FIELD;
		return 1;
	}
	if (arg->n > 0 && arg->n <= 2 && strspn(arg->value, "0123456789") == arg->n) {
		if (!value_u32(by, arg, 1, TENSEN_N_FIELDS, &v))
			return 0;
		f = v;
	} else if (tensen_field_find(&f, arg->value, by->models, &err) < 0) {
		if (err.code != TENSEN_E_NOTFOUND)
			return problem_of(by->why, &err);
		return problem_set(
		    by->why, 400, "bad_value", SAY_HTTP_OF, arg->name, err.message, err.message_ja);
	}
	*bits |= (uint64_t)1 << (f - 1);
	return 1;
}

int
value_aspect(const reader *by, const param *arg)
{
	if (arg->n == 0 || arg->n > TENSEN_ASPECT_BYTES)
		return problem_set(by->why, 400, "bad_value", SAY_HTTP_ASPECT, TENSEN_ASPECT_BYTES);
	return value_append(by->a->aspects, TENSEN_ASPECTS_MAX, arg->value) ||
	       problem_set(by->why, 400, "too_many", SAY_HTTP_ASPECTS, TENSEN_ASPECTS_MAX);
}

int
add_grade(const reader *by, const char *id, size_t n, const tensen_judgement *graded)
{
	ask *a = by->a;
	char *to = a->graded_bytes + a->graded_n;

	if (a->n_judgements == ASK_GRADES || n + 1 > sizeof a->graded_bytes - a->graded_n)
		return problem_set(by->why, 400, "too_many", SAY_HTTP_GRADES, ASK_GRADES);
	memcpy(to, id, n);
	to[n] = '\0';
	a->graded_n += n + 1;
	a->judgements[a->n_judgements] = *graded;
	a->judgements[a->n_judgements++].id = to;
	return 1;
}

int
value_grade(const reader *by, const param *arg)
{
	static const char shelves[] = "NPF"; /* in the order of tensen_shelf */
	const char *equals = strrchr(arg->value, '='), *at = equals ? equals + 1 : "";
	tensen_judgement graded = {.grade = at[0] - '0', .shelf = -1};
	const char *shelf;
	uint32_t day;

	if (!equals || equals == arg->value || at[0] < '0' || at[0] > '3')
		return value_bad(by, arg, SAY_HTTP_A_GRADE);
	at++;
	if (*at && (shelf = strchr(shelves, *at))) {
		graded.shelf = (int)(shelf - shelves);
		at++;
	}
	if (*at == '@' && strlen(at + 1) == DAY_LENGTH && tensen_date_parse(&day, at + 1, 0))
		graded.date = at + 1;
	else if (*at)
		return value_bad(by, arg, SAY_HTTP_A_GRADE);
	return add_grade(by, arg->value, (size_t)(equals - arg->value), &graded);
}

int
value_note(const reader *by, const param *arg)
{
	if (!strchr(arg->value, '=') || arg->n > ASK_NOTE_BYTES)
		return problem_set(by->why, 400, "bad_value", SAY_HTTP_A_NOTE, ASK_NOTE_BYTES);
	return value_append(by->a->notes, ASK_GRADES, arg->value) ||
	       problem_set(by->why, 400, "too_many", SAY_HTTP_GRADES, ASK_GRADES);
}
