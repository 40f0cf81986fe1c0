/* assist/embed/embed.h - vectors of texts from an embeddings server (POST /v1/embeddings), for the
 * documents of an index (tensen/vectors.h) and for questions.
 *
 * KEPT      Answers lie in FILE.embeddings, those to questions in FILE.questions, as soon as they
 *           are there; FILE.embeddings.json has the address and the name.  Whatever stops the work,
 *           the next call asks only for what is missing.
 * ONE MODEL The first request of a process has the vector of TENSEN_PROBE, which must be the one
 *           that is kept. */
#pragma once
#include <tensen/tensen.h>

typedef struct embed_opts {
	const char *url, *name, *key_file; /* NULL: as FILE.embeddings.json says */
	int remote;                        /* 1: texts may go to another machine */
	uint32_t dim;                      /* of nested vectors; 0: all */
	uint32_t characters;               /* of a text; 0: 2,000 */
	uint32_t seconds;                  /* for one answer; 0: 120 */
	uint32_t parallel;                 /* requests at once; 0: 4 */
	uint64_t calls;                    /* requests at most; 0: no bound */
	tensen_lang lang;
	void (*report)(const char *line, void *payload); /* lines for people; NULL: none */
	void *report_payload;
	tensen_progress_fn progress; /* NULL: none */
	void *progress_payload;
} embed_opts;

typedef struct embed embed;

/* Of the index `index`, which need not be there yet; a folder of files goes by what is kept of one of
 * them, the first by name.  *out is NULL with TENSEN_OK when opts names
 * no address and none is kept. */
tensen_status embed_open(embed **out, const embed_opts *opts, const char *index, tensen_error *err);
void embed_close(embed *e); /* NULL is allowed */
/* What FILE.embeddings.json keeps of the index `from`, for the index `to`, unless it keeps something. */
tensen_status embed_carry(const char *to, const char *from, tensen_error *err);
/* The server answers, and as the model that is kept. */
tensen_status embed_check(embed *e, tensen_error *err);
/* Ask for the documents of the index that have no vector, and give it these.  After a failure the
 * index is as it was. */
tensen_status embed_documents(embed *e, tensen_error *err);
/* The file that all this lies beside: the index, or one in the folder that the index is. */
const char *embed_index(const embed *e);
/* As tensen_open_opts.embed_weight: "weight" of FILE.embeddings.json. */
float embed_weight(const embed *e);
/* Keep another weight there, 0: the vectors do not count. */
tensen_status embed_keep_weight(embed *e, float weight, tensen_error *err);
/* As tensen_open_opts.embed; payload: an embed. */
tensen_status embed_question(
    void *payload, const char *text, size_t n, uint32_t dim, float *out, tensen_error *err);
