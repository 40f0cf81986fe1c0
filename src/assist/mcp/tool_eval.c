/* assist/mcp/tool_eval.c - the tool eval_judged (tools.h).
 *
 * The library reads judged pairs from a file.  This one lies in memory alone: the server of an
 * assistant writes nothing to disk. */
#include "assist/mcp/tools.h"
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "server/ask.h"

static int
write_pair(FILE *out, json_object *pair, size_t number, problem *why)
{
	json_object *query = NULL, *document = NULL, *grade = NULL, *line;
	int64_t n;

	if (!json_object_is_type(pair, json_type_object) ||
	    !json_object_object_get_ex(pair, "query", &query) ||
	    !json_object_is_type(query, json_type_string) ||
	    !json_object_object_get_ex(pair, "document", &document) ||
	    !json_object_is_type(document, json_type_string) ||
	    !json_object_object_get_ex(pair, "grade", &grade) ||
	    !json_object_is_type(grade, json_type_int) || (n = json_object_get_int64(grade)) < 0 ||
	    n > 3)
		return problem_set(why, 400, "bad_value",
		    "\"judged\", pair %zu: expected query, document and a grade from 0 to 3",
		    number);
	line = json_object_new_object();
	json_object_object_add(line, "query", json_object_get(query));
	json_object_object_add(line, "document", json_object_get(document));
	json_object_object_add(line, "grade", json_object_get(grade));
	fprintf(out, "%s\n", json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN));
	json_object_put(line);
	return 1;
}

static int
write_pairs(FILE *out, json_object *arguments, problem *why)
{
	json_object *list = NULL;
	size_t n;

	if (!json_object_object_get_ex(arguments, "judged", &list) ||
	    !json_object_is_type(list, json_type_array) || !(n = json_object_array_length(list)))
		return problem_set(why, 400, "bad_query", "expected \"judged\", a list of pairs");
	if (n > TENSEN_JUDGEMENTS_MAX)
		return problem_set(
		    why, 400, "too_many", "more than %d judged pairs", TENSEN_JUDGEMENTS_MAX);
	for (size_t i = 0; i < n; i++)
		if (!write_pair(out, json_object_array_get_idx(list, i), i + 1, why))
			return 0;
	return fflush(out) == 0 || problem_set(why, 503, "no_memory", "out of memory");
}

static int
tool_evaluate(tensen_text *out, const tensen_index *ix, tensen_lang lang, int fd, problem *why)
{
	tensen_eval_opts opts = TENSEN_EVAL_OPTS_INIT;
	tensen_style style = TENSEN_STYLE_INIT;
	tensen_result *r = NULL;
	tensen_error err = {0};
	char path[64];
	tensen_status st;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	opts.judged = path;
	style.format = TENSEN_JSON;
	style.lang = lang;
	st = tensen_eval(ix, &opts, &r, &err);
	if (st == TENSEN_OK)
		st = tensen_result_render(r, &style, out, &err);
	tensen_result_free(r);
	return st == TENSEN_OK || problem_of(why, &err);
}

int
tool_eval(tensen_text *out, const tensen_index *ix, tensen_lang lang, json_object *arguments,
    problem *why)
{
	int fd = memfd_create("judged", MFD_CLOEXEC), ok;
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	if (!f) {
		if (fd >= 0)
			close(fd);
		return problem_set(why, 503, "no_memory", "out of memory");
	}
	ok = write_pairs(f, arguments, why) && tool_evaluate(out, ix, lang, fd, why);
	fclose(f);
	return ok;
}
