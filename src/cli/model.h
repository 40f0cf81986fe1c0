/* cli/model.h - the options of a language model, and the help it gives a query. */
#ifndef CLI_MODEL_H
#define CLI_MODEL_H
#include "assist/reader/reader.h"
#include "cli/common.h"

extern const opt model_table[];
#define MODEL_GROUP(m) {"言語モデル", "Language model"}, model_table, (m)

typedef struct model_args {
	reader_opts reader;
	const char *index; /* the file */
	const common *c;
} model_args;
#define MODEL_ARGS(c)                                                                              \
	{                                                                                          \
		READER_OPTS_INIT, NULL, (c)                                                        \
	}

/* The model of `a` as a reader that tells and draws on `bar`; *out NULL: none is asked for. */
tensen_status model_open(reader **out, const model_args *a, progress *bar, tensen_error *err);
/* Fills err for work that stops because the model gives no more answers; E_CANCELLED. */
tensen_status model_ended(tensen_error *err);

typedef struct model_query {
	tensen_searcher *s;
	const tensen_query *q;
	const tensen_filter *filter;
} model_query;
/* If a model is asked for, let it say the query shortly and judge candidates: `asking` then
 * borrows from *out, which is to be closed after the answer is made.  Else *out is NULL. */
tensen_status model_help(reader **out, const model_args *a, const model_query *m,
    tensen_asking *asking, tensen_error *err);

#endif
