/* tensen/status.h - how every call in this library reports failure.
 *
 * Every call that can fail returns a tensen_status and takes a caller-owned
 * tensen_error as its last argument (NULL: the caller does not want words).
 * Nothing is kept in a global or in thread-local storage. */
#pragma once

/* Of every function: C linkage in C++, too. */
#ifdef __cplusplus
#define TENSEN_API extern "C" __attribute__((visibility("default")))
#else
#define TENSEN_API __attribute__((visibility("default")))
#endif

/* TENSEN_..._INIT of a struct that begins with its size (tensen/index.h, OPTIONS). */
#define TENSEN_SIZED(type)                                                                         \
	{                                                                                          \
		.size = sizeof(type)                                                               \
	}

/* Zero is success; every failure is negative, so `st < 0` is the only test
 * a caller needs.  Values are part of the ABI: append, never renumber. */
typedef enum tensen_status {
	TENSEN_OK = 0,
	TENSEN_E_ARG = -1, /* the caller broke the contract */
	TENSEN_E_NOMEM = -2,
	TENSEN_E_IO = -3,       /* the operating system refused */
	TENSEN_E_INPUT = -4,    /* a corpus file is malformed */
	TENSEN_E_CORRUPT = -5,  /* an index file fails its own checks */
	TENSEN_E_VERSION = -6,  /* an index file is newer than this library */
	TENSEN_E_MISMATCH = -7, /* index and dictionary do not belong together */
	TENSEN_E_NOTFOUND = -8,
	TENSEN_E_CANCELLED = -9
} tensen_status;

/* Filled by the function that first noticed the failure and by nobody after
 * it.  Lives on the caller's stack; holds no pointers; needs no free. */
typedef struct tensen_error {
	tensen_status code;
	char where[256];       /* "corpus.jsonl", "model.tensen:QVEC" or "" */
	unsigned long long at; /* line, record or byte offset, 0 if none */
	char message[256];     /* one line, no full stop: expected and found */
	char message_ja[384];  /* the same in Japanese */
	char meant[64];        /* of a number that the index lacks: that of a document, or "" */
} tensen_error;

/* A short fixed word for a code ("corrupt"), for logs and JSON. */
TENSEN_API const char *tensen_status_name(tensen_status st);

/* Called repeatedly during long work, always from the thread that made the call.  `stage` is a
 * short fixed word ("read", "tokenize", "svd" ...); `done` of `total` units are finished (total
 * 0: not known).  Return non-zero to cancel: the call then returns TENSEN_E_CANCELLED and
 * leaves no file behind. */
typedef int (*tensen_progress_fn)(
    const char *stage, unsigned long long done, unsigned long long total, void *payload);
