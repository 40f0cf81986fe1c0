/* corpus/read_file.h - one file, or the members of an archive: opened, judged, read. */
#pragma once
#include "corpus/document/feed.h"
#include "corpus/input/walk.h"

/* Read a file by the reader of its format.  The sink gets its account, of an archive that of each
 * member; a bad file is no failure. */
tensen_status read_file(feed *source, const walked *file, tensen_error *err);
/* 1 if the beginning of the file shows that it is bad. */
int read_head(const walked *file, const corpus_opts *opts);
