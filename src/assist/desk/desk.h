/* assist/desk/desk.h - the language model of a server: one thread that asks it, patent after
 * patent, and gives every request the answers so far (server/model.h).
 *
 * The questions of all users go through one thread, because a local model answers no faster when it
 * gets more questions; --model-parallel still applies within one patent.  Answers go into the
 * journal as they come, so that the answers of a stopped job are not lost. */
#pragma once
#include "assist/reader/reader.h"
#include "server/model.h"

#define DESK_WAITING 16 /* patents that may wait */

typedef struct desk_opts {
	reader_opts reader; /* report and progress are the desk's; calls: for one patent */
	uint32_t total;     /* HTTP requests at most, in the life of the desk */
} desk_opts;

typedef struct desk desk;

/* index: the file, beside which the journal lies.  E_ARG, as reader_open(). */
tensen_status desk_open(desk **out, const desk_opts *opts, const char *index, tensen_error *err);
void desk_close(desk *desk_of); /* NULL is allowed; after server_model.end() */
/* The calls for a server; borrowed from the desk. */
const server_model *desk_model(const desk *desk_of);
