/* assist/desk/jobs.c - see jobs.h. */
#include "assist/desk/jobs.h"
#include "assist/json.h"
#include <stdlib.h>
#include <string.h>

char *
job_subject(const tensen_query *q)
{
	size_t n = q->id ? strlen(q->id) : q->text_len;
	char *s = malloc(n + 2);

	if (!s)
		return NULL;
	s[0] = q->id ? 'i' : 't';
	memcpy(s + 1, q->id ? q->id : q->text, n);
	s[n + 1] = '\0';
	return s;
}

static const char *
state_name(job_state one)
{
	static const char *const names[] = {"", "waiting", "running", "done", "stopped", "failed"};

	return names[one];
}

json_object *
job_json(const job *todo)
{
	json_object *o = json_object_new_object(), *lines = json_object_new_array();

	json_put_text(o, "state", state_name(todo->state));
	json_put_int(o, "done", todo->done);
	json_put_int(o, "of", todo->of);
	for (unsigned i = 0; i < todo->n_lines; i++)
		json_object_array_add(lines, json_object_new_string(todo->lines[i]));
	json_object_object_add(o, "lines", lines);
	json_object_object_add(
	    o, "problem", todo->problem[0] ? json_object_new_string(todo->problem) : NULL);
	return o;
}

void
job_report(job *todo, const char *line)
{
	size_t n = strnlen(line, JOB_LINE_MAX - 1);

	if (todo->n_lines == JOB_LINES)
		memmove(todo->lines[0], todo->lines[1], sizeof todo->lines - sizeof todo->lines[0]);
	else
		todo->n_lines++;
	/* no character cut apart */
	for (; line[n] && n > 0 && ((unsigned char)line[n] & 0xC0) == 0x80; n--)
		;
	memcpy(todo->lines[todo->n_lines - 1], line, n);
	todo->lines[todo->n_lines - 1][n] = '\0';
}
