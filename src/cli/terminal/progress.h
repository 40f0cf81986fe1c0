/* cli/terminal/progress.h - a bar with stage, rate and time left on stderr.
 *
 * Drawn only when stderr is a terminal; in a log or under cron nothing is
 * written.  Ctrl-C asks the work to stop: the call then ends with
 * TENSEN_E_CANCELLED and leaves no file behind; a second Ctrl-C kills. */
#pragma once
#include <tensen/result.h>

#define PROGRESS_STAGES 24

/* The cost of a stage; a stage that comes again is added. */
typedef struct stage_time {
	const char *stage; /* borrowed from the library's fixed words */
	double seconds;
	unsigned long long done; /* as last reported: documents, or other units of the stage */
} stage_time;

typedef struct progress {
	int draw;
	tensen_lang lang;
	unsigned columns;
	const char *stage;    /* borrowed from the library's fixed words */
	double started, last; /* seconds; last: when it was drawn */
	unsigned long long
	    first;           /* done when the stage began: a resumed scan begins in the middle */
	int drawn;           /* something is on the line */
	double began, since; /* the work; the current stage */
	stage_time stages[PROGRESS_STAGES]; /* in the order they came */
	unsigned n_stages, at;
	char note[48]; /* at the end of the line, "" */
} progress;

/* The signal that asked the work to stop, 0: none did. */
int progress_stopped(void);
progress progress_start(tensen_lang lang, int quiet);
/* A tensen_progress_fn; payload is a progress. */
int progress_step(
    const char *stage, unsigned long long done, unsigned long long total, void *payload);
/* Wipe the line, so that the next output begins at its start, and close the last stage. */
void progress_end(progress *bar);
/* Seconds since progress_start(); most bytes of memory this process has had, files
 * that are mapped included (getrusage). */
double progress_seconds(const progress *bar);
unsigned long long progress_memory(void);
