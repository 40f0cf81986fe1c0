/* assist/chat/endpoint.h - the address of a model, and whether it is this machine. */
#pragma once
#include <tensen/status.h>

typedef struct endpoint {
	char url[1024];   /* of what is asked */
	char shown[1024]; /* the same for people, without the part behind a ? */
	int local;        /* the host is a loopback address, or localhost */
	int encrypted;    /* https */
	const char *path; /* the end of its path */
} endpoint;

#define ENDPOINT_CHAT "/chat/completions"
#define ENDPOINT_EMBEDDINGS "/embeddings"
#define ENDPOINT_RERANK "/rerank"
/* "http://127.0.0.1:8080", with or without /v1, with or without `path`, a string literal.  E_ARG:
 * not such an address, or one with a name and password in it. */
tensen_status endpoint_parse(endpoint *out, const char *url, const char *path, tensen_error *err);

/* The key of a server: the first line of a file, of letters that a header can hold.  E_IO,
 * E_INPUT. */
tensen_status endpoint_key(char **out, const char *path, tensen_error *err);
void endpoint_key_free(char *key); /* wiped first; NULL is allowed */
