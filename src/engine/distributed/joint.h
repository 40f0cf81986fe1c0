/* engine/distributed/joint.h - the joint file of several parts: everything that a search reads.
 *
 * WHAT    An index file without DOCS and TERM, which stay in the parts: vectors, inverted lists,
 *         columns, sums and weights of the documents of all parts, and of each row the part and
 *         the row that has its text (section PART).  META names the parts and their signatures.
 * WHY     Codes of vectors, lengths of rows and weights depend on all documents.  Parts that were
 *         each encoded alone give other scores than one file; the sections here are, to the byte,
 *         those of the file that tensen_merge() writes, so answers are equal by construction and
 *         only the code that reads a text knows of parts. */
#pragma once
#include <tensen/build.h>
#include "engine/distributed/parts.h"

/* Write the joint file of the parts.  opts as of a build; its user_dic NULL: that of the parts. */
tensen_status joint_make(
    const char *path, parts *files, const tensen_build_opts *opts, tensen_error *err);

/* 1 if files->joint is of these very files. */
int joint_fits(const parts *files);

/* The index of the parts: of their joint file, if it is of these very files, else of one that is
 * made now without a name (*made 1).  The parts must outlive the store. */
tensen_status joint_open(
    store **out, parts *files, const tensen_build_opts *opts, int *made, tensen_error *err);
