/* server/gate.h - the checks before a body is read: token, host name, path, method, size. */
#pragma once
#include <pthread.h>
#include <stddef.h>
#include "server/http/encode.h"
#include "server/http/problem.h"
#include "server/routes.h"

#define TOKEN_MIN                                                                                  \
	16 /* bytes: 64 random bits even in hexadecimal; SAY_TOKEN_SHORT says the number */
#define TOKEN_MAX 1024

typedef struct gate {
	pthread_mutex_t lock;      /* of the token, which SIGHUP replaces */
	char token[TOKEN_MAX + 1]; /* "": no token is required */
	int check_host;            /* 1: only the names of this machine, and those in hosts */
	const char *const *hosts;  /* more names, NULL-terminated; NULL: none */
	size_t max_body, max_header;
} gate;

/* The headers that are checked; NULL: not sent. */
typedef struct heads {
	const char *method, *host, *authorization, *content_type, *content_length,
	    *transfer_encoding, *accept_encoding;
	size_t header_size; /* bytes of all of them */
} heads;

/* Read the token from a regular file that only its owner (or root) can read: one line of 16 to 1,024
 * printable ASCII characters without blanks.  E_IO, E_INPUT: the token before stays. */
tensen_status gate_read_token(gate *door, const char *path, tensen_error *err);

/* 1: accepted; *out is the route (borrowed), *body the length of the body to come, *c the
 * coding of the answer.  0: refused; *out may be the route. */
int gate_check(gate *door, const heads *starts, const char *path, const route **out, size_t *body,
    coding *codec, problem *why);
