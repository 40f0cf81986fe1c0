/* tests/support.h - shared by test programs: a folder for each test, whole files, an index of a
 * corpus.  A failure here fails the test with the reason. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <tensen/tensen.h>
#include "util/buf.h"

/* The template for mkstemp() and mkdtemp(), in TMPDIR: tests/run.sh removes that folder even if the
 * test crashes. */
void temporary_name(char *out, size_t size);

/* Set-up and tear-down of a test or of a group: a fresh folder, removed with all in it. */
int place_make(void **state);
int place_remove(void **state);
/* The path of `name` in that folder ("": the folder), in one of eight turning buffers. */
const char *place(const char *name);

/* A file of exactly these bytes; all bytes of one, appended. */
void file_put(const char *path, const void *p, size_t n);
void file_text(const char *path, const char *text);
void file_get(buf *out, const char *path);
void assert_same_file(const char *a, const char *b);

/* Write eight bytes, the low one first; write the checksum of the header and the table of a .tensen
 * file, so that a deliberate change passes it. */
void put_u64(uint8_t *p, uint64_t v);
void sign_table(uint8_t *file);

/* An index at `path`; opts NULL: defaults. */
void build_index(
    const char *path, const char *const *inputs, size_t n, const tensen_build_opts *opts);
/* An index of one input in the folder, opened. */
tensen_index *index_of(const char *input);
/* The result of a search by id or by text (the other NULL); a failure fails the test. */
tensen_result *search_of(
    tensen_searcher *s, const char *id, const char *text, const tensen_search_opts *o);

/* Between the two calls the program has a locale with a decimal comma, compiled into the folder. If
 * it cannot be compiled, the test is skipped. */
void comma_begin(void);
void comma_end(void);

/* Set-up and tear-down of a group that queries an index of data/demo. */
extern tensen_index *demo;
extern tensen_searcher *demo_searcher;
/* The id of document i of n spread over it. */
const char *demo_id(uint32_t i, uint32_t n);
int demo_make(void **state);
int demo_remove(void **state);
