/* cli/progress.h - a bar with stage, rate and time left on stderr.
 *
 * Drawn only when stderr is a terminal; in a log or under cron nothing is
 * written.  Ctrl-C asks the work to stop: the call then ends with
 * TENSEN_E_CANCELLED and leaves no file behind; a second Ctrl-C kills. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H
#include <tensen/result.h>

#define PROGRESS_STAGES 24 /* of one command; further ones count with the last */

/* Time of a stage; a stage that comes again is added up. */
typedef struct stage_time {
	const char *stage; /* borrowed from the library's fixed words */
	double seconds;
	unsigned long long
	    done; /* the last `done` that was reported: documents, or what the stage counts */
} stage_time;

typedef struct progress {
	int draw;
	tensen_lang lang;
	unsigned columns;
	const char *stage;                  /* borrowed from the library's fixed words */
	double started, last;               /* seconds; last: when it was drawn */
	int drawn;                          /* 1: a bar is on the line */
	double began, since;                /* start of the work; start of the current stage */
	stage_time stages[PROGRESS_STAGES]; /* in the order they came */
	unsigned n_stages, at;
} progress;

progress progress_start(tensen_lang lang, int quiet);
/* A tensen_progress_fn; payload is a progress. */
int progress_step(
    const char *stage, unsigned long long done, unsigned long long total, void *payload);
/* Wipes the line, so that the next output begins at its start, and ends the last stage. */
void progress_end(progress *p);
/* Seconds since progress_start(); peak memory of this process, mapped files included
 * (getrusage). */
double progress_seconds(const progress *p);
unsigned long long progress_memory(void);

#endif
