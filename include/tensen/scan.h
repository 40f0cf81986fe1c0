/* tensen/scan.h - ideas for every open patent of an index, in a file that can be resumed. */
#pragma once

#include <tensen/index.h>

typedef struct tensen_scan_opts {
	size_t size;
	/* Which patents are scanned; `open` is set unless `closed`.  out_of_field does not
	 * choose patents: it defines another field for their ideas. */
	tensen_filter filter;
	int closed;        /* 1: patents that are not open, too */
	uint32_t k;        /* ideas per patent, at most TENSEN_IDEAS_MAX; 0: 8 */
	tensen_lang lang;  /* of names in the file */
	const char *since; /* a finished file of an earlier scan: the result holds only ideas that
			    * are new or have moved; NULL: the best ideas */
	uint32_t top;      /* most ideas in the result; 0: 10, with `since` all */
	unsigned threads;  /* 0: all cores; the file does not depend on it */
	tensen_progress_fn progress;
	void *progress_payload;
	/* 1: `path` may be the file of another index or of other options, and is replaced.  The
	 * scan is written as `path`.partial, which takes the name at the end; an unfinished one of
	 * the same index and options goes on, any other begins anew.  `since` may be `path`. */
	int replace;
} tensen_scan_opts;
#define TENSEN_SCAN_OPTS_INIT TENSEN_SIZED(tensen_scan_opts)

/* Write `path` (src/result/JSON.md, "scan file"): a header, one line per patent in the order of
 * the index, the ranking of all ideas, an end line.
 *
 * RESUME  An unfinished file of the same index, options and version is continued: complete
 *         lines are kept, a torn last line is written again, and the final bytes are those of an
 *         uninterrupted scan.  Cancelling, a full disk or a kill leave an unfinished file.  A
 *         finished file is left as it is.  Any other existing file is refused with E_INPUT and not
 *         touched; so is one that another process is writing (E_IO).
 * SINCE   E_INPUT: not a finished scan file, or one of other options.  The earlier scan may be of
 *         another index.  The result is empty when nothing is new or has moved.
 *
 * Memory does not grow with the texts: about 40 bytes per idea. */
TENSEN_API tensen_status tensen_scan(const tensen_index *ix, const char *path,
    const tensen_scan_opts *opts, tensen_result **out, tensen_error *err);
