/* cli/stats.h - what a long command took: one line for people, a file for programs. */
#ifndef CLI_STATS_H
#define CLI_STATS_H
#include "cli/common.h"

/* What is told when `command` has written the index `path`. */
typedef struct stats {
	const char *command, *path;
	const char *file; /* of --stats; NULL: none */
	const progress *work;
	const tensen_result *result; /* becomes "account"; NULL: none */
} stats;

/* One JSON object, whether the command succeeded or not: command, index, code,
 * seconds, peak_memory, index_bytes, stages (stage, seconds, done), account. */
exit_code stats_write(const stats *s, exit_code code);
/* "tensen: mine.tensen: 6000 documents, 17.4 s ..." on stderr, unless quiet. */
void stats_say(const stats *s, const common *c);

#endif
