/* corpus/detect.h - what the beginning of a file shows: a format, a bad file, or no data. */
#pragma once
#include "corpus/reader.h"
#include "corpus/input/stream.h"

typedef enum content {
	CONTENT_DATA,
	CONTENT_BAD,  /* it passes for data and is none, or somebody named it */
	CONTENT_OTHER /* no data, and nobody misses it */
} content;

typedef struct detected {
	content is;
	corpus_format format; /* CONTENT_DATA */
	const char *why;      /* otherwise */
} detected;

/* named: somebody named this file, it was not found in a folder or an archive. */
tensen_status detect(detected *out, stream *src, const char *path, int named,
    const corpus_opts *opts, tensen_error *err);
/* Of a sheet of a workbook: the format of the table. */
tensen_status detect_sheet(detected *out, stream *src, const corpus_opts *opts, tensen_error *err);
