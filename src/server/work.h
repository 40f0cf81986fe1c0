/* server/work.h - a worker: one thread that answers requests with its own searcher on the newest
 * index. */
#pragma once
#include "server/current.h"
#include "server/http/request.h"

typedef struct worker {
	current *ix;
	const char *models;
	const server_model *model; /* NULL: none */
	snapshot *held;
	tensen_searcher *searcher; /* on the held snapshot; NULL: it could not be made */
} worker;

/* Holds the newest index, with a searcher on it. */
void worker_refresh(worker *wk, tensen_error *err);
void worker_answer(worker *wk, request *req, answer *reply, tensen_error *err);
void worker_clear(worker *wk);

/* The strong ETag of the answer to a GET of `target` from an index (snapshot.answers), with its
 * quotes. */
void work_etag(char out[48], uint64_t index, const char *target, coding codec);

/* ---- work_model.c: requests about the language model: its state, its answers, new questions.
 * ---- */

void work_model(worker *wk, request *req, answer *reply, tensen_error *err);
