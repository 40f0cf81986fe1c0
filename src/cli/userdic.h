/* cli/userdic.h - a user dictionary as people write it (CSV), compiled for an index. */
#ifndef CLI_USERDIC_H
#define CLI_USERDIC_H
#include "cli/report.h"

typedef struct userdic {
	int fd;        /* of the compiled file, in memory; -1 when nothing was compiled */
	char path[64]; /* of it */
} userdic;

/* *file is what --user-dic names: when it is not compiled yet, it is compiled by MeCab's own
 * tool into a file in memory and *file points there until userdic_end(). */
exit_code userdic_begin(userdic *u, const char **file, const char *dictionary);
void userdic_end(userdic *u);

#endif
