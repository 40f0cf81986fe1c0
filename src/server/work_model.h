/* server/work_model.h - requests about the language model: what it is, has said, is to say. */
#ifndef SERVER_WORK_MODEL_H
#define SERVER_WORK_MODEL_H
#include "server/work.h"

void work_model(worker *w, request *r, answer *a, tensen_error *err);

#endif
