/* engine/scan/scan.h - the inside of tensen_scan(), shared by its parts.
 *
 * scan.c       chooses the patents, answers them in windows
 * scan_file.c  the file: its header, its complete lines, the ranking
 * scan_fill.c  the result: the best ideas, or those that are new since another file */
#pragma once
#include <tensen/scan.h>
#include "engine/crew.h"
#include "result/lists/scan_result.h"
#include "util/buf.h"

typedef struct scan {
	const tensen_index *ix;
	const tensen_scan_opts *opts;
	tensen_ideas_opts ideas;
	uint32_t *rows; /* patents to answer, ascending */
	uint32_t n;
	crew crew;
} scan;

/* The header line of this scan, with its newline. */
void scan_header(buf *out, const scan *scanning);

/* One idea of a scan file. */
typedef struct scan_entry {
	uint32_t doc, lead; /* numbers of the patent and the document */
	uint16_t idea;      /* place in the patent's line */
	uint8_t grade;
} scan_entry;

/* A scan file as read: bytes are borrowed. */
typedef struct scan_lines {
	span bytes, header; /* header: without its newline */
	strtab ids;         /* of the patents, in order */
	strtab leads;
	uint64_t *at; /* where the line of each begins; [ids.n + 1], the last: their end */
	scan_entry *v;
	uint64_t n;
	uint32_t cap_at, cap_v;
	uint64_t finished; /* where the end line ends; 0: there is none */
} scan_lines;

/* Read the complete lines of a scan file; an empty one has no header.  E_INPUT: a line that
 * no scan wrote, named by `where` and number. */
tensen_status scan_lines_read(scan_lines *out, span bytes, const char *where, tensen_error *err);
void scan_lines_clear(scan_lines *lines);
/* E_INPUT unless l is the beginning of this scan; says what differs. */
tensen_status scan_lines_check(const scan_lines *lines, const scan *scanning, span header,
    const char *where, tensen_error *err);
/* E_INPUT unless l is finished and of the same options, whatever its index. */
tensen_status scan_lines_comparable(
    const scan_lines *lines, span header, const char *where, tensen_error *err);
/* Best first; ties by id, then place. */
void scan_lines_rank(scan_lines *lines);

/* Fill the result from a finished, ranked file; old: NULL, or the file that it is compared with. */
tensen_status scan_fill(scan_result *result, const scan_lines *lines, const scan_lines *old,
    uint32_t top, tensen_error *err);
