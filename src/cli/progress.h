/* cli/progress.h - a bar with stage, rate and time left on stderr.
 *
 * Drawn only when stderr is a terminal; in a log or under cron nothing is
 * written.  Ctrl-C asks the work to stop: the call then ends with
 * TENSEN_E_CANCELLED and leaves no file behind; a second Ctrl-C kills. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H
#include <tensen/result.h>

typedef struct progress {
	int draw;
	tensen_lang lang;
	unsigned columns;
	const char *stage;    /* borrowed from the library's fixed words */
	double started, last; /* seconds; last: when it was drawn */
	int drawn;            /* something is on the line */
} progress;

progress progress_start(tensen_lang lang, int quiet);
/* A tensen_progress_fn; payload is a progress. */
int progress_step(
    const char *stage, unsigned long long done, unsigned long long total, void *payload);
/* Wipe the line, so that what follows begins at its start. */
void progress_end(progress *p);

#endif
