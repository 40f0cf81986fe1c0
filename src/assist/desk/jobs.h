/* assist/desk/jobs.h - patents that are, were or will be asked about. */
#pragma once
#include <json-c/json.h>
#include "assist/desk/desk.h"

#define JOB_LINES 8      /* words for people that one job keeps */
#define JOB_LINE_MAX 400 /* bytes of one */

typedef enum job_state {
	JOB_FREE,
	JOB_WAITING,
	JOB_RUNNING,
	JOB_DONE,
	JOB_STOPPED,
	JOB_FAILED
} job_state;

typedef struct job {
	job_state state;
	model_order *order; /* NULL: ended, and given back */
	char *subject;      /* the id or the text, behind a letter that says which */
	uint64_t number;    /* in the order of asking */
	uint64_t done, of;  /* questions of the present step */
	int stop;           /* a user asked for it */
	char lines[JOB_LINES][JOB_LINE_MAX];
	unsigned n_lines;
	char problem[sizeof((tensen_error *)0)->message]; /* why it failed, "" */
} job;

/* "i" and the id, or "t" and the text; free(). */
char *job_subject(const tensen_query *q);
/* The state of a job as JSON for people. */
json_object *job_json(const job *todo);
void job_report(job *todo, const char *line);
