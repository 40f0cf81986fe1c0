/* corpus/input/detect.h - the format of a file by its first characters. */
#ifndef CORPUS_INPUT_DETECT_H
#define CORPUS_INPUT_DETECT_H
#include "corpus/reader.h"
#include "corpus/input/source.h"

/* The format, or FORMAT_AUTO and in *why what the file seems to be.  `asked` is 1
 * when the file was named by the user: then text without headings is read too. */
tensen_status detect_format(source *src, const char *path, int asked, const char *const *columns,
    corpus_format *out, const char **why, tensen_error *err);

#endif
