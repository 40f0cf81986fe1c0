/* engine/build/build_report.h - the file of --report: a JSONL line for every file, refused record
 * and note, and for ids whose records differ. */
#pragma once
#include "engine/build/builder.h"

/* Open the file, if one is asked for: an unwritable one is refused before the work. */
tensen_status build_report_open(builder *build, tensen_error *err);
/* {"WHAT":path,"at":at,"why":why} */
void build_report_line(
    builder *build, const char *what, const char *path, unsigned long long at, const char *why);
void build_report_file(builder *build, const account_file *file);
/* {"WHAT":id}: "differs", or "unknown", an id to delete that the index does not have. */
void build_report_id(builder *build, const char *what, span id);
/* Write the report, also of work that failed; a second call does nothing. */
tensen_status build_report_end(builder *build, tensen_error *err);
