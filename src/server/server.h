/* server/server.h - tensen serve: its options and its one call. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <tensen/tensen.h>
#include "server/model.h"

typedef struct server_opts {
	const char *path; /* of the index */
	tensen_lang lang; /* of the lines on standard error */
	tensen_open_opts open;
	const char *address;                 /* "127.0.0.1", "::1", "0.0.0.0": numbers only */
	uint32_t port;                       /* 0: any that is free */
	const char *token_file, *access_log; /* NULL: none; "-": standard error */
	int no_auth;
	const char *const
	    *hosts; /* names of this server besides those of this machine; NULL-terminated */
	const char *const *proxies; /* addresses of trusted proxies; NULL-terminated */
	const server_model *model;  /* a language model that may be asked; NULL: none */
	uint32_t threads;           /* workers that ask the engine; 0: one per core */
	uint32_t max_body, max_header, max_connections, max_per_ip, max_waiting;
	uint32_t answer_seconds, read_seconds, write_seconds, stop_seconds;
} server_opts;
#define SERVER_OPTS_INIT                                                                           \
	{                                                                                          \
		.lang = TENSEN_EN, .address = "127.0.0.1", .port = 8470, .max_body = 1 << 20,      \
		.max_header = 16384, .max_connections = 512, .max_per_ip = 128,                    \
		.max_waiting = 256, .answer_seconds = 30, .read_seconds = 20, .write_seconds = 60, \
		.stop_seconds = 20                                                                 \
	}

/* Serves until SIGTERM or SIGINT.  0: stopped by a signal.  A failure before serving begins is
 * returned in err; E_ARG: options that exclude each other.  Messages go to standard error. */
tensen_status server_run(const server_opts *opts, tensen_error *err);
